import type { Forecast } from "./forecastDocuments.ts";
import styles from "./Forecast.module.css";
import { chanceWords as percent, minutesFigure as figure } from "@ballast/schema/badMinutes";

const wide = 720;
const high = 150;
const [left, right, top, bottom] = [44, 16, 12, 28];

/** The chance of more bad minutes than so many, with the budget as a line through it. */
export function ExceedanceCurve({ forecast: { curve, budget, chance } }: { forecast: Forecast }) {
  const most = curve.at(-1)?.minutes ?? 0;
  if (most <= 0) return null;
  const x = (minutes: number): number => left + ((wide - left - right) * minutes) / most;
  const y = (share: number): number => high - bottom - (high - top - bottom) * share;
  return (
    <svg
      className={styles.chart}
      viewBox={`0 0 ${String(wide)} ${String(high)}`}
      role="img"
      aria-label={`Chance of more bad minutes than a number; ${percent(chance)} for more than the ${figure(budget)} that are allowed.`}
    >
      {[0, 0.5, 1].map((share) => (
        <g key={share}>
          <line x1={left} x2={wide - right} y1={y(share)} y2={y(share)} stroke="var(--line)" />
          <text x={left - 6} y={y(share) + 4} textAnchor="end">{percent(share)}</text>
        </g>
      ))}
      <polyline
        points={curve.map(({ minutes, chance: more }) => `${x(minutes).toFixed(1)},${y(more).toFixed(1)}`).join(" ")}
        fill="none"
        stroke="var(--accent)"
        strokeWidth="2"
      />
      <line x1={x(budget)} x2={x(budget)} y1={top} y2={high - bottom} stroke="var(--ink)" strokeWidth="2" />
      <text x={x(budget) + 6} y={top + 10}>allowed {figure(budget)} min</text>
      <text x={left} y={high - 8}>0</text>
      <text x={wide - right} y={high - 8} textAnchor="end">{figure(most)} min</text>
    </svg>
  );
}
