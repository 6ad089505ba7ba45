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
import { labelOf } from "./sayings.ts";
import { assignRows } from "./rows.ts";
import type { Placed, Rows } from "./rows.ts";
import { stepOf } from "./steps.ts";
import { timesOf } from "./times.ts";
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
  rowHeight: number;
  items: readonly SceneItem[];
}

const rowHeight = 20;
/** A step line has its name over it. */
const stepRowHeight = 34;
const laneAir = 24;
const seriesHeight = 84;
const narrowTitle = 14;

function milestoneTimes(milestones: Milestones): readonly number[] {
  return [milestones.impactStart, milestones.mitigated, milestones.resolved].flatMap((at) =>
    at === null || at === undefined ? [] : [Date.parse(at)],
  );
}

/** The window in epoch milliseconds; never empty. */
export function stretchOf(window: TimeWindow): Stretch {
  const from = Date.parse(window.from);
  return { from, to: Math.max(from + 1000, Date.parse(window.to)) };
}

/** When customers were hurt, as far as it is known, epoch ms; null where nobody has said when it began. */
export function impactOf({ impactStart, mitigated, resolved }: Milestones, window: TimeWindow): Stretch | null {
  if (impactStart === null || impactStart === undefined) return null;
  const from = Date.parse(impactStart);
  const to = Date.parse(mitigated ?? resolved ?? window.to);
  return { from, to: Math.max(from, to) };
}

/** The axis of a window, idle time folded unless the viewer wants to see it. */
export function sceneAxis(
  window: TimeWindow,
  entries: readonly TimelineEntry[],
  options: { milestones: Milestones; intervals: readonly ImpactInterval[]; folded: boolean },
): Axis {
  const stretch = stretchOf(window);
  if (!options.folded) return foldedAxis(stretch, []);
  const moments = entries.flatMap((entry) => {
    const { at, end } = timesOf(entry);
    return end === null ? [at] : [at, end];
  });
  for (const interval of options.intervals) {
    moments.push(Date.parse(interval.from));
    if (interval.to !== null && interval.to !== undefined) moments.push(Date.parse(interval.to));
  }
  return foldedAxis(stretch, idleGaps([...moments, ...milestoneTimes(options.milestones)], stretch));
}

function span(entry: TimelineEntry, axis: Axis): { from: number; to: number; moment: boolean } {
  const { at, end } = timesOf(entry);
  const from = axis.toAxis(at);
  return { from, to: end === null ? from : axis.toAxis(end), moment: end === null };
}

/** Where every entry stands: one row for all versions of it, the same whatever is known or zoomed. */
export function sceneRows(entries: readonly TimelineEntry[], axis: Axis, options: { width: number; measure: Measure }): Rows {
  const versions = new Map(entries.toReversed().map((entry) => [entry.id, entry]));
  const placed = [...versions.values()].map((entry): Placed => {
    return { key: entry.id, lane: entry.lane, title: labelOf(entry), series: stepOf(entry)?.series ?? null, ...span(entry, axis) };
  });
  return assignRows(placed.sort((a, b) => a.from - b.from), axis, options);
}

/** Lays entries out for one axis and its rows, each once: what is known changes with the slider, places do not. */
export function itemFactory(axis: Axis, rows: Rows): (known: KnownEntry) => SceneItem {
  const made = new Map<TimelineEntry, { known?: SceneItem; unknown?: SceneItem }>();
  return ({ entry, known }) => {
    const both = made.get(entry) ?? {};
    made.set(entry, both);
    const before = known ? both.known : both.unknown;
    if (before !== undefined) return before;
    const item: SceneItem = {
      key: entry.id, title: labelOf(entry), ...span(entry, axis), keyMoment: entry.keyMoment, row: rows.rowOf.get(entry.id) ?? 0, entry,
      known,
    };
    both[known ? "known" : "unknown"] = item;
    return item;
  };
}

/** The known entries that pass the filter, by lane. */
export function sceneItems(
  known: readonly KnownEntry[],
  filter: TimelineFilter,
  make: (known: KnownEntry) => SceneItem,
): ReadonlyMap<Lane, readonly SceneItem[]> {
  const byLane = new Map<Lane, SceneItem[]>();
  for (const each of known) {
    if (!passes(each.entry, filter)) continue;
    const list = byLane.get(each.entry.lane) ?? [];
    byLane.set(each.entry.lane, list);
    list.push(make(each));
  }
  return byLane;
}

/** Keeps every lane object that did not change, so that only lanes that did are drawn again. */
export function keptLanes(before: readonly SceneLane[], now: readonly SceneLane[]): readonly SceneLane[] {
  return now.map((lane) => {
    const old = before.find((each) => each.lane === lane.lane);
    if (
      old === undefined
      || old.top !== lane.top
      || old.height !== lane.height
      || old.rowsTop !== lane.rowsTop
      || old.rowHeight !== lane.rowHeight
      || old.items.length !== lane.items.length
    )
      return lane;
    return old.items.every((item, index) => item === lane.items[index]) ? old : lane;
  });
}

/** The lanes that have something, under each other. `series`: the impact lane carries a measured area. */
export function sceneLanes(
  items: ReadonlyMap<Lane, readonly SceneItem[]>,
  rows: Rows,
  options: { series: boolean; narrow: boolean },
): readonly SceneLane[] {
  const found: SceneLane[] = [];
  let top = 0;
  for (const lane of laneOrder) {
    const own = items.get(lane) ?? [];
    const area = lane === "impact" && options.series ? seriesHeight : 0;
    if (own.length === 0 && area === 0) continue;
    const perRow = own.some(({ entry }) => stepOf(entry) !== null) ? stepRowHeight : rowHeight;
    const count = own.length === 0 ? 0 : (rows.count.get(lane) ?? 1);
    const title = options.narrow ? narrowTitle : 0;
    const height = title + area + (count === 0 ? 8 : laneAir + count * perRow);
    const rowsTop = top + title + area + laneAir / 2 - (area > 0 ? 6 : 0);
    found.push({ lane, title: laneTitles[lane], top, height, rowsTop, rowHeight: perRow, items: own });
    top += height;
  }
  return found;
}

/** Declared impact as entries of the impact lane, so that it is drawn, found and opened like everything else. */
export function intervalEntries(
  intervals: readonly ImpactInterval[],
  window: TimeWindow,
  words: (interval: ImpactInterval) => string,
): readonly TimelineEntry[] {
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
    evidence: {
      component: interval.component, level: interval.level,
      ...(interval.share === null || interval.share === undefined ? {} : { "share of customers, %": interval.share }),
    },
    corrections: [],
  }));
}
