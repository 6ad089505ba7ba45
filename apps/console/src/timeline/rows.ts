import type { Axis } from "./axis.ts";
import type { Lane } from "./entry.ts";
import { roomyBar } from "./labels.ts";
import type { Measure } from "./measure.ts";

/** What a lane needs to know about an entry to find it a row. */
export interface Placed {
  key: string;
  lane: Lane;
  title: string;
  /** Positions on the axis; equal for a moment. */
  from: number;
  to: number;
  moment: boolean;
  /** What is drawn as one line: all of it in one row, alone there as long as there is room. */
  series: string | null;
}

/** The row of every entry by its key, and how many rows each lane needs. */
export interface Rows {
  rowOf: ReadonlyMap<string, number>;
  count: ReadonlyMap<Lane, number>;
}

/** More rows than this make a lane too high; what finds none shares one and is clustered. */
export const mostRows = 3;

const labelMost = 190;
const air = 10;

/** A name beside a mark needs air before the next one; a bar with its name inside may touch its neighbour. */
function extent(entry: Placed, pixels: number, measure: Measure): { start: number; end: number } {
  const start = entry.from * pixels - (entry.moment ? 6 : 0);
  const bare = entry.moment ? start + 12 : Math.max(start + 8, entry.to * pixels);
  const text = Math.min(labelMost, measure(entry.title));
  const inside = !entry.moment && (text + 14 <= bare - start || bare - start >= roomyBar);
  return { start, end: inside ? bare : bare + 6 + text + air };
}

function rowFor(ends: number[], start: number): number {
  const free = ends.findIndex((end) => end <= start + 0.5);
  if (free >= 0) return free;
  return ends.length < mostRows ? ends.length : ends.indexOf(Math.min(...ends));
}

/**
 * Gives every entry a row of its lane, so that marks and labels find room at the fitted view. Zooming in only gives
 * more room, so the rows stay the same while one looks closer. Entries come in order of time.
 */
export function assignRows(entries: readonly Placed[], axis: Axis, options: { width: number; measure: Measure }): Rows {
  const pixels = options.width / axis.length;
  const rowOf = new Map<string, number>();
  const ends = new Map<Lane, number[]>();
  const rowOfSeries = new Map<string, number>();
  for (const entry of entries) {
    const lane = ends.get(entry.lane) ?? [];
    ends.set(entry.lane, lane);
    if (entry.series !== null) {
      // After the last row lines share, each row as many as the others.
      const row = rowOfSeries.get(entry.series) ?? rowOfSeries.size % mostRows;
      rowOfSeries.set(entry.series, row);
      lane[row] = Number.POSITIVE_INFINITY;
      rowOf.set(entry.key, row);
      continue;
    }
    const { start, end } = extent(entry, pixels, options.measure);
    const row = rowFor(lane, start);
    lane[row] = Math.max(lane[row] ?? 0, end);
    rowOf.set(entry.key, row);
  }
  return { rowOf, count: new Map([...ends].map(([lane, list]) => [lane, list.length])) };
}
