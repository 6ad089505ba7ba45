import { share } from "@ballast/schema/words";
import { exact, shortDate } from "../marks/time.ts";
import { useZone } from "../marks/zone.ts";
import styles from "./Flag.module.css";
import type { TargetingRecord } from "./flagDocuments.ts";
import { lineOf } from "./stepLine.ts";

const [WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM] = [720, 168, 44, 12, 26, 24];

/** Over the middle of its band, and never beyond the picture. */
const bandWordsAt = (from: number, to: number): number => Math.min(WIDTH - RIGHT - 24, Math.max(LEFT + 24, (from + to) / 2));

/** The share of customers over time as a step line: ◆ a change, ■ a kill, a red band while it was killed. */
export function HistoryChart({ steps, now }: { steps: TargetingRecord["steps"]; now: number }) {
  const zone = useZone();
  const { points, killed, top } = lineOf(steps, now);
  const first = points[0];
  if (first === undefined) return null;
  const span = Math.max(1, now - first.at);
  const x = (at: number): number => LEFT + ((at - first.at) / span) * (WIDTH - LEFT - RIGHT);
  const y = (parts: number): number => HEIGHT - BOTTOM - (parts / top) * (HEIGHT - TOP - BOTTOM);
  const path = points
    .map(
      ({ at, parts }, index) => `${index === 0 ? "M" : `H${String(x(at))} V`}${index === 0 ? `${String(x(at))} ` : ""}${String(y(parts))}`,
    )
    .join(" ");
  const line = `${path} H${String(x(now))}`;
  return (
    <svg
      className={styles.chart}
      viewBox={`0 0 ${String(WIDTH)} ${String(HEIGHT)}`}
      role="img"
      aria-label={`Share of customers since ${exact(first.at, zone)}: ${share(points.at(-1)?.parts)} now`}
    >
      {[0, top / 2, top].map((parts) => (
        <g key={parts}>
          <line className={styles.grid} x1={LEFT} x2={WIDTH - RIGHT} y1={y(parts)} y2={y(parts)} />
          <text className={styles.axis} x={LEFT - 8} y={y(parts) + 4} textAnchor="end">{share(parts)}</text>
        </g>
      ))}
      {killed.map((one) => (
        <g key={one.from}>
          <rect
            className={styles.band}
            x={x(one.from)}
            width={Math.max(3, x(one.to) - x(one.from))}
            y={TOP - 8}
            height={HEIGHT - TOP - BOTTOM + 8}
          >
            <title>{`Killed by ${one.by}${one.incident === null ? "" : ` for ${one.incident}`}, ${exact(one.from, zone)}`}</title>
          </rect>
          <text className={styles.bandWords} x={bandWordsAt(x(one.from), x(one.to))} y={TOP - 12} textAnchor="middle">
            {one.incident ?? "killed"}
          </text>
        </g>
      ))}
      <path className={styles.area} d={`${line} V${String(y(0))} H${String(x(first.at))} Z`} />
      <path className={styles.line} d={line} />
      {points.map(({ at, parts, killed: isKill, step }) => (
        <g key={step.event.id} transform={`translate(${String(x(at))} ${String(y(parts))})`}>
          {isKill ? (
            <rect className={styles.killMark} x={-4} y={-4} width={8} height={8} rx={1} />
          ) : (
            <path className={styles.changeMark} d="M0-5 5 0 0 5-5 0z" />
          )}
          <title>{`${step.event.sentence} ${exact(at, zone)}`}</title>
        </g>
      ))}
      <text className={styles.axis} x={LEFT} y={HEIGHT - 6}>{shortDate(first.at, zone)}</text>
      <text className={styles.axis} x={WIDTH - RIGHT} y={HEIGHT - 6} textAnchor="end">now</text>
    </svg>
  );
}
