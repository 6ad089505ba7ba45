import type { Axis } from "../axis.ts";
import type { Milestones } from "../entry.ts";
import { foldedWords } from "../gaps.ts";
import { placeLabels } from "../labels.ts";
import type { Measure } from "../measure.ts";
import { momentWords } from "../names.ts";
import { seriesPaths } from "../series.ts";
import type { SeriesPoint } from "../series.ts";
import type { TickNaming } from "../ticks.ts";
import type { View } from "../zoom.ts";
import styles from "../timeline.module.css";

/** The plot everything behind and before the marks is drawn on. */
export interface Ground {
  axis: Axis;
  view: View;
  width: number;
  height: number;
}

/** A moment in pixels from the left of the plot. */
export function xOf(ms: number, { axis, view, width }: Ground): number {
  return ((axis.toAxis(ms) - view.from) / (view.to - view.from)) * width;
}

/** The band of impact through all lanes, from its start to its mitigation, or resolution, or as far as is known. */
export function ImpactBand({ ground, milestones, until }: { ground: Ground; milestones: Milestones; until: number }) {
  if (milestones.impactStart === null || milestones.impactStart === undefined) return null;
  const end = milestones.mitigated ?? milestones.resolved;
  const from = Math.max(-2, xOf(Date.parse(milestones.impactStart), ground));
  const to = Math.min(ground.width + 2, xOf(end === null || end === undefined ? until : Date.parse(end), ground));
  return to <= from ? null : <rect className={styles.band} x={from} y={0} width={to - from} height={ground.height} />;
}

/** The folds: hatched columns that say how much was folded, and unfold when pressed. */
export function Folds({ ground }: { ground: Ground }) {
  return ground.axis.gaps.map((gap) => {
    const from = xOf(gap.from, ground);
    const to = xOf(gap.to, ground);
    if (to < 0 || from > ground.width) return null;
    return (
      <g key={gap.from} data-key="fold" className={styles.fold}>
        <title>{`${foldedWords([gap]) ?? ""}. Press to show them.`}</title>
        <rect className={styles.foldGround} x={from} y={0} width={to - from} height={ground.height} />
        <rect x={from} y={0} width={to - from} height={ground.height} fill="url(#timeline-fold)" />
        <path d={`M${from},0V${ground.height}M${to},0V${ground.height}`} />
      </g>
    );
  });
}

const edges = [
  ["impactStart", "impact began", "bad"],
  ["mitigated", "mitigated", "good"],
  ["resolved", "resolved", "good"],
] as const;

/** The dashed milestones through all lanes, named under them. */
export function Edges({
  ground, milestones, naming, measure,
}: {
  ground: Ground;
  milestones: Milestones;
  naming: TickNaming;
  measure: Measure;
}) {
  const reached = edges.flatMap(([key, words, tone]) => {
    const at = milestones[key];
    if (at === null || at === undefined) return [];
    const ms = Date.parse(at);
    return [{ key, tone, x: xOf(ms, ground), text: `${words} ${momentWords(ms, naming)}` }];
  });
  const marks = reached.map(({ x, text }) => ({ x0: x - 2, x1: x - 2, bar: false, text }));
  const labels = placeLabels(marks, { from: 0, to: ground.width }, measure);
  return reached.map(({ key, tone, x }, index) => {
    const label = labels[index];
    return (
      <g key={key} className={styles.edge} data-tone={tone} data-last={key === "resolved" || undefined}>
        <path d={`M${x},0V${ground.height}`} />
        {label === null || label === undefined ? null : <text x={label.x} y={ground.height + 15}>{label.text}</text>}
      </g>
    );
  });
}

/** The measured impact as an area with its own name beside its highest point. */
export function ImpactArea({
  ground, points, label, top, unit,
}: {
  ground: Ground;
  points: readonly SeriesPoint[];
  label: string;
  top: number;
  unit: string;
}) {
  const box = { width: ground.width, top: top + 20, bottom: top + 76 };
  const { area, line, highest } = seriesPaths(points, ground.view, box);
  const peak = points.findLast((point) => point.value !== null && point.value >= highest * 0.8);
  const peakX = peak === undefined ? 0 : ((peak.at - ground.view.from) / (ground.view.to - ground.view.from)) * ground.width;
  const words = `${label}, ${Number(highest.toPrecision(2))} ${unit}`;
  const right = peakX + 10 + words.length * 6 < ground.width;
  return (
    <g className={styles.series}>
      <path className={styles.area} d={area} />
      <path className={styles.line} d={line} />
      {peak === undefined || peakX < 0 || peakX > ground.width ? null : (
        <text x={right ? peakX + 10 : ground.width - 6} y={right ? top + 26 : top + 14} textAnchor={right ? "start" : "end"}>{words}</text>
      )}
    </g>
  );
}
