import Button from "@mui/material/Button";
import { useState } from "react";
import { useNavigate, useParams } from "react-router";
import { useCommand } from "../data/command.ts";
import { ReadArea } from "../data/ReadArea.tsx";
import { useRead } from "../data/read.ts";
import { Panel, ViewHeader } from "../marks/Panel.tsx";
import { EmptyState, ProblemLine } from "../marks/States.tsx";
import { RelativeTime } from "../marks/Time.tsx";
import { severityWords } from "../response/incidentWords.ts";
import { joinIncident } from "./incidentCommands.ts";
import { joinOfferDocument } from "./typeDocuments.ts";
import styles from "./IncidentView.module.css";

const hiddenWords = (severity: number | null): string =>
  `A private incident${severity === null ? "" : `, ${severityWords(severity)}`}: what it is about you see once you have joined.`;

/** Asks whoever opened a way in whether to join. Opening it changes nothing: only the press does. */
export function JoinView() {
  const { secret = "" } = useParams();
  const read = useRead(joinOfferDocument, { secret }, { now: true });
  const navigate = useNavigate();
  const give = useCommand(joinIncident);
  const [error, setError] = useState<unknown>(null);
  const [sending, setSending] = useState(false);
  const open = (id: string): void => void navigate(`/incidents/${encodeURIComponent(id)}`);
  const join = (): void => {
    setSending(true);
    give({ secret })
      .then(({ incident }) => (incident === null ? undefined : open(incident.id)), setError)
      .finally(() => setSending(false));
  };
  return (
    <ReadArea read={read} where="The way in">
      {({ joinOffer: offer }) => (offer === null ? (
        <EmptyState title="This way in leads nowhere">It has ended, was revoked, or never was: ask who sent it for another one.</EmptyState>
      ) : (
        <>
          <ViewHeader
            title={`Join ${offer.reference} as a responder?`}
            summary={offer.incident?.title ?? hiddenWords(offer.severity)}
          />
          <Panel title={`For ${offer.note}`} meta={<>until <RelativeTime at={offer.expiresAt} /></>} padded>
            <p>You stand in its timeline as a responder, and can leave the role at any time.</p>
            <div className={styles.joinButtons}>
              {offer.joined && offer.incident !== null ? (
                <Button variant="contained" color="primary" onClick={() => open(offer.incident?.id ?? "")}>You have joined: open it</Button>
              ) : (
                <Button variant="contained" color="primary" disabled={sending} onClick={join}>Join {offer.reference}</Button>
              )}
            </div>
            <ProblemLine error={error} />
          </Panel>
        </>
      ))}
    </ReadArea>
  );
}
