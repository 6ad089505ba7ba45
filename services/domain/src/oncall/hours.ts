import type { LayerHours, RotationLayer } from "@ballast/schema";
import { union, type Interval } from "../statistics/intervals.ts";
import { firstInstantOf, localDayAt, timeOf, weekdayOf } from "./wallClock.ts";

const DAY_MS = 86_400_000;

/**
 * When a layer is on call within a time, by its hours on its own wall: disjoint, in order, each cut to the window. A time
 * that the clock skips begins, or ends, at the first instant after it.
 */
export function hoursWithin({ hours, timeZone }: Pick<RotationLayer, "hours" | "timeZone">, window: Interval): readonly Interval[] {
  if (hours.length === 0) return [window];
  const longest = Math.max(...hours.map(({ daysLater }) => daysLater));
  const [first, last] = [localDayAt(window.from, timeZone) - longest - 1, localDayAt(window.to, timeZone) + 1];
  const found: Interval[] = [];
  for (let day = first; day <= last; day += 1) {
    const weekday = weekdayOf(day);
    for (const each of hours) if (each.weekdays.includes(weekday)) found.push(timesOn(day, each, timeZone));
  }
  return union(found.map(({ from, to }) => ({ from: Math.max(from, window.from), to: Math.min(to, window.to) })));
}

const timesOn = (day: number, { from, to, daysLater }: LayerHours, timeZone: string): Interval => ({
  from: firstInstantOf(day * DAY_MS + timeOf(from), timeZone),
  to: firstInstantOf((day + daysLater) * DAY_MS + timeOf(to), timeZone),
});
