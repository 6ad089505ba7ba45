import { useEffect, useMemo, useRef, useState } from "react";
import type { Axis } from "./axis.ts";
import { lanes as laneOrder } from "./entry.ts";
import type { ImpactInterval, ImpactSeries, Lane, Milestones, TimelineEntry, TimeWindow } from "./entry.ts";
import { foldedPages } from "./foldedPages.ts";
import { asKnownAt } from "./knowledge.ts";
import { forgetWidths, guess, measured } from "./measure.ts";
import type { Measure } from "./measure.ts";
import { intervalWords } from "./names.ts";
import { intervalEntries, itemFactory, keptLanes, sceneAxis, sceneItems, sceneLanes, sceneRows } from "./scene.ts";
import type { SceneItem, SceneLane } from "./scene.ts";
import type { SeriesPoint } from "./series.ts";

/** What a scene is made of. */
export interface SceneInput {
  entries: readonly TimelineEntry[];
  window: TimeWindow;
  milestones: Milestones;
  series: ImpactSeries | undefined;
  intervals: readonly ImpactInterval[];
  knownAt: number | null;
  filter: { lanes: readonly Lane[] | null; text: string };
  folded: boolean;
  /** Pixels of the plot; 0 before it is known. */
  width: number;
  narrow: boolean;
}

/** The scene the lanes and the table show. */
export interface Scene {
  axis: Axis;
  lanes: readonly SceneLane[];
  height: number;
  /** What is shown, in order of time. */
  items: readonly SceneItem[];
  /** Entries known at the moment, and all there are, before any filter. */
  known: number;
  total: number;
  present: readonly (readonly [lane: Lane, count: number])[];
  points: readonly SeriesPoint[];
  measure: Measure;
}

/** With more entries than this, rows are found by a guess: the lanes show counts anyway, and measuring would be felt. */
const measuredMost = 1500;

/** A measure that changes once when the fonts have arrived, so that everything is laid out with the right letters. */
function useMeasure(): Measure {
  const [measure, setMeasure] = useState<Measure>(() => measured);
  useEffect(() => {
    let gone = false;
    void document.fonts.ready.then(() => {
      if (gone) return;
      forgetWidths();
      setMeasure(() => (text: string) => measured(text));
    });
    return () => {
      gone = true;
    };
  }, []);
  return measure;
}

function presentLanes(entries: readonly { entry: TimelineEntry }[]): readonly (readonly [Lane, number])[] {
  const counts = new Map<Lane, number>();
  for (const { entry } of entries) counts.set(entry.lane, (counts.get(entry.lane) ?? 0) + 1);
  return laneOrder.flatMap((lane) => (counts.has(lane) ? [[lane, counts.get(lane) ?? 0] as const] : []));
}

function itemsInOrder(lanes: readonly SceneLane[]): readonly SceneItem[] {
  return lanes.flatMap((lane) => lane.items).sort((a, b) => a.from - b.from);
}

/** Lays the timeline out; every stage is kept until what it depends on changes, so that zooming and sliding stay cheap. */
export function useScene(input: SceneInput): Scene {
  const { window, milestones, series, intervals, knownAt, filter, folded, width, narrow } = input;
  const measure = useMeasure();
  const entries = useMemo(
    () => [...intervalEntries(intervals, window, intervalWords), ...input.entries],
    [input.entries, intervals, window],
  );
  const axis = useMemo(
    () => sceneAxis(window, entries, { milestones, intervals, folded }),
    [window, entries, milestones, intervals, folded],
  );
  const rows = useMemo(
    () => sceneRows(entries, axis, { width: Math.max(1, width), measure: entries.length > measuredMost ? guess : measure }),
    [entries, axis, width, measure],
  );
  const known = useMemo(() => foldedPages(asKnownAt(entries, knownAt)), [entries, knownAt]);
  const make = useMemo(() => itemFactory(axis, rows), [axis, rows]);
  const drawn = useRef<readonly SceneLane[]>([]);
  const lanes = useMemo(() => {
    const shown = series !== undefined && (filter.lanes === null || filter.lanes.includes("impact"));
    drawn.current = keptLanes(drawn.current, sceneLanes(sceneItems(known, filter, make), rows, { series: shown, narrow }));
    return drawn.current;
  }, [known, rows, filter, make, series, narrow]);
  const items = useMemo(() => itemsInOrder(lanes), [lanes]);
  const points = useMemo(() => (series?.points ?? []).map(({ at, value }) => ({ at: axis.toAxis(Date.parse(at)), value })), [series, axis]);
  return useMemo(() => ({
    axis, lanes, items, points, measure,
    height: lanes.reduce((sum, lane) => sum + lane.height, 0),
    known: known.reduce((count, each) => count + (each.known ? 1 : 0), 0),
    total: known.length,
    present: presentLanes(known),
  }), [axis, lanes, items, points, measure, known]);
}
