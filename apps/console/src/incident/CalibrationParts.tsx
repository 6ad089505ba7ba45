import { Link } from "react-router";
import { counted } from "../data/words.ts";
import { Panel } from "../marks/Panel.tsx";
import { exact } from "../marks/time.ts";
import { useZone } from "../marks/zone.ts";
import { useUrlValue } from "../timeline/useKnownAt.ts";
import { useMayAnnotate } from "./calibration.ts";
import type { Calibration } from "./calibration.ts";
import { Said } from "./Voices.tsx";
import styles from "./Calibration.module.css";

/** Over the timeline while it is read as the calibration draft. */
export function DraftStrip({ review }: { review: Calibration }) {
  const open = useMayAnnotate(review);
  const asked = open
    ? "Move the slider, and open an entry to say where you saw it differently or what surprised you."
    : "The review is over: nothing more is written into it.";
  return (
    <aside className={styles.strip} aria-label="Calibration draft">
      <p>
        <strong>Calibration draft.</strong> The timeline as it was known then. {asked} {review.draft.reading}
      </p>
      <Link to={`/reviews/${encodeURIComponent(review.id)}`}>Back to the review</Link>
    </aside>
  );
}

/** All that people said of moments, by when they were; each opens its entry. */
export function AnnotationsPanel({ review }: { review: Calibration }) {
  const [, open] = useUrlValue("entry");
  const zone = useZone();
  const { annotations } = review.draft;
  if (annotations.length === 0) return null;
  return (
    <Panel title="What people saw differently" meta={counted(annotations.length, "annotation")}>
      <ul className={styles.list}>
        {annotations.map(({ id, section, text, author, moment }) => (
          <li key={id}>
            <span className={styles.words}>
              <button type="button" className={styles.open} onClick={() => open(moment?.entryId ?? null)}>{text}</button>
              <span className={styles.meta}>
                <Said section={section} author={author} /> {moment === null ? "" : exact(Date.parse(moment.at), zone)}
              </span>
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
