import { instantOf } from "../statistics/calendar.ts";
import type { Interval } from "../statistics/intervals.ts";

/** A reporting window `[from, to)`: ISO 8601 instants or dates, UTC where nothing else is said. */
export type ReportWindow = { readonly from: string; readonly to: string };

/**
 * The window in milliseconds.
 * @throws RangeError when an end names no instant or nothing lies between them
 */
export function windowOf({ from, to }: ReportWindow): Interval {
  const window = { from: instantOf(from), to: instantOf(to) };
  if (window.from >= window.to) throw new RangeError(`the window from ${from} to ${to} is empty`);
  return window;
}

/** Whether the moment lies in the half-open window. */
export function isWithin(instant: number, window: Interval): boolean {
  return window.from <= instant && instant < window.to;
}

/** Values by key, in the order in which the keys first appear. */
export function groupedBy<T>(values: readonly T[], keyOf: (value: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const value of values) {
    const group = groups.get(keyOf(value));
    if (group === undefined) groups.set(keyOf(value), [value]);
    else group.push(value);
  }
  return groups;
}
