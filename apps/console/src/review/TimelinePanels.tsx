import { duration } from "@ballast/schema/words";
import { Link } from "react-router";
import { counted, oneOf } from "../data/words.ts";
import { Panel } from "../marks/Panel.tsx";
import { Shape, Tag } from "../marks/State.tsx";
import { Quiet } from "../marks/Text.tsx";
import { RelativeTime } from "../marks/Time.tsx";
import { clock, sinceStart } from "../marks/time.ts";
import { tones } from "../marks/tone.ts";
import { useZone } from "../marks/zone.ts";
import type { ReviewRecord } from "./reviewDocuments.ts";
import { draftHref } from "./reviewWords.ts";
import { isOpen } from "./SectionPanel.tsx";
import styles from "./Review.module.css";

/** What those who take part read first, and who of them has. */
export function DraftPanel({ review }: { review: ReviewRecord }) {
  const { draft, asKnown, incident } = review;
  if (!isOpen(review) && draft.annotations.length === 0 && draft.readBy.length === 0) return null;
  const many = draft.annotations.length;
  return (
    <Panel title="Calibration draft" meta={many === 0 ? undefined : counted(many, "annotation")} padded>
      <p>
        The timeline as it was known then. Who takes part reads it before the meeting, and says at its entries where they saw it
        differently and what surprised them. {draft.reading}
      </p>
      <Link to={draftHref(incident.id, { knownAt: asKnown.knownAt, entryId: null })}>Read the draft</Link>
    </Panel>
  );
}

/** What of the timeline stands in the document: live, and once the review is published as it was then. */
export function ExcerptPanel({ review: { excerpt, incident } }: { review: ReviewRecord }) {
  const zone = useZone();
  const start = incident.startedAt === null ? null : Date.parse(incident.startedAt);
  const { moments, more, keptAt } = excerpt;
  return (
    <Panel
      title="Timeline"
      meta={keptAt === null ? "key moments and what was pinned, live" : <>as published <RelativeTime at={keptAt} /></>}
    >
      {moments.length === 0 ? <p className={styles.prompt}><Quiet>No moment is a key one, and nothing was pinned.</Quiet></p> : (
        <ol className={styles.lines}>
          {moments.map(({ entryId, at, title, detail, tone, public: outside, pinned, knownAfterSeconds, said }) => (
            <li key={entryId} className={styles.moment}>
              <time dateTime={at}>{start === null ? clock(Date.parse(at), zone, false) : sinceStart(Date.parse(at) - start)}</time>
              <Shape tone={oneOf(tones, tone) ?? "idle"} label />
              <span className={styles.text}>
                <Link to={draftHref(incident.id, { knownAt: null, entryId })}>{title}</Link>
                <span className={styles.under}>
                  {detail === null || detail === "" ? null : <span>{detail}</span>}
                  {knownAfterSeconds === null ? null : <span>known {duration(knownAfterSeconds * 1_000)} later</span>}
                  {said.length === 0 ? null : <b>{counted(said.length, "annotation")}</b>}
                  {pinned ? <Tag>pinned</Tag> : null}
                  {outside ? <Tag tone="info">public</Tag> : null}
                </span>
              </span>
            </li>
          ))}
        </ol>
      )}
      {more === 0 ? null : <p className={styles.prompt}><Quiet>and {String(more)} more in the incident’s timeline</Quiet></p>}
    </Panel>
  );
}
