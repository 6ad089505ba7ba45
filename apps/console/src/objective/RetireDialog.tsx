import { useCommand } from "../data/command.ts";
import { useDraftOf, useDraftState } from "../data/draft.ts";
import { ReasonField } from "../data/ReasonField.tsx";
import { ConfirmCommand } from "../marks/ConfirmCommand.tsx";
import { retireObjective } from "./objectiveCommands.ts";
import type { ObjectiveRecord } from "./objectiveDocuments.ts";

/** Nobody is held to it any more. */
export function RetireDialog({ shown, onClose }: { shown: Pick<ObjectiveRecord, "id" | "name" | "revision">; onClose: () => void }) {
  const draft = useDraftOf(shown, "objective.retire", shown.id);
  const [reason, setReason] = useDraftState(draft, "reason", "");
  const give = useCommand(retireObjective, draft);
  const act = async (): Promise<void> => void (await give({ objectiveId: shown.id, reason: reason.trim() }));
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      title={`Retire ${shown.name}?`}
      confirm={`Retire ${shown.name}`}
      danger
      ready={reason.trim() !== ""}
      preview={<p>Nobody is held to it any more. What it said, and how it was met, stays; changing it brings it back.</p>}
      act={act}
    >
      <ReasonField needed value={reason} set={setReason} />
    </ConfirmCommand>
  );
}
