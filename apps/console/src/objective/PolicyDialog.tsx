import { useCommand } from "../data/command.ts";
import { useDraftOf, useDraftState } from "../data/draft.ts";
import { ReasonField } from "../data/ReasonField.tsx";
import { Choice } from "../marks/Choice.tsx";
import { ConfirmCommand } from "../marks/ConfirmCommand.tsx";
import { setBudgetPolicy } from "./objectiveCommands.ts";
import type { ObjectiveRecord } from "./objectiveDocuments.ts";
import { gateWords, largeIncidentWords } from "./objectiveWords.ts";

type Shown = Pick<ObjectiveRecord, "id" | "name" | "revision" | "policy">;

const deploys = [["go", "Go on"], ["wait", "Wait"]] as const;
const incidents = [["action", "Ask for an action"], ["nothing", "Ask for nothing"]] as const;

/** Says what is done about a budget that goes, or is gone. */
export function PolicyDialog({ shown, onClose }: { shown: Shown; onClose: () => void }) {
  const draft = useDraftOf(shown, "objective.policy", shown.id);
  const [gate, setGate] = useDraftState<"go" | "wait">(draft, "gate", shown.policy.gateDeploys ? "wait" : "go");
  const [large, setLarge] = useDraftState<"action" | "nothing">(draft, "large", shown.policy.askForActions ? "action" : "nothing");
  const [reason, setReason] = useDraftState(draft, "reason", "");
  const give = useCommand(setBudgetPolicy, draft);
  const policy = { gateDeploys: gate === "wait", askForActions: large === "action" };
  const act = async (): Promise<void> => void (await give({ objectiveId: shown.id, ...policy, reason: reason.trim() }));
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      title={`What is done about the budget of ${shown.name}?`}
      confirm="Set it"
      ready={reason.trim() !== ""}
      preview={
        <ul>
          <li>{gateWords(policy)}</li>
          <li>{largeIncidentWords(policy)}</li>
        </ul>
      }
      act={act}
    >
      <Choice label="Deploys once it is gone" value={gate} options={deploys} onChange={setGate} />
      <Choice label="One incident over a fifth of four weeks" value={large} options={incidents} onChange={setLarge} />
      <ReasonField needed value={reason} set={setReason} />
    </ConfirmCommand>
  );
}
