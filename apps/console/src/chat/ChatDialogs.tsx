import TextField from "@mui/material/TextField";
import { useState } from "react";
import { useCommand } from "../data/command.ts";
import { useDraft, useDraftOf, useDraftState } from "../data/draft.ts";
import { ReasonField } from "../data/ReasonField.tsx";
import { ConfirmCommand } from "../marks/ConfirmCommand.tsx";
import { connectChat, disconnectChat, type Chat } from "./chatDocuments.ts";

interface Asked {
  readonly name: string;
  readonly answerHost: string;
  readonly services: string;
  readonly upTo: string;
}

/** Connects a room, or connects it otherwise. */
export function ConnectDialog({ shown, onClose }: { shown: Chat | null; onClose: () => void }) {
  const draft = useDraftOf(shown, "chat.connect", shown?.id);
  const [asked, setAsked] = useDraftState<Asked>(draft, "asked", {
    name: shown?.name ?? "", answerHost: shown?.answerHost ?? "hooks.slack.com",
    services: shown?.services.map(({ slug }) => slug).join(", ") ?? "", upTo: String(shown?.upTo ?? 3),
  });
  // Secrets are in no draft.
  const [webhookUrl, setWebhook] = useState("");
  const [signingSecret, setSecret] = useState("");
  const set = (other: Partial<Asked>): void => setAsked({ ...asked, ...other });
  const give = useCommand(connectChat, draft);
  const upTo = Number(asked.upTo);
  const known = shown !== null && (shown.isTold || shown.takesCommands);
  const act = async (): Promise<void> => void (await give({
    ...(shown === null ? {} : { chatId: shown.id }), name: asked.name.trim(), answerHost: asked.answerHost.trim(), upTo,
    services: asked.services.split(",").map((slug) => slug.trim()).filter((slug) => slug !== ""),
    ...(webhookUrl.trim() === "" ? {} : { webhookUrl: webhookUrl.trim() }),
    ...(signingSecret.trim() === "" ? {} : { signingSecret: signingSecret.trim() }),
  }));
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      title={shown === null ? "Connect a chat" : `Change ${shown.name}`}
      confirm={shown === null ? "Connect it" : "Change it"}
      ready={
        asked.name.trim() !== "" && Number.isInteger(upTo) && upTo >= 1 && upTo <= 4
        && (known || webhookUrl.trim() !== "" || signingSecret.trim() !== "")
      }
      preview={(
        <p>Private incidents are told to no chat. Commands come in with the rights of whoever linked themselves, and nobody else&apos;s.</p>
      )}
      act={act}
    >
      <TextField
        label="What people call it" required autoFocus={shown === null} value={asked.name} placeholder="#incidents"
        onChange={(event) => set({ name: event.target.value })}
      />
      <TextField
        label="Incoming webhook, where it is told" type="password" autoComplete="off" value={webhookUrl}
        onChange={(event) => setWebhook(event.target.value)}
        helperText={shown?.isTold === true ? "Known; left empty, it stays." : "Left empty, it is told nothing."}
      />
      <TextField
        label="Signing secret of its slash command" type="password" autoComplete="off" value={signingSecret}
        onChange={(event) => setSecret(event.target.value)}
        helperText={shown?.takesCommands === true ? "Known; left empty, it stays." : "Left empty, no commands are taken."}
      />
      <TextField
        label="Services" value={asked.services} placeholder="checkout, search"
        helperText="By slug, between commas. Left empty, all of them."
        onChange={(event) => set({ services: event.target.value })}
      />
      <TextField
        label="Up to severity" value={asked.upTo} onChange={(event) => set({ upTo: event.target.value })}
        slotProps={{ htmlInput: { inputMode: "numeric" } }} helperText="1 is the worst, 4 the mildest."
      />
      <TextField
        label="Host for late answers" value={asked.answerHost} onChange={(event) => set({ answerHost: event.target.value })}
        helperText="Answers that take longer than a chat waits go to this host only."
      />
    </ConfirmCommand>
  );
}

/** Disconnects it. */
export function DisconnectDialog({ shown: { id, name }, onClose }: { shown: Chat; onClose: () => void }) {
  const draft = useDraft("chat.disconnect", id);
  const [reason, setReason] = useDraftState(draft, "reason", "");
  const give = useCommand(disconnectChat, draft);
  return (
    <ConfirmCommand
      draft={draft} open danger onClose={onClose} title={`Disconnect ${name}`} confirm={`Disconnect ${name}`} ready={reason.trim() !== ""}
      preview={<p>It is told nothing more, and nothing is taken from it. Its webhook and its secret are forgotten.</p>}
      act={async () => void (await give({ chatId: id, reason: reason.trim() }))}
    >
      <ReasonField value={reason} set={setReason} needed />
    </ConfirmCommand>
  );
}
