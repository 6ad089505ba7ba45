import { useZone } from "../marks/zone.ts";
import { shortDate } from "../marks/time.ts";
import styles from "./Risk.module.css";
import type { RiskRecord } from "./riskDocuments.ts";
import { figure } from "./riskWords.ts";

const wide = 720;
const high = 200;
const [left, right, top, bottom] = [40, 110, 12, 34];

/** What was registered (steps) against what history says (with its interval of 80 %), and the incidents. */
export function CalibrationChart({ risk, tooBigAbove }: { risk: RiskRecord; tooBigAbove: number }) {
  const zone = useZone();
  const points = risk.calibration.map((point) => ({ ...point, ms: Date.parse(point.at) }));
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined || last.ms <= first.ms) return null;
  const most = 1.1 * Math.max(...points.map(({ high: highest, registered }) => Math.max(highest, registered)));
  const x = (ms: number): number => left + ((wide - left - right) * (ms - first.ms)) / (last.ms - first.ms);
  const y = (minutes: number): number => high - bottom - ((high - top - bottom) * Math.min(minutes, most)) / most;
  const at = (ms: number, minutes: number): string => `${x(ms).toFixed(1)},${y(minutes).toFixed(1)}`;
  const band = [...points.map(({ ms, high: highest }) => at(ms, highest)), ...points.toReversed().map(({ ms, low }) => at(ms, low))].join(
    " ",
  );
  const words = `Registered ${figure(last.registered)} minutes a year; history says ${figure(last.minutesAYear)}, ${figure(last.low)} to ${figure(last.high)}.`;
  return (
    <svg className={styles.chart} viewBox={`0 0 ${String(wide)} ${String(high)}`} role="img" aria-label={words}>
      {[0, 0.25, 0.5, 0.75, 1].map((share) => (
        <g key={share}>
          <line x1={left} x2={wide - right} y1={y(share * most)} y2={y(share * most)} stroke="var(--line)" />
          <text x={left - 6} y={y(share * most) + 4} textAnchor="end">{figure(share * most)}</text>
        </g>
      ))}
      <polygon points={band} fill="var(--accent-soft)" />
      {tooBigAbove < most ? (
        <line x1={left} x2={wide - right} y1={y(tooBigAbove)} y2={y(tooBigAbove)} stroke="var(--ink-3)" strokeDasharray="3 3" />
      ) : null}
      <polyline
        points={points.map(({ ms, registered }) => at(ms, registered)).join(" ")}
        fill="none"
        stroke="var(--plan)"
        strokeWidth="2"
      />
      <polyline
        points={points.map(({ ms, minutesAYear }) => at(ms, minutesAYear)).join(" ")}
        fill="none"
        stroke="var(--accent)"
        strokeWidth="2"
      />
      {risk.cameTrueIn
        .filter((came) => Date.parse(came.at) >= first.ms)
        .map((came) => (
          <g key={came.incident.id}>
            <title>
              {came.incident.reference}, {figure(came.badMinutes)} bad minutes
            </title>
            <rect x={x(Date.parse(came.at)) - 4} y={high - bottom - 4} width="8" height="8" fill="var(--bad)" />
          </g>
        ))}
      <text x={left} y={high - 8}>
        {shortDate(first.ms, zone)}
      </text>
      <text x={wide - right} y={high - 8} textAnchor="end">
        {shortDate(last.ms, zone)}
      </text>
      <text className={styles.registered} x={wide - right + 6} y={y(last.registered) + (last.registered >= last.minutesAYear ? -2 : 12)}>
        registered {figure(last.registered)}
      </text>
      <text className={styles.said} x={wide - right + 6} y={y(last.minutesAYear) + (last.registered >= last.minutesAYear ? 12 : -2)}>
        history {figure(last.minutesAYear)}
      </text>
    </svg>
  );
}
