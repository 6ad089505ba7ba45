import { Panel } from "../marks/Panel.tsx";
import { Shape } from "../marks/State.tsx";
import { RelativeTime } from "../marks/Time.tsx";
import type { OpenIncident } from "../turning/turningDocuments.ts";
import styles from "./Flag.module.css";
import type { TargetingRecord } from "./flagDocuments.ts";
import { justBefore } from "./justBefore.ts";

/** What happened last, for somebody who stands before the kill. */
export function JustBefore({ place, incident }: { place: TargetingRecord; incident: OpenIncident | null }) {
  const lines = justBefore(place.steps, incident);
  if (lines.length === 0) return null;
  return (
    <Panel title="Just before" meta={place.environment} padded>
      <ul className={styles.before}>
        {lines.map(({ key, at, words, tone }) => (
          <li key={key}>
            <RelativeTime at={at} />
            <Shape tone={tone} />
            <span>{words}</span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
