import { minutesFigure } from "@ballast/schema/badMinutes";
import { Link } from "react-router";
import { date, exact, shortDate } from "../marks/time.ts";
import { useZone } from "../marks/zone.ts";
import type { BoardObjective } from "./programDocuments.ts";
import styles from "./Program.module.css";

const [WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM] = [640, 216, 40, 16, 18, 34];
/** Labels stand so far apart, or the smaller one is left to its square alone. */
const LABEL_WIDTH = 104;
const most = 6;

interface Mark {
  readonly id: string;
  readonly words: string;
  readonly title: string;
  readonly at: number;
  readonly minutes: number;
}

/** Of the dearest first, those whose labels do not run into one before. */
const labelled = (marks: readonly Mark[], x: (at: number) => number): ReadonlySet<string> =>
  new Set(marks.reduce<readonly Mark[]>((kept, mark) => (
    kept.length < most && kept.every(({ at }) => Math.abs(x(at) - x(mark.at)) >= LABEL_WIDTH) ? [...kept, mark] : kept
  ), []).map(({ id }) => id));

function marksOf({ objective: { standing } }: BoardObjective): readonly Mark[] {
  const from = Date.parse(standing.from);
  return standing.records.flatMap(({ incident, badMinutes }) => incident.startedAt === null ? [] : [{
    id: incident.id, title: incident.title, words: `${incident.reference} · ${minutesFigure(badMinutes)}`, minutes: badMinutes,
    at: Math.max(from, Date.parse(incident.startedAt)),
  }]);
}

/** A budget over its period: incidents as steps, releases as ticks, the even pace, and ahead the day on which it will be gone. */
export function BudgetChart({ shown }: { shown: BoardObjective }) {
  const zone = useZone();
  const { standing } = shown.objective;
  const points = standing.points.map(({ at, leftMinutes }) => ({ at: Date.parse(at), left: leftMinutes }));
  const [from, to] = [Date.parse(standing.from), Date.parse(standing.to)];
  const [last, budget] = [points.at(-1), standing.budgetMinutes];
  if (last === undefined || from >= to || budget <= 0) return null;
  const lowest = Math.min(0, ...points.map(({ left }) => left));
  const x = (at: number): number => LEFT + ((at - from) / (to - from)) * (WIDTH - LEFT - RIGHT);
  const y = (left: number): number => TOP + ((budget - left) / (budget - lowest)) * (HEIGHT - TOP - BOTTOM);
  const line = points.map(({ at, left }, place) => `${place === 0 ? "M" : "L"}${x(at).toFixed(1)} ${y(left).toFixed(1)}`).join(" ");
  const marks = marksOf(shown);
  const withLabel = labelled(marks, x);
  const leftAt = (at: number): number => points.findLast((point) => point.at <= at)?.left ?? budget;
  const gone = standing.forecastGoneAt === null ? null : Math.min(to, Date.parse(standing.forecastGoneAt));
  const ends = standing.forecastGoneAt === null ? null : Date.parse(standing.forecastGoneAt);
  const base = HEIGHT - BOTTOM;
  return (
    <div className={styles.chartBox}>
      <svg
        className={styles.chart}
        viewBox={`0 0 ${String(WIDTH)} ${String(HEIGHT)}`}
        role="group"
        aria-label={`Budget of ${shown.objective.name}: ${minutesFigure(last.left)} of ${minutesFigure(budget)} minutes left`}
      >
        {[0, budget / 2, budget].map((left) => (
          <g key={left}>
            <line className={styles.gridLine} x1={LEFT} x2={WIDTH - RIGHT} y1={y(left)} y2={y(left)} />
            <text x={LEFT - 6} y={y(left) + 4} textAnchor="end">{minutesFigure(left)}</text>
          </g>
        ))}
        <path
          className={styles.area}
          d={`${line} L${x(last.at).toFixed(1)} ${String(y(lowest))} L${String(LEFT)} ${String(y(lowest))} Z`}
        />
        {shown.objective.window.kind === "rolling" ? null : (
          <path className={styles.even} d={`M${String(x(from))} ${String(y(budget))} L${String(x(to))} ${String(y(0))}`} />
        )}
        <path className={styles.left} d={line} />
        {gone === null || ends === null || ends > to ? null : (
          <>
            <path className={styles.ahead} d={`M${String(x(last.at))} ${String(y(last.left))} L${String(x(gone))} ${String(y(0))}`} />
            <text className={styles.goneLabel} x={Math.min(x(gone) + 6, WIDTH - 90)} y={y(0) - 8}>gone by {date(ends, zone, true)}</text>
          </>
        )}
        {marks.map(({ id, at, words, title }) => (
          <Link key={id} to={`/incidents/${encodeURIComponent(id)}`} aria-label={`${words}: ${title}`}>
            <title>{`${title}, ${exact(at, zone)}`}</title>
            <rect className={styles.mark} x={x(at) - 3.5} y={y(leftAt(at)) - 3.5} width={7} height={7} />
            {withLabel.has(id) ? <text className={styles.label} x={x(at) + 8} y={y(leftAt(at)) - 5}>{words}</text> : null}
          </Link>
        ))}
        {shown.releasedAt.map((at, place) => (
          <line
            key={`${at}/${String(place)}`}
            className={styles.tick}
            x1={x(Date.parse(at))}
            x2={x(Date.parse(at))}
            y1={base + 2}
            y2={base + 7}
          />
        ))}
        <text x={LEFT} y={HEIGHT - 8}>{shortDate(from, zone)}</text>
        <text x={WIDTH - RIGHT} y={HEIGHT - 8} textAnchor="end">{shortDate(to, zone)}</text>
      </svg>
    </div>
  );
}
