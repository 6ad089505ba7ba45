import type { KeyboardEvent, ReactNode } from "react";
import { useId, useState } from "react";
import type { Milestones } from "../entry.ts";
import { momentWords, spoken, zoneOf } from "../names.ts";
import type { Measure } from "../measure.ts";
import type { SceneItem, SceneLane } from "../scene.ts";
import type { SeriesPoint } from "../series.ts";
import type { Step } from "../steer.ts";
import { ticks } from "../ticks.ts";
import type { TickNaming } from "../ticks.ts";
import { usePlotPointer } from "../usePlotPointer.ts";
import { useWidth } from "../useSize.ts";
import styles from "../timeline.module.css";
import { Edges, Folds, ImpactArea, ImpactBand, xOf } from "./Backdrop.tsx";
import type { Ground } from "./Backdrop.tsx";
import { HoverCard } from "./HoverCard.tsx";
import type { Hover } from "./HoverCard.tsx";
import { LaneMarks } from "./Marks.tsx";
import type { ZoomTo } from "./Toolbar.tsx";

export const axisHeight = 28;
export const footHeight = 24;
export const gutter = 96;
/** On a phone the zoom buttons stand over the end of the axis. */
const buttonsWidth = 120;

/** Everything the lanes show, and what acting on them does. */
export interface ChartProps {
  ground: Ground;
  left: number;
  lanes: readonly SceneLane[];
  milestones: Milestones;
  series: { label: string; unit: string; points: readonly SeriesPoint[] } | null;
  naming: TickNaming;
  measure: Measure;
  /** Where the slider stands, `null` = now. */
  knownAt: number | null;
  until: number;
  focused: SceneItem | null;
  opened: string | null;
  itemOf: (key: string) => SceneItem | undefined;
  setView: (view: { from: number; to: number }) => void;
  press: (key: string | null, many: number) => void;
  step: (step: Step) => void;
  zoom: (to: ZoomTo) => void;
  /** Whether all of the axis is in view, so that the key that shows all goes back to the impact. */
  whole: boolean;
  openFocused: () => void;
  close: () => void;
  corner: ReactNode;
}

const steps: ReadonlyMap<string, Step> = new Map([
  ["ArrowRight", "next"],
  ["ArrowLeft", "previous"],
  ["ArrowUp", "up"],
  ["ArrowDown", "down"],
  ["Home", "first"],
  ["End", "last"],
  ["n", "nextKey"],
  ["p", "previousKey"],
]);

function onKeyOf(chart: ChartProps) {
  return (event: KeyboardEvent): void => {
    const step = steps.get(event.key);
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
    if (step !== undefined) chart.step(step);
    else if (event.key === "Enter" || event.key === " ") chart.openFocused();
    else if (event.key === "Escape") chart.close();
    else if (event.key === "+" || event.key === "=") chart.zoom(0.6);
    else if (event.key === "-") chart.zoom(1 / 0.6);
    else if (event.key === "0") chart.zoom(chart.whole ? "impact" : "fit");
    else return;
    event.preventDefault();
  };
}

function AxisNames({ chart }: { chart: ChartProps }) {
  const { axis, view, width, height } = chart.ground;
  const named = ticks(axis, view, { width, apart: chart.naming.kind === "since" ? 84 : 72, naming: chart.naming });
  const flag = chart.knownAt === null ? Number.NaN : xOf(chart.knownAt, chart.ground);
  const covered = (x: number): boolean => Math.abs(x - flag) < 50 || (chart.left === 0 && x > width - buttonsWidth);
  return (
    <g className={styles.ticks}>
      {named.map((tick) => (
        <g key={tick.ms}>
          <path d={`M${tick.x},${axisHeight}V${axisHeight + height}`} />
          {covered(tick.x) ? null : (
            <text x={tick.x} y={17} textAnchor={tick.x < 20 ? "start" : tick.x > width - 24 ? "end" : "middle"}>
              {tick.words}
            </text>
          )}
        </g>
      ))}
    </g>
  );
}

function LaneGrounds({ lanes, width }: { lanes: readonly SceneLane[]; width: number }) {
  return lanes.map((lane, index) => (
    <g key={lane.lane}>
      {index % 2 === 1 ? <rect className={styles.stripe} x={0} y={axisHeight + lane.top} width={width} height={lane.height} /> : null}
    </g>
  ));
}

function LaneTitles({ lanes, left }: { lanes: readonly SceneLane[]; left: number }) {
  return lanes.map((lane) => (
    <g key={lane.lane}>
      <text className={styles.laneTitle} x={left === 0 ? 8 : 16} y={axisHeight + lane.top + (left === 0 ? 14 : lane.height / 2 + 4)}>
        {lane.title}
      </text>
    </g>
  ));
}

function Veil({ ground, knownAt }: { ground: Ground; knownAt: number | null }) {
  if (knownAt === null) return null;
  const x = xOf(knownAt, ground);
  if (x > ground.width) return null;
  return (
    <g pointerEvents="none">
      <rect className={styles.veil} x={Math.max(0, x)} y={0} width={ground.width - Math.max(0, x)} height={ground.height + footHeight} />
      {x < 0 ? null : <path className={styles.knownLine} d={`M${x},-6V${ground.height}`} />}
    </g>
  );
}

/** The drawing: grounds, axis, and the plot from back to front. */
function Picture({ chart, brush }: { chart: ChartProps; brush: { from: number; to: number } | null }) {
  const { ground, lanes, left } = chart;
  const impact = lanes.find((lane) => lane.lane === "impact");
  const knownTo = chart.knownAt === null ? null : ground.axis.toAxis(chart.knownAt);
  return (
    <svg width={left + ground.width} height={axisHeight + ground.height + footHeight} className={styles.svg} aria-hidden>
      <defs>
        <pattern id="timeline-fold" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <path d="M0,0V5" className={styles.hatch} />
        </pattern>
      </defs>
      <LaneGrounds lanes={lanes} width={left + ground.width} />
      <g transform={`translate(${left},0)`}><AxisNames chart={chart} /></g>
      <svg x={left} y={axisHeight} width={ground.width} height={ground.height + footHeight}>
        <ImpactBand ground={ground} milestones={chart.milestones} until={chart.until} />
        {impact === undefined || chart.series === null ? null : (
          <ImpactArea
            ground={ground}
            points={chart.series.points}
            label={chart.series.label}
            unit={chart.series.unit}
            top={impact.top + (left === 0 ? 12 : 0)}
          />
        )}
        <Folds ground={ground} />
        <Edges ground={ground} milestones={chart.milestones} naming={chart.naming} measure={chart.measure} />
        {lanes.map((lane) => (
          <LaneMarks
            key={lane.lane}
            lane={lane}
            view={ground.view}
            width={ground.width}
            measure={chart.measure}
            focused={chart.focused?.key ?? null}
            opened={chart.opened}
            knownTo={knownTo}
          />
        ))}
        <Veil ground={ground} knownAt={chart.knownAt} />
        {brush === null ? null : (
          <rect className={styles.brush} x={brush.from} y={0} width={brush.to - brush.from} height={ground.height} />
        )}
      </svg>
      <LaneTitles lanes={lanes} left={left} />
    </svg>
  );
}

/** The lanes as a picture: one element that takes the keyboard, with what is focused said aloud. */
export function Chart(chart: ChartProps) {
  const { ground, left } = chart;
  const [element] = useWidth<HTMLDivElement>();
  const [hover, setHover] = useState<Hover | null>(null);
  const id = useId();
  const pressed = (key: string | null): void => {
    const many =
      key === null ? 0 : Number(element.current?.querySelector(`[data-key="${CSS.escape(key)}"]`)?.getAttribute("data-many") ?? 1);
    chart.press(key, many);
  };
  const pointer = usePlotPointer(
    { element, left, width: ground.width, view: ground.view, length: ground.axis.length, setView: chart.setView, pressed },
    axisHeight,
  );
  return (
    <div
      ref={element}
      className={styles.chart}
      data-dragging={pointer.dragging || undefined}
      role="application"
      aria-roledescription="timeline"
      aria-label="Lanes"
      aria-describedby={`${id}-keys`}
      tabIndex={0}
      onKeyDown={onKeyOf(chart)}
      onMouseMove={(event) => setHover(pointer.dragging ? null : hoverOf(event.nativeEvent, element.current))}
      onMouseLeave={() => setHover(null)}
      {...pointer.handlers}
    >
      <span id={`${id}-keys`} className="unseen">
        Arrows move between entries, N and P between key moments, Enter opens one, plus and minus zoom, 0 shows all. The same entries stand
        in the table.
      </span>
      <span className="unseen" aria-live="polite">
        {chart.focused === null ? "" : spoken(chart.focused.entry, chart.focused.known, zoneOf(chart.naming))}
      </span>
      {chart.corner}
      <Picture chart={chart} brush={pointer.brush} />
      {chart.knownAt === null ? null : (
        <KnownFlag x={left + xOf(chart.knownAt, ground)} width={left + ground.width} words={momentWords(chart.knownAt, chart.naming)} />
      )}
      {hover === null || pointer.dragging ? null : (
        <HoverCard hover={hover} item={chart.itemOf(hover.key)} width={left + ground.width} naming={chart.naming} />
      )}
    </div>
  );
}

function KnownFlag({ x, width, words }: { x: number; width: number; words: string }) {
  return x < 0 || x > width ? null : <span className={styles.flag} style={{ left: Math.min(x, width - 34) }} aria-hidden>{words}</span>;
}

function hoverOf(event: MouseEvent, element: HTMLElement | null): Hover | null {
  if (element === null || !(event.target instanceof Element)) return null;
  const mark = event.target.closest("[data-key]");
  const key = mark?.getAttribute("data-key");
  if (mark === null || key === null || key === undefined || key === "fold") return null;
  const box = element.getBoundingClientRect();
  return { key, many: Number(mark.getAttribute("data-many") ?? 1), x: event.clientX - box.left, y: event.clientY - box.top };
}
