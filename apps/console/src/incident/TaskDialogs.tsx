import { PersonField } from "../choices/PersonField.tsx";
import { useCommand } from "../data/command.ts";
import { unrevised, useDraft, useDraftOf, useDraftState } from "../data/draft.ts";
import { ReasonField } from "../data/ReasonField.tsx";
import { ConfirmCommand } from "../marks/ConfirmCommand.tsx";
import type { DialogProps } from "./dialogs.ts";
import { dropTask, giveTask } from "./incidentCommands.ts";
import type { IncidentRecord } from "./incidentDocuments.ts";

/** Gives a task to somebody, or to nobody. */
export function GiveTaskDialog({ incident, about: { task }, onClose }: { incident: IncidentRecord } & DialogProps<"giveTask">) {
  const draft = useDraftOf(unrevised, "incident.giveTask", incident.id, task.id);
  const [ownerId, setOwnerId] = useDraftState(draft, "ownerId", task.owner?.id ?? "");
  const give = useCommand(giveTask, draft);
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      title={`Who does “${task.text}”?`}
      confirm="Give it"
      ready={ownerId !== (task.owner?.id ?? "")}
      preview={<p>They are told{incident.private ? ", and may know of this private incident from then on" : ""}.</p>}
      act={async () => void (await give({ incidentId: incident.id, taskId: task.id, ...(ownerId === "" ? {} : { ownerId }) }))}
    >
      <PersonField label="Who" value={ownerId} set={setOwnerId} empty="Nobody yet" />
    </ConfirmCommand>
  );
}

/** Says that a task will not be done. */
export function DropTaskDialog({ incident, about: { task }, onClose }: { incident: IncidentRecord } & DialogProps<"dropTask">) {
  const draft = useDraft("incident.dropTask", incident.id, task.id);
  const [reason, setReason] = useDraftState(draft, "reason", "");
  const give = useCommand(dropTask, draft);
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      title={`Drop “${task.text}”?`}
      confirm="Drop it"
      ready={reason.trim() !== ""}
      preview={<p>It stays in the timeline, with your reason, and can be opened again.</p>}
      act={async () => void (await give({ incidentId: incident.id, taskId: task.id, reason: reason.trim() }))}
    >
      <ReasonField value={reason} set={setReason} needed />
    </ConfirmCommand>
  );
}
