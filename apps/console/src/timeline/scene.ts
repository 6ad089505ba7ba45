import { foldedAxis } from "./axis.ts";
import type { Axis } from "./axis.ts";
import { lanes as laneOrder, laneTitles } from "./entry.ts";
import type { ImpactInterval, Lane, Milestones, TimelineEntry, TimeWindow } from "./entry.ts";
import { passes } from "./filter.ts";
import type { TimelineFilter } from "./filter.ts";
import { idleGaps } from "./gaps.ts";
import type { Stretch } from "./gaps.ts";
import type { KnownEntry } from "./knowledge.ts";
import type { Measure } from "./measure.ts";
import { assignRows } from "./rows.ts";
import type { Placed, Rows } from "./rows.ts";
import type { Drawable } from "./visible.ts";

/** An entry ready to be drawn. */
export interface SceneItem extends Drawable {
  entry: TimelineEntry;
  known: boolean;
}

/** A lane with its place on the screen. Pixels from the top of the plot. */
export interface SceneLane {
  lane: Lane;
  title: string;
  top: number;
  height: number;
  /** Where its first row begins. */
  rowsTop: number;
  items: readonly SceneItem[];
}

export const rowHeight = 20;
const laneAir = 24;
const seriesHeight = 84;
const narrowTitle = 14;

function milestoneTimes(milestones: Milestones): readonly number[] {
  return [milestones.impactStart, milestones.mitigated, milestones.resolved].flatMap((at) => (at === null || at === undefined ? [] : [Date.parse(at)]));
}

/** The window in epoch milliseconds; never empty. */
export function stretchOf(window: TimeWindow): Stretch {
  const from = Date.parse(window.from);
  return { from, to: Math.max(from + 1000, Date.parse(window.to)) };
}

/** The axis of a window, idle time folded unless the viewer wants to see it. */
export function sceneAxis(window: TimeWindow, entries: readonly TimelineEntry[], options: { milestones: Milestones; intervals: readonly ImpactInterval[]; folded: boolean }): Axis {
  const stretch = stretchOf(window);
  if (!options.folded) return foldedAxis(stretch, []);
  const moments = entries.flatMap((entry) => (entry.endAt === undefined ? [Date.parse(entry.at)] : [Date.parse(entry.at), Date.parse(entry.endAt)]));
  for (const interval of options.intervals) {
    moments.push(Date.parse(interval.from));
    if (interval.to !== null && interval.to !== undefined) moments.push(Date.parse(interval.to));
  }
  return foldedAxis(stretch, idleGaps([...moments, ...milestoneTimes(options.milestones)], stretch));
}

/** Where every entry of every version stands: the same rows whatever is known or zoomed. */
export function sceneRows(entries: readonly TimelineEntry[], axis: Axis, options: { width: number; measure: Measure }): Rows {
  const placed = entries.map((entry): Placed => {
    const from = axis.toAxis(Date.parse(entry.at));
    const to = entry.endAt === undefined ? from : axis.toAxis(Date.parse(entry.endAt));
    return { key: entry.id, lane: entry.lane, title: entry.title, from, to, moment: entry.endAt === undefined };
  });
  return assignRows(placed.sort((a, b) => a.from - b.from), axis, options);
}

/** The known entries that pass the filter, by lane, with their places. */
export function sceneItems(known: readonly KnownEntry[], axis: Axis, options: { rows: Rows; filter: TimelineFilter }): ReadonlyMap<Lane, readonly SceneItem[]> {
  const byLane = new Map<Lane, SceneItem[]>();
  for (const { entry, known: isKnown } of known) {
    if (!passes(entry, options.filter)) continue;
    const from = axis.toAxis(Date.parse(entry.at));
    const moment = entry.endAt === undefined;
    const to = entry.endAt === undefined ? from : axis.toAxis(Date.parse(entry.endAt));
    const list = byLane.get(entry.lane) ?? [];
    byLane.set(entry.lane, list);
    list.push({ key: entry.id, title: entry.title, from, to, moment, keyMoment: entry.keyMoment, row: options.rows.rowOf.get(entry.id) ?? 0, entry, known: isKnown });
  }
  return byLane;
}

/** The lanes that have something, under each other. `series`: the impact lane carries a measured area. */
export function sceneLanes(items: ReadonlyMap<Lane, readonly SceneItem[]>, rows: Rows, options: { series: boolean; narrow: boolean }): readonly SceneLane[] {
  const found: SceneLane[] = [];
  let top = 0;
  for (const lane of laneOrder) {
    const own = items.get(lane) ?? [];
    const area = lane === "impact" && options.series ? seriesHeight : 0;
    if (own.length === 0 && area === 0) continue;
    const count = own.length === 0 ? 0 : (rows.count.get(lane) ?? 1);
    const title = options.narrow ? narrowTitle : 0;
    const height = title + area + (count === 0 ? 8 : laneAir + count * rowHeight);
    const rowsTop = top + title + area + laneAir / 2 - (area > 0 ? 6 : 0);
    found.push({ lane, title: laneTitles[lane], top, height, rowsTop, items: own });
    top += height;
  }
  return found;
}

/** Declared impact as entries of the impact lane, so that it is drawn, found and opened like everything else. */
export function intervalEntries(intervals: readonly ImpactInterval[], window: TimeWindow, words: (interval: ImpactInterval) => string): readonly TimelineEntry[] {
  const tones = { none: "idle", minor: "attention", major: "bad", critical: "bad", maintenance: "planned" } as const;
  return intervals.map((interval, index): TimelineEntry => ({
    id: `interval-${index}`,
    lane: "impact",
    kind: "ImpactInterval",
    title: words(interval),
    at: interval.from,
    endAt: interval.to ?? window.to,
    keyMoment: false,
    tone: tones[interval.level],
    knownFrom: interval.from,
    recordedAt: interval.from,
    visibility: "internal",
    pinned: false,
    evidence: { component: interval.component, level: interval.level, ...(interval.share === null || interval.share === undefined ? {} : { "share of customers, %": interval.share }) },
    corrections: [],
  }));
}
