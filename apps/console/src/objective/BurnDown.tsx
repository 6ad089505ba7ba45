import { exact, shortDate } from "../marks/time.ts";
import { useZone } from "../marks/zone.ts";
import { AllChanges, ChangeMarks, slugsOf } from "./ChangeMarks.tsx";
import type { ObjectiveRecord } from "./objectiveDocuments.ts";
import { leftWords, minutes } from "./objectiveWords.ts";
import styles from "./Objective.module.css";

/** Height of a label. */
const LABEL = 14;
const [WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM] = [720, 198, 64, 12, 14, 32];

/** Of these heights, the most important first, those whose labels do not run into one before. */
const apart = (heights: readonly number[], y: (left: number) => number): readonly number[] =>
  heights.reduce<readonly number[]>(
    (kept, left) => (kept.every((other) => Math.abs(y(other) - y(left)) >= LABEL) ? [...kept, left] : kept),
    [],
  );

/**
 * What is left of the budget over the period: never rising; dashed ahead, to the day on which it will be gone; a square an incident, and
 * under it what changed meanwhile.
 */
export function BurnDown({ shown }: { shown: Pick<ObjectiveRecord, "standing" | "parts"> }) {
  const { standing } = shown;
  const zone = useZone();
  const points = standing.points.map(({ at, leftMinutes }) => ({ at: Date.parse(at), left: leftMinutes }));
  const [from, to] = [Date.parse(standing.from), Date.parse(standing.to)];
  const last = points.at(-1);
  if (last === undefined || from >= to) return null;
  const lowest = Math.min(0, ...points.map(({ left }) => left));
  const x = (at: number): number => LEFT + ((at - from) / (to - from)) * (WIDTH - LEFT - RIGHT);
  const y = (left: number): number => TOP + ((standing.budgetMinutes - left) / (standing.budgetMinutes - lowest)) * (HEIGHT - TOP - BOTTOM);
  const path = points.map(({ at, left }, place) => `${place === 0 ? "M" : "L"}${String(x(at))} ${String(y(left))}`).join(" ");
  const gone = standing.forecastGoneAt === null ? null : Date.parse(standing.forecastGoneAt);
  const marks = standing.records.flatMap(({ incident, badMinutes }) =>
    incident.startedAt === null ? [] : [{ incident, badMinutes, at: Math.max(from, Date.parse(incident.startedAt)) }],
  );
  const leftAt = (at: number): number => points.findLast((point) => point.at <= at)?.left ?? standing.budgetMinutes;
  return (
    <div className={styles.chartBox}>
      <svg
        className={styles.chart}
        viewBox={`0 0 ${String(WIDTH)} ${String(HEIGHT)}`}
        role="img"
        aria-label={`The budget over time: ${leftWords(standing)}`}
      >
        {apart([0, standing.budgetMinutes, lowest, standing.budgetMinutes / 2], y).map((left) => (
          <g key={left}>
            <line className={styles.grid} x1={LEFT} x2={WIDTH - RIGHT} y1={y(left)} y2={y(left)} />
            <text className={styles.axis} x={LEFT - 8} y={y(left) + 4} textAnchor="end">{left === 0 ? "none" : minutes(left)}</text>
          </g>
        ))}
        {lowest < 0 ? (
          <rect className={styles.over} x={LEFT} width={WIDTH - LEFT - RIGHT} y={y(0)} height={HEIGHT - BOTTOM - y(0)} />
        ) : null}
        <line className={styles.zero} x1={LEFT} x2={WIDTH - RIGHT} y1={y(0)} y2={y(0)} />
        <text className={styles.axis} x={LEFT - 8} y={y(0) + 4} textAnchor="end">
          none
        </text>
        {gone !== null && gone <= to ? (
          <path className={styles.ahead} d={`M${String(x(last.at))} ${String(y(last.left))} L${String(x(gone))} ${String(y(0))}`} />
        ) : null}
        <path className={styles.line} d={path} />
        {marks.map(({ incident, at, badMinutes }) => (
          <rect key={incident.id} className={styles.mark} x={x(at) - 3} y={y(leftAt(at)) - 3} width={6} height={6}>
            <title>{`${incident.title}: ${minutes(badMinutes)}, ${exact(at, zone)}`}</title>
          </rect>
        ))}
        {slugsOf(shown).map((service) => (
          <ChangeMarks key={service} service={service} shown={shown} place={{ x, y: HEIGHT - BOTTOM + 2 }} />
        ))}
        <text className={styles.axis} x={LEFT} y={HEIGHT - 6}>{shortDate(from, zone)}</text>
        <text className={styles.axis} x={WIDTH - RIGHT} y={HEIGHT - 6} textAnchor="end">{shortDate(to, zone)}</text>
      </svg>
      <AllChanges shown={shown} />
    </div>
  );
}
