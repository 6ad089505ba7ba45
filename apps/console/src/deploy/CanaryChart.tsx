import { duration, measuredPercent } from "@ballast/schema/words";
import { ChartsContainer } from "@mui/x-charts/ChartsContainer";
import { ChartsGrid } from "@mui/x-charts/ChartsGrid";
import { ChartsXAxis } from "@mui/x-charts/ChartsXAxis";
import { ChartsYAxis } from "@mui/x-charts/ChartsYAxis";
import { useDrawingArea, useXScale, useYScale } from "@mui/x-charts/hooks";
import { LinePlot } from "@mui/x-charts/LineChart";
import { latency } from "../data/words.ts";
import styles from "./CanaryChart.module.css";
import type { Measure, SeriesPoint } from "./metricSeries.ts";

/** What the chart draws. */
export interface CanaryChartProps {
  points: readonly SeriesPoint[];
  measure: Measure;
  /** How long the axis is, ms: the whole bake while it lasts. */
  lengthMs: number;
  /** Where the present is on it, ms; `null` when it is over. */
  nowMs: number | null;
  version: string;
  /** Direct labels: the value of each over the whole window. */
  canary: number | null;
  baseline: number | null;
}

function say(value: number | null, measure: Measure): string {
  if (value === null) return "no data";
  return measure === "p95" ? latency(value) : measuredPercent(value);
}

/** The band in which the canary would lie if it were like the baseline. */
function Band({ points }: { points: readonly SeriesPoint[] }) {
  const x = useXScale<"linear">();
  const y = useYScale<"linear">();
  const inside = points.filter((point) => point.low !== null && point.high !== null);
  if (inside.length < 2) return null;
  const upper = inside.map((point) => `${x(point.at)},${y(point.high ?? 0)}`);
  const lower = inside.toReversed().map((point) => `${x(point.at)},${y(point.low ?? 0)}`);
  return <polygon className={styles.band} points={[...upper, ...lower].join(" ")} />;
}

function Labels({ version, canary, baseline, measure, points, nowMs }: CanaryChartProps) {
  const x = useXScale<"linear">();
  const { left, top, width, height } = useDrawingArea();
  const end = nowMs ?? points.at(-1)?.at ?? 0;
  const at = Math.min(left + width, Math.max(left, x(end)));
  const right = at < left + width * 0.62;
  const place = { x: right ? at + 8 : at - 8, textAnchor: right ? ("start" as const) : ("end" as const) };
  const band = measure === "errors" && points.some((point) => point.high !== null);
  return (
    <g>
      {nowMs === null ? null : <line className={styles.now} x1={at} x2={at} y1={top} y2={top + height} />}
      <text className={styles.canaryLabel} y={top + 11} {...place}>{version} · {say(canary, measure)}</text>
      <text className={styles.baselineLabel} y={top + 28} {...place}>baseline · {say(baseline, measure)}{band ? ", 99 % band" : ""}</text>
    </g>
  );
}

/** Ticks where people expect them: whole seconds or minutes, some five of them. */
export function ticksOf(lengthMs: number): readonly number[] {
  const steps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200].map((seconds) => seconds * 1000);
  const step = steps.find((each) => lengthMs / each <= 6) ?? 14_400_000;
  return Array.from({ length: Math.floor(lengthMs / step) + 1 }, (_, index) => index * step);
}

/** The canary against its baseline over the same window; the axis of values starts at 0. */
export function CanaryChart(props: CanaryChartProps) {
  const { points, measure, lengthMs } = props;
  const top =
    Math.max(measure === "errors" ? 1 : 50, ...points.flatMap((point) => [point.canary ?? 0, point.baseline ?? 0, point.high ?? 0])) * 1.3;
  const words = `${props.version} ${say(props.canary, measure)} against ${say(props.baseline, measure)} of the baseline`;
  return (
    <div
      className={styles.chart}
      role="img"
      aria-label={`${measure === "errors" ? "Share of failing requests" : "95th percentile of latency"}: ${words}.`}
    >
      <ChartsContainer
        height={226}
        margin={{ top: 8, right: 20, bottom: 4, left: 4 }}
        skipAnimation
        series={[
          {
            type: "line", data: points.map((point) => point.baseline), color: "var(--ink-3)", id: "baseline", showMark: false,
            curve: "linear", connectNulls: true,
          },
          {
            type: "line", data: points.map((point) => point.canary), color: "var(--accent)", id: "canary", showMark: false, curve: "linear",
            connectNulls: true,
          },
        ]}
        xAxis={[
          {
            data: points.map((point) => point.at), scaleType: "linear", min: 0, max: lengthMs, tickInterval: [...ticksOf(lengthMs)],
            valueFormatter: (ms: number) => duration(ms), disableLine: true, disableTicks: true,
          },
        ]}
        yAxis={[
          {
            min: 0,
            max: top,
            tickNumber: 4,
            width: 52,
            valueFormatter: (value: number) => (measure === "p95" ? latency(value) : measuredPercent(value)),
            disableLine: true,
            disableTicks: true,
          },
        ]}
      >
        <ChartsGrid horizontal />
        <Band points={points} />
        <LinePlot />
        <ChartsXAxis />
        <ChartsYAxis />
        <Labels {...props} />
      </ChartsContainer>
    </div>
  );
}
