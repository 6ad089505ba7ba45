import { availability } from "@ballast/schema/words";
import { Shape } from "../marks/State.tsx";
import { shortDate } from "../marks/time.ts";
import { useZone } from "../marks/zone.ts";
import type { ObjectiveRecord } from "./objectiveDocuments.ts";
import { minutes } from "./objectiveWords.ts";
import styles from "./Objective.module.css";

const metWords = (met: boolean | null): string => (met === null ? "not observed" : met ? "met" : "missed");

/** The last periods: how much of each budget was used, and whether the target was met. */
export function PeriodStrip({ periods }: { periods: ObjectiveRecord["periods"] }) {
  const zone = useZone();
  const most = Math.max(1, ...periods.map(({ badMinutes, budgetMinutes }) => Math.max(badMinutes, budgetMinutes)));
  return (
    <ol className={styles.strip} aria-label="Periods, oldest first">
      {periods.map(({ from, badMinutes, budgetMinutes, availabilityPercent, met }) => (
        <li key={from} className={styles.period} title={`${minutes(badMinutes)} of ${minutes(budgetMinutes)}`}>
          <span className={styles.periodBar} aria-hidden>
            {badMinutes === 0 ? null : (
              <span data-met={String(met ?? true)} style={{ height: `${String(Math.max(4, (100 * badMinutes) / most))}%` }} />
            )}
          </span>
          <span>
            <Shape tone={met === null ? "idle" : met ? "good" : "bad"} label={metWords(met)} /> {availability(availabilityPercent)}
          </span>
          <span>{shortDate(Date.parse(from), zone)}</span>
        </li>
      ))}
    </ol>
  );
}
