import TextField from "@mui/material/TextField";
import { useCommand } from "../data/command.ts";
import { useDraft, useDraftState } from "../data/draft.ts";
import { ReasonField } from "../data/ReasonField.tsx";
import { useRead } from "../data/read.ts";
import { capital } from "../data/words.ts";
import { ConfirmCommand } from "../marks/ConfirmCommand.tsx";
import { flagPreviewDocument } from "../turning/turningDocuments.ts";
import { countedCohort } from "./cohortText.ts";
import { approveChange, declineChange } from "./flagCommands.ts";
import type { FlagRequest } from "./flagDocuments.ts";

/** Whether it would divide customers anew as the flag stands now: whoever approves that says so by the flag's name. */
function useRebuckets({ change, targeting: { flag, environment } }: FlagRequest, approves: boolean): boolean {
  const asked = change.kind === "revert" ? { kind: change.kind, revision: change.revision } : change;
  const variables = flag === null || !approves ? null : { flag: flag.name, environment, change: asked };
  return useRead(flagPreviewDocument, variables, { now: true }).data?.flagChangePreview.rebuckets === true;
}

/** A second person's word to a change that somebody asked for. */
export function AnswerDialog({ request, answer, onClose }: { request: FlagRequest; answer: "approve" | "decline"; onClose: () => void }) {
  const draft = useDraft(`flag.${answer}`, request.changeId);
  const [reason, setReason] = useDraftState(draft, "reason", "");
  const [typed, setTyped] = useDraftState(draft, "flag", "");
  const approve = useCommand(approveChange, draft);
  const decline = useCommand(declineChange, draft);
  const rebuckets = useRebuckets(request, answer === "approve");
  const where = { flag: request.targeting.flag?.name ?? "", environment: request.targeting.environment, changeId: request.changeId };
  const does = `${answer === "approve" ? "Approve" : "Decline"} ${request.sentence}`;
  const act = async (): Promise<void> => {
    if (answer === "approve") await approve({ ...where, ...(rebuckets ? { rebucket: where.flag } : {}) });
    else await decline({ ...where, reason: reason.trim() });
  };
  return (
    <ConfirmCommand
      open
      draft={draft}
      onClose={onClose}
      danger={rebuckets}
      title={`${does} of ${where.flag} in ${where.environment}?`}
      confirm={does}
      ready={answer === "approve" ? !rebuckets || typed.trim() === where.flag : reason.trim() !== ""}
      preview={
        <>
          <p>
            {capital(countedCohort(request.cohort))} when it was proposed by {request.by.name}: {request.reason}
          </p>
          {request.moved ? (
            <p>The flag was changed since: where other customers would be moved now, it is refused and has to be proposed again.</p>
          ) : null}
          {rebuckets ? <p>Other variants or weights divide customers anew: somebody who had one thing may get another.</p> : null}
        </>
      }
      act={act}
    >
      {answer === "decline" ? (
        <ReasonField value={reason} set={setReason} needed />
      ) : rebuckets ? (
        <TextField
          label={`Write ${where.flag} to say that this is meant`}
          value={typed}
          onChange={({ target }) => setTyped(target.value)}
        />
      ) : undefined}
    </ConfirmCommand>
  );
}
