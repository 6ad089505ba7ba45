import Button from "@mui/material/Button";
import TextField from "@mui/material/TextField";
import { useCommand } from "../data/command.ts";
import { useDraft, useDraftOf, useDraftState } from "../data/draft.ts";
import { ReasonField } from "../data/ReasonField.tsx";
import { useRead } from "../data/read.ts";
import { Choice } from "../marks/Choice.tsx";
import { ConfirmCommand } from "../marks/ConfirmCommand.tsx";
import { removeUpdateTemplate, templateFactsDocument, writeUpdateTemplate, type UpdateTemplate } from "./updateTemplateDocuments.ts";

const nothing = {};
const readers = [["internal", "Internal"], ["public", "Public"]] as const;
const padded = { htmlInput: { style: { padding: "8px 12px" } } };

interface Asked {
  readonly name: string;
  readonly visibility: UpdateTemplate["visibility"];
  readonly state: string;
  readonly body: string;
  readonly minutes: string;
}

const askedOf = (shown: UpdateTemplate | null): Asked => ({
  name: shown?.name ?? "", visibility: shown?.visibility ?? "public", state: shown?.state ?? "Investigating", body: shown?.body ?? "",
  minutes: shown === null ? "20" : String(shown.nextUpdateInMinutes ?? ""),
});

/** Writes a template, or writes it anew. */
export function WriteDialog({ shown, onClose }: { shown: UpdateTemplate | null; onClose: () => void }) {
  const draft = useDraftOf(shown, "updateTemplate.write", shown?.id);
  const [asked, setAsked] = useDraftState<Asked>(draft, "asked", askedOf(shown));
  const set = (other: Partial<Asked>): void => setAsked({ ...asked, ...other });
  const give = useCommand(writeUpdateTemplate, draft);
  const { data } = useRead(templateFactsDocument, nothing, { now: true });
  const facts = (data?.templateFacts ?? []).filter(({ isPublic }) => isPublic || asked.visibility === "internal");
  const minutes = asked.minutes.trim() === "" ? null : Number(asked.minutes);
  const counts = minutes === null || (Number.isInteger(minutes) && minutes >= 1 && minutes <= 1_440);
  const [name, state] = [asked.name.trim(), asked.state.trim()];
  const act = async (): Promise<void> => void (await give({
    ...(shown === null ? {} : { updateTemplateId: shown.id }), name, visibility: asked.visibility, state, body: asked.body.trim(),
    nextUpdateInMinutes: minutes,
  }));
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      title={shown === null ? "Write a template" : `Change ${shown.name}`}
      confirm={shown === null ? "Write it" : "Change it"}
      ready={name !== "" && state !== "" && asked.body.trim() !== "" && counts}
      preview={<p>Whoever posts an update may start from it, and reads and changes it before it is posted. What was posted stays as it is.</p>}
      act={act}
    >
      <TextField
        label="Name" required autoFocus={shown === null} value={asked.name} onChange={(event) => set({ name: event.target.value })}
      />
      <Choice
        label="Who reads what starts from it" value={asked.visibility} options={readers} onChange={(visibility) => set({ visibility })}
      />
      <TextField
        label="What it says" required multiline minRows={3} value={asked.body} onChange={(event) => set({ body: event.target.value })}
        slotProps={padded} helperText="Facts of the incident come where braces are; press one to put it at the end."
      />
      <div style={{ display: "flex", flexWrap: "wrap", gap: 8 }}>
        {facts.map(({ name: fact, says }) => (
          <Button
            key={fact} size="small" color="inherit" title={says}
            onClick={() => set({ body: `${asked.body}${asked.body === "" || asked.body.endsWith(" ") ? "" : " "}{{${fact}}}` })}
          >
            {`{{${fact}}}`}
          </Button>
        ))}
      </div>
      <TextField
        label="Where an incident then stands, in a word" required value={asked.state}
        onChange={(event) => set({ state: event.target.value })}
      />
      <TextField
        label="The next update, in minutes" value={asked.minutes} error={!counts} helperText="Left empty, none is promised."
        onChange={(event) => set({ minutes: event.target.value })} slotProps={{ htmlInput: { inputMode: "numeric" } }}
      />
    </ConfirmCommand>
  );
}

/** Ends it. */
export function RemoveDialog({ shown: { id, name }, onClose }: { shown: UpdateTemplate; onClose: () => void }) {
  const draft = useDraft("updateTemplate.remove", id);
  const [reason, setReason] = useDraftState(draft, "reason", "");
  const give = useCommand(removeUpdateTemplate, draft);
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      title={`Remove ${name}`}
      confirm={`Remove ${name}`}
      ready={reason.trim() !== ""}
      preview={<p>Nobody is offered it any more. Its history, and what was posted from it, stay.</p>}
      act={async () => void (await give({ updateTemplateId: id, reason: reason.trim() }))}
    >
      <ReasonField value={reason} set={setReason} needed />
    </ConfirmCommand>
  );
}
