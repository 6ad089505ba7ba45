import { duration } from "@ballast/schema/words";
import { Link } from "react-router";
import { useCommand } from "../data/command.ts";
import { SmallButton } from "../data/SmallButton.tsx";
import { Facts, Panel } from "../marks/Panel.tsx";
import { Person } from "../marks/Person.tsx";
import { State } from "../marks/State.tsx";
import { Quiet } from "../marks/Text.tsx";
import { RelativeTime } from "../marks/Time.tsx";
import { severityTone, severityWords } from "../response/incidentWords.ts";
import { nameReviewParticipant, removeReviewParticipant } from "./reviewDocuments.ts";
import type { ReviewRecord } from "./reviewDocuments.ts";
import { readWords, standingOf } from "./reviewWords.ts";
import { isOpen } from "./SectionPanel.tsx";
import styles from "./Review.module.css";

interface SideProps {
  review: ReviewRecord;
  ask: (what: "facilitator" | "participant" | "agenda") => void;
}

const interviews = { none: "comes to the meeting", wanted: "to be talked to", done: "was talked to" } as const;

const Ask = ({ words, ask }: { words: string; ask: () => void }) => (
  <div className={styles.foot}><SmallButton needs="review.write" onClick={ask}>{words}</SmallButton></div>
);

function People({ review, ask }: SideProps) {
  const name = useCommand(nameReviewParticipant);
  const remove = useCommand(removeReviewParticipant);
  const open = isOpen(review);
  const wanted = review.participants.filter(({ interview }) => interview === "wanted").length;
  return (
    <Panel title="Who takes part" meta={wanted === 0 ? undefined : `${String(wanted)} still to be talked to`} padded>
      {review.participants.length === 0 ? <Quiet>Nobody was asked yet: begin with who was there.</Quiet> : null}
      <ul className={styles.people}>
        {review.participants.map(({ person, interview }) => (
          <li key={person.id} className={styles.person}>
            <Person name={person.name} role={interviews[interview]} />
            {open ? (
              <span className={styles.does}>
                {interview === "wanted" ? (
                  <SmallButton
                    needs="review.write"
                    onClick={() => void name({ reviewId: review.id, personId: person.id, interview: "done" })}
                  >
                    Talked to
                  </SmallButton>
                ) : null}
                <SmallButton
                  needs="review.write"
                  label={`Remove ${person.name}`}
                  onClick={() => void remove({ reviewId: review.id, personId: person.id })}
                >
                  Remove
                </SmallButton>
              </span>
            ) : null}
          </li>
        ))}
      </ul>
      {open ? <Ask words="Ask somebody…" ask={() => ask("participant")} /> : null}
    </Panel>
  );
}

/** Durations stand beside the severity, as they were: never as a trend of one number. */
function Incident({ review: { incident, incidentAsTold, excerpt } }: Pick<SideProps, "review">) {
  const { figures, severity, affectedCustomerCount: customers } = incidentAsTold;
  return (
    <Panel title="The incident" meta={<State tone={severityTone(severity)}>{severityWords(severity)}</State>} padded>
      <Facts
        facts={[
          ["Incident", <Link key="incident" to={`/incidents/${encodeURIComponent(incident.id)}`}>{incident.reference}</Link>],
          ["Services", incident.services.map(({ slug }) => slug).join(", ")],
          ["Detected after", duration(figures.detectMs)],
          ["Acknowledged after", duration(figures.acknowledgeMs)],
          ["Mitigated after", duration(figures.mitigateMs)],
          ["Resolved after", duration(figures.resolveMs)],
          ["Customers hit", customers === null ? null : String(customers)],
          ...(excerpt.keptAt === null ? [] : [["As it stood", <RelativeTime key="kept" at={excerpt.keptAt} />] as const]),
        ]}
      />
    </Panel>
  );
}

/** What stands beside the document. */
export function ReviewSide({ review, ask }: SideProps) {
  const { words, tone } = standingOf(review);
  const open = isOpen(review);
  return (
    <>
      <Panel title="About it" meta={<State tone={tone}>{words}</State>} padded>
        <Facts
          facts={[
            ["Led by", review.facilitator === null ? null : <Person key="who" name={review.facilitator.name} />],
            ["Due", review.dueAt === null ? null : <RelativeTime key="due" at={review.dueAt} />],
            ["Held", review.heldAt === null ? null : <RelativeTime key="held" at={review.heldAt} />],
            ["Opened", <span key="at"><RelativeTime at={review.openedAt} /> by {review.openedBy.name}</span>],
            [
              "Published",
              review.publication === null ? null : (
                <span key="published">
                  {review.publication.address === null ? "inside" : <a href={review.publication.address}>for the public</a>},{" "}
                  <RelativeTime at={review.publication.at} />
                </span>
              ),
            ],
            ["Read", review.publication === null ? null : readWords(review.publication)],
            ["Told", review.publication === null ? null : review.publication.told.map(({ name }) => name).join(", ")],
          ]}
        />
        {open ? <Ask words="Name who leads it…" ask={() => ask("facilitator")} /> : null}
      </Panel>
      <Incident review={review} />
      <People review={review} ask={ask} />
      <Panel title="Agenda" meta={`${String(review.agenda.reduce((sum, { minutes }) => sum + minutes, 0))} min`} padded>
        <ol className={styles.topics}>
          {review.agenda.map(({ title, minutes, spentSeconds }, place) => (
            <li key={place}>
              <span>{place + 1} {title}</span>
              <Quiet>{spentSeconds === 0 ? `${String(minutes)} min` : `${duration(spentSeconds * 1_000)} of ${String(minutes)} min`}</Quiet>
            </li>
          ))}
        </ol>
        {open ? <Ask words="Set the agenda…" ask={() => ask("agenda")} /> : null}
      </Panel>
    </>
  );
}
