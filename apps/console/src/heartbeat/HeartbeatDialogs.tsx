import MenuItem from "@mui/material/MenuItem";
import TextField from "@mui/material/TextField";
import { PersonField } from "../choices/PersonField.tsx";
import { useServiceOptions } from "../choices/serviceOptions.ts";
import { useCommand } from "../data/command.ts";
import { useDraft, useDraftOf, useDraftState } from "../data/draft.ts";
import { ReasonField } from "../data/ReasonField.tsx";
import { useRead } from "../data/read.ts";
import { Choice } from "../marks/Choice.tsx";
import { ConfirmCommand } from "../marks/ConfirmCommand.tsx";
import {
  opsgenieIntegrationsDocument, removeHeartbeat, turnHeartbeat, writeHeartbeat, type Heartbeat,
} from "./heartbeatDocuments.ts";
import { lengthWords } from "./heartbeatWords.ts";

const nothing = {};
const units = [["minutes", "Minutes"], ["hours", "Hours"], ["days", "Days"]] as const;
const priorities = (["P1", "P2", "P3", "P4", "P5"] as const).map((word) => [word, word] as const);

interface Asked {
  readonly integrationId: string;
  readonly name: string;
  readonly description: string;
  readonly interval: string;
  readonly unit: Heartbeat["unit"];
  readonly service: string;
  readonly ownerId: string;
  readonly priority: Heartbeat["priority"];
}

const askedOf = (shown: Heartbeat | null): Asked => ({
  integrationId: shown?.integration?.id ?? "", name: shown?.name ?? "", description: shown?.description ?? "",
  interval: String(shown?.interval ?? 10), unit: shown?.unit ?? "minutes", service: shown?.service?.slug ?? "",
  ownerId: shown?.owner?.id ?? "", priority: shown?.priority ?? "P3",
});

/** Writes a heartbeat, or writes it anew. */
export function WriteDialog({ shown, onClose }: { shown: Heartbeat | null; onClose: () => void }) {
  const draft = useDraftOf(shown, "heartbeat.write", shown?.id);
  const [asked, setAsked] = useDraftState<Asked>(draft, "asked", askedOf(shown));
  const set = (other: Partial<Asked>): void => setAsked({ ...asked, ...other });
  const give = useCommand(writeHeartbeat, draft);
  const { data } = useRead(opsgenieIntegrationsDocument, nothing, { now: true });
  const services = useServiceOptions();
  const integrations = (data?.integrations ?? []).filter(({ kind, removed }) => kind === "opsgenie" && !removed);
  const integrationId = asked.integrationId === "" ? (integrations[0]?.id ?? "") : asked.integrationId;
  const interval = Number(asked.interval);
  const counts = Number.isInteger(interval) && interval >= 1;
  const name = asked.name.trim();
  const act = async (): Promise<void> => void (await give({
    integrationId, name, description: asked.description.trim(), interval, unit: asked.unit, priority: asked.priority,
    service: asked.service === "" ? null : asked.service, ownerId: asked.ownerId === "" ? null : asked.ownerId,
    message: shown?.message ?? "", tags: [...(shown?.tags ?? [])], enabled: shown?.enabled ?? true,
  }));
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      title={shown === null ? "Wait for a heartbeat" : `Change ${shown.name}`}
      confirm={shown === null ? "Wait for it" : "Change it"}
      ready={name !== "" && counts && integrationId !== ""}
      preview={data !== undefined && integrations.length === 0 ? (
        <p>Heartbeats come in with the key of an Opsgenie integration: add one first.</p>
      ) : (
        <p>
          {name === "" ? "It" : name} is waited for once it was heard. When nothing is heard
          for {counts ? lengthWords({ interval, unit: asked.unit }) : "too long"}, that is an alert
          of {asked.service === "" ? "its integration’s service" : asked.service}, which ends by itself with the next one.
        </p>
      )}
      act={act}
    >
      <TextField
        select label="Integration" value={integrations.some(({ id }) => id === integrationId) ? integrationId : ""}
        disabled={shown !== null} onChange={(event) => set({ integrationId: event.target.value })}
      >
        {integrations.map(({ id, name: called }) => <MenuItem key={id} value={id}>{called}</MenuItem>)}
      </TextField>
      <TextField
        label="Name" required autoFocus={shown === null} disabled={shown !== null} value={asked.name}
        onChange={(event) => set({ name: event.target.value })} slotProps={{ htmlInput: { maxLength: 200 } }}
      />
      <TextField
        label="Sent every" required value={asked.interval} error={!counts} onChange={(event) => set({ interval: event.target.value })}
        slotProps={{ htmlInput: { inputMode: "numeric" } }}
      />
      <Choice label="Unit" value={asked.unit} options={units} onChange={(unit) => set({ unit })} />
      <TextField
        select label="Service" value={asked.service} onChange={(event) => set({ service: event.target.value })}
        slotProps={{ select: { displayEmpty: true }, inputLabel: { shrink: true } }}
      >
        <MenuItem value="">Its integration’s</MenuItem>
        {services.map(([slug]) => <MenuItem key={slug} value={slug}>{slug}</MenuItem>)}
      </TextField>
      <PersonField
        label="Who answers for it" value={asked.ownerId} set={(ownerId) => set({ ownerId })} empty="Whoever looks after its integration"
      />
      <Choice label="How bad its silence is" value={asked.priority} options={priorities} onChange={(priority) => set({ priority })} />
      <TextField
        label="What it is" multiline minRows={2} value={asked.description} onChange={(event) => set({ description: event.target.value })}
      />
    </ConfirmCommand>
  );
}

/** Waits for it, or no longer. */
export function TurnDialog({ shown: { id, name, enabled }, onClose }: { shown: Heartbeat; onClose: () => void }) {
  const draft = useDraft("heartbeat.turn", id, String(enabled));
  const [reason, setReason] = useDraftState(draft, "reason", "");
  const give = useCommand(turnHeartbeat, draft);
  const words = enabled ? `No longer wait for ${name}` : `Wait for ${name}`;
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      title={words}
      confirm={words}
      ready
      preview={<p>{enabled ? "An alert about its silence ends within some seconds; pings go on being noted." : "Its clock starts now."}</p>}
      act={async () => void (await give({ heartbeatId: id, enabled: !enabled, reason }))}
    >
      <ReasonField value={reason} set={setReason} />
    </ConfirmCommand>
  );
}

/** Ends it. */
export function RemoveDialog({ shown: { id, name }, onClose }: { shown: Heartbeat; onClose: () => void }) {
  const draft = useDraft("heartbeat.remove", id);
  const [reason, setReason] = useDraftState(draft, "reason", "");
  const give = useCommand(removeHeartbeat, draft);
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      title={`Remove ${name}`}
      confirm={`Remove ${name}`}
      ready={reason.trim() !== ""}
      preview={<p>Nobody waits for it any more. Its history and its alerts stay.</p>}
      act={async () => void (await give({ heartbeatId: id, reason: reason.trim() }))}
    >
      <ReasonField value={reason} set={setReason} needed />
    </ConfirmCommand>
  );
}
