import { BarPlot } from "@mui/x-charts/BarChart";
import { ChartsAxisHighlight } from "@mui/x-charts/ChartsAxisHighlight";
import { ChartsContainer } from "@mui/x-charts/ChartsContainer";
import { ChartsGrid } from "@mui/x-charts/ChartsGrid";
import { ChartsTooltip } from "@mui/x-charts/ChartsTooltip";
import { ChartsXAxis } from "@mui/x-charts/ChartsXAxis";
import { ChartsYAxis } from "@mui/x-charts/ChartsYAxis";
import { useXScale, useYScale } from "@mui/x-charts/hooks";
import { count } from "../data/words.ts";
import type { Bar } from "./bars.ts";
import styles from "./CountBars.module.css";

/** Bars over time: a marked part in colour, the rest beside it. */
export interface CountBarsProps {
  bars: readonly Bar[];
  /** What the marked part is, and in which colour: "critical or major". */
  marked: { words: string; color: string };
  rest: { words: string; color: string };
  /** What one counts: "incidents". */
  what: string;
  open: (bar: Bar) => void;
}

/** Fewer bars than this stay slim instead of filling the width. */
const fewBars = 8;

/** How many the longest bar stands for. */
function Most({ bars }: { bars: readonly Bar[] }) {
  const x = useXScale<"band">();
  const y = useYScale<"linear">();
  const most = bars.toSorted((a, b) => b.count - a.count)[0];
  if (most === undefined || most.count === 0) return null;
  return (
    <text className={styles.most} x={(x(most.key) ?? 0) + x.bandwidth() / 2} y={y(most.count) - 6} textAnchor="middle">
      {count(most.count)}
    </text>
  );
}

/** The picture. Its numbers stand in the table beneath it, for keyboards and screen readers. */
export function CountBars({ bars, marked, rest, what, open }: CountBarsProps) {
  const total = bars.reduce((sum, bar) => sum + bar.count, 0);
  const colored = bars.some((bar) => bar.marked > 0);
  const name = (key: string): string => bars.find((bar) => bar.key === key)?.words ?? key;
  const openAt = (index: number | undefined): void => {
    const bar = index === undefined ? undefined : bars[index];
    if (bar !== undefined && bar.count > 0) open(bar);
  };
  return (
    <div
      className={styles.chart}
      role="img"
      aria-label={`${count(total)} ${what} in ${bars.length} bars, at most ${count(Math.max(0, ...bars.map((bar) => bar.count)))} in one.`}
    >
      <ChartsContainer
        height={210}
        margin={{ top: 22, right: 16, bottom: 2, left: 2 }}
        skipAnimation
        disableKeyboardNavigation
        series={[
          {
            type: "bar",
            id: "marked",
            stack: "all",
            label: marked.words,
            data: bars.map((bar) => bar.marked),
            color: marked.color,
            valueFormatter: (value) => (value === 0 ? null : count(value ?? 0)),
          },
          {
            type: "bar",
            id: "rest",
            stack: "all",
            label: colored ? rest.words : what,
            data: bars.map((bar) => bar.count - bar.marked),
            color: rest.color,
            valueFormatter: (value) => (value === 0 ? null : count(value ?? 0)),
          },
        ]}
        xAxis={[
          {
            data: bars.map((bar) => bar.key),
            scaleType: "band",
            categoryGapRatio: bars.length < fewBars ? 0.8 : 0.22,
            valueFormatter: (key: string, context) => (context.location === "tooltip" ? name(key) : key),
            disableLine: true,
            disableTicks: true,
            tickLabelMinGap: 12,
          },
        ]}
        yAxis={[{ min: 0, tickNumber: 4, tickMinStep: 1, width: 34, disableLine: true, disableTicks: true }]}
        onAxisClick={(_, data) => openAt(data?.dataIndex)}
      >
        <ChartsGrid horizontal />
        <ChartsAxisHighlight x="band" />
        <BarPlot borderRadius={2} />
        <ChartsXAxis />
        <ChartsYAxis />
        <Most bars={bars} />
        <ChartsTooltip trigger="axis" />
      </ChartsContainer>
    </div>
  );
}
