import { capital } from "../data/words.ts";
import { useState } from "react";
import { CommandButton } from "../data/CommandButton.tsx";
import { useCommand } from "../data/command.ts";
import { useDraft, useDraftState } from "../data/draft.ts";
import { ReasonField } from "../data/ReasonField.tsx";
import { ConfirmCommand } from "../marks/ConfirmCommand.tsx";
import { State } from "../marks/State.tsx";
import { Quiet } from "../marks/Text.tsx";
import { ClockTime } from "../marks/Time.tsx";
import { countedCohort } from "./cohortText.ts";
import styles from "./Flag.module.css";
import { approveChange, declineChange } from "./flagCommands.ts";
import type { FlagRequest } from "./flagDocuments.ts";
import { FlagLink } from "./FlagMarks.tsx";

function AnswerDialog({ request, answer, onClose }: { request: FlagRequest; answer: "approve" | "decline"; onClose: () => void }) {
  const draft = useDraft(`flag.${answer}`, request.changeId);
  const [reason, setReason] = useDraftState(draft, "reason", "");
  const approve = useCommand(approveChange, draft);
  const decline = useCommand(declineChange, draft);
  const where = { flag: request.targeting.flag?.name ?? "", environment: request.targeting.environment, changeId: request.changeId };
  const does = `${answer === "approve" ? "Approve" : "Decline"} ${request.sentence}`;
  const act = async (): Promise<void> => {
    if (answer === "approve") await approve(where);
    else await decline({ ...where, reason: reason.trim() });
  };
  return (
    <ConfirmCommand
      open
      draft={draft}
      onClose={onClose}
      title={`${does} of ${where.flag} in ${where.environment}?`}
      confirm={does}
      ready={answer === "approve" || reason.trim() !== ""}
      preview={
        <>
          <p>
            {capital(countedCohort(request.cohort))} when it was proposed by {request.by.name}: {request.reason}
          </p>
          {request.moved ? (
            <p>The flag was changed since: where other customers would be moved now, it is refused and has to be proposed again.</p>
          ) : null}
        </>
      }
      act={act}
    >
      {answer === "decline" ? <ReasonField value={reason} set={setReason} needed /> : undefined}
    </ConfirmCommand>
  );
}

/** Changes that wait for a word, or for their time, each with what it would do and whose word is asked for. */
export function RequestList({ requests, everywhere = false }: { requests: readonly FlagRequest[]; everywhere?: boolean }) {
  const [answering, setAnswering] = useState<{ request: FlagRequest; answer: "approve" | "decline" } | null>(null);
  return (
    <>
      <ul className={styles.requests}>
        {requests.map((request) => (
          <li key={request.changeId}>
            <div>
              <p>
                {everywhere && request.targeting.flag !== null ? (
                  <>
                    <FlagLink flag={request.targeting.flag} environment={request.targeting.environment} />{" "}
                    <Quiet>{request.targeting.environment}</Quiet>:{" "}
                  </>
                ) : null}
                <strong>{request.sentence}</strong> {request.moved ? <State tone="attention">Flag has moved</State> : null}
              </p>
              <p>
                <Quiet>
                  {request.by.name}: {request.reason}. {capital(countedCohort(request.cohort))}.
                  {request.applyAt === null ? "" : " To be made "}
                  {request.applyAt === null ? null : <ClockTime at={request.applyAt} />}
                </Quiet>
              </p>
              <ul className={styles.diff}>
                {request.differences.map((line) => (
                  <li key={line}>{line}</li>
                ))}
              </ul>
            </div>
            <span className={styles.buttons}>
              {request.state === "open" ? (
                <CommandButton needs="flag.approve" first size="small" onClick={() => setAnswering({ request, answer: "approve" })}>
                  Approve
                </CommandButton>
              ) : (
                <State tone="planned">Waits for its time</State>
              )}
              <CommandButton needs="flag.write" size="small" onClick={() => setAnswering({ request, answer: "decline" })}>
                Decline
              </CommandButton>
            </span>
          </li>
        ))}
      </ul>
      {answering === null ? null : <AnswerDialog {...answering} onClose={() => setAnswering(null)} />}
    </>
  );
}
