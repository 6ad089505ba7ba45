import { BarPlot } from "@mui/x-charts/BarChart";
import { ChartsAxisHighlight } from "@mui/x-charts/ChartsAxisHighlight";
import { ChartsContainer } from "@mui/x-charts/ChartsContainer";
import { ChartsGrid } from "@mui/x-charts/ChartsGrid";
import { ChartsTooltip } from "@mui/x-charts/ChartsTooltip";
import { ChartsXAxis } from "@mui/x-charts/ChartsXAxis";
import { ChartsYAxis } from "@mui/x-charts/ChartsYAxis";
import { useDrawingArea, useXScale, useYScale } from "@mui/x-charts/hooks";
import { count } from "../../data/words.ts";
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

/** Where the picture says what its colours are: at the bar that shows most of each. */
function Labels({ bars, marked, rest }: CountBarsProps) {
  const x = useXScale<"band">();
  const y = useYScale<"linear">();
  const { left, width } = useDrawingArea();
  const most = bars.toSorted((a, b) => b.count - a.count)[0];
  const gravest = bars.toSorted((a, b) => b.marked - a.marked)[0];
  const label = (bar: Bar, of: number, words: string, className: string | undefined) => {
    const at = (x(bar.key) ?? 0) + x.bandwidth() / 2;
    const end = at > left + width * 0.7;
    return <text className={className} x={at + (end ? 6 : -6)} y={y(of) - 6} textAnchor={end ? "end" : "start"}>{words}</text>;
  };
  if (most === undefined || most.count === 0) return null;
  return (
    <g>
      {label(most, most.count, gravest !== undefined && gravest.marked > 0 ? `${count(most.count)}, ${rest.words} above` : count(most.count), styles.rest)}
      {gravest === undefined || gravest.marked === 0 || gravest.key === most.key ? null : label(gravest, gravest.count, `${count(gravest.marked)} ${marked.words}`, styles.marked)}
    </g>
  );
}

/** The picture. Its numbers stand in the table beneath it, for keyboards and screen readers. */
export function CountBars(props: CountBarsProps) {
  const { bars, marked, rest, what, open } = props;
  const total = bars.reduce((sum, bar) => sum + bar.count, 0);
  const colored = bars.some((bar) => bar.marked > 0);
  const name = (key: string): string => bars.find((bar) => bar.key === key)?.words ?? key;
  const openAt = (index: number | undefined): void => {
    const bar = index === undefined ? undefined : bars[index];
    if (bar !== undefined && bar.count > 0) open(bar);
  };
  return (
    <div className={styles.chart} role="img" aria-label={`${count(total)} ${what} in ${bars.length} bars, at most ${count(Math.max(0, ...bars.map((bar) => bar.count)))} in one.`}>
      <ChartsContainer
        height={210}
        margin={{ top: 22, right: 16, bottom: 2, left: 2 }}
        skipAnimation
        disableKeyboardNavigation
        series={[
          { type: "bar", id: "marked", stack: "all", label: marked.words, data: bars.map((bar) => bar.marked), color: marked.color, valueFormatter: (value) => (value === 0 ? null : count(value ?? 0)) },
          { type: "bar", id: "rest", stack: "all", label: colored ? rest.words : what, data: bars.map((bar) => bar.count - bar.marked), color: rest.color, valueFormatter: (value) => (value === 0 ? null : count(value ?? 0)) },
        ]}
        xAxis={[{ data: bars.map((bar) => bar.key), scaleType: "band", categoryGapRatio: 0.22, valueFormatter: (key: string, context) => (context.location === "tooltip" ? name(key) : key), disableLine: true, disableTicks: true, tickLabelMinGap: 12 }]}
        yAxis={[{ min: 0, tickNumber: 4, tickMinStep: 1, width: 34, disableLine: true, disableTicks: true }]}
        onAxisClick={(_, data) => openAt(data?.dataIndex)}
      >
        <ChartsGrid horizontal />
        <ChartsAxisHighlight x="band" />
        <BarPlot borderRadius={2} />
        <ChartsXAxis />
        <ChartsYAxis />
        <Labels {...props} />
        <ChartsTooltip trigger="axis" />
      </ChartsContainer>
    </div>
  );
}
