import { capital } from "../data/words.ts";
import { useGetIdentity } from "ra-core";
import { useState } from "react";
import { CommandButton } from "../data/CommandButton.tsx";
import { State } from "../marks/State.tsx";
import { Quiet } from "../marks/Text.tsx";
import { dayAndTime } from "../marks/time.ts";
import { useZone } from "../marks/zone.ts";
import { AnswerDialog } from "./AnswerDialog.tsx";
import { countedCohort } from "./cohortText.ts";
import { ownId } from "../data/globalId.ts";
import styles from "./Flag.module.css";
import type { FlagRequest } from "./flagDocuments.ts";
import { FlagLink } from "./FlagMarks.tsx";

/** Changes that wait for a word, or for their time, each with what it would do and whose word is asked for. */
export function RequestList({ requests, everywhere = false }: { requests: readonly FlagRequest[]; everywhere?: boolean }) {
  const [answering, setAnswering] = useState<{ request: FlagRequest; answer: "approve" | "decline" } | null>(null);
  const zone = useZone();
  const { identity } = useGetIdentity();
  // Who asks for a change does not approve it.
  const me = identity === undefined ? null : String(identity.id);
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
                  {request.applyAt === null ? "" : ` To be made ${dayAndTime(request.applyAt, zone)}.`}
                </Quiet>
              </p>
              <ul className={styles.diff}>
                {request.differences.map((line) => (
                  <li key={line}>{line}</li>
                ))}
              </ul>
            </div>
            <span className={styles.buttons}>
              {request.state === "open" && ownId(request.by.id) === me ? (
                <Quiet>somebody else has to approve it</Quiet>
              ) : request.state === "open" ? (
                <CommandButton needs="flag.approve" first size="small" onClick={() => setAnswering({ request, answer: "approve" })}>
                  Approve
                </CommandButton>
              ) : (
                <State tone="planned">Waits for its time</State>
              )}
              <CommandButton needs="flag.write" size="small" onClick={() => setAnswering({ request, answer: "decline" })}>
                {ownId(request.by.id) === me ? "Take back" : "Decline"}
              </CommandButton>
            </span>
          </li>
        ))}
      </ul>
      {answering === null ? null : <AnswerDialog {...answering} onClose={() => setAnswering(null)} />}
    </>
  );
}
