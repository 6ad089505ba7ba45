/** A stretch of time `[from, to)`, in milliseconds since the epoch. With `to` ≤ `from` it is empty. */
export type Interval = { readonly from: number; readonly to: number };

/** The part of the interval inside the window, or undefined when nothing of positive length is left. */
export function clip(interval: Interval, window: Interval): Interval | undefined {
  const from = Math.max(interval.from, window.from);
  const to = Math.min(interval.to, window.to);
  return from < to ? { from, to } : undefined;
}

/** The same time as disjoint intervals in order; those that overlap or touch are joined, empty ones dropped. */
export function union(intervals: readonly Interval[]): readonly Interval[] {
  const sorted = intervals.filter(({ from, to }) => from < to).toSorted((a, b) => a.from - b.from);
  const joined: Interval[] = [];
  for (const interval of sorted) {
    const last = joined.at(-1);
    if (last !== undefined && interval.from <= last.to) {
      joined[joined.length - 1] = { from: last.from, to: Math.max(last.to, interval.to) };
    } else {
      joined.push(interval);
    }
  }
  return joined;
}

/** Milliseconds covered by at least one of the intervals: what overlaps counts once. */
export function coveredLength(intervals: readonly Interval[]): number {
  return union(intervals).reduce((sum, { from, to }) => sum + (to - from), 0);
}
