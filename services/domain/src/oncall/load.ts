import type { Interval } from "../statistics/intervals.ts";
import { dutiesWithin, type RotationSchedule } from "./duties.ts";
import { localDayAt, wallMinuteAt } from "./wallClock.ts";

/** What somebody carried: time on call, ms, and the nights of their own wall that it reached into. */
export type Carried = { readonly personId: string; readonly onCallMs: number; readonly nights: number };

const MINUTE_MS = 60_000;
/** The night of the wall, minutes: from 22:00 until 06:00 of the next day. */
const [NIGHT_FROM, NIGHT_TO] = [22 * 60, 6 * 60];

/** The day whose night an instant lies in on somebody's wall; null: it is no night. The night belongs to the day it began on. */
export function nightOf(instant: number, timeZone: string): number | null {
  const minute = wallMinuteAt(instant, timeZone);
  const day = localDayAt(instant, timeZone);
  return minute >= NIGHT_FROM ? day : minute < NIGHT_TO ? day - 1 : null;
}

/** Who carried how much of a time, whoever did at all; a gap is the fallback's. The most first. */
export function carriedIn(schedule: RotationSchedule, window: Interval, zoneOf: (personId: string) => string): readonly Carried[] {
  const known = new Map<string, { onCallMs: number; nights: Set<number> }>();
  for (const { from, to, people } of dutiesWithin(schedule, window)) {
    for (const { personId } of people) {
      const carried = known.get(personId) ?? { onCallMs: 0, nights: new Set<number>() };
      carried.onCallMs += to - from;
      for (const night of nightsIn({ from, to }, zoneOf(personId))) carried.nights.add(night);
      known.set(personId, carried);
    }
  }
  return [...known]
    .map(([personId, { onCallMs, nights }]) => ({ personId, onCallMs, nights: nights.size }))
    .toSorted((one, other) => other.onCallMs - one.onCallMs);
}

/** The nights that a time reaches into: looked at every hour, and at its last minute. */
function nightsIn({ from, to }: Interval, timeZone: string): readonly number[] {
  const nights: number[] = [];
  for (let at = from; at < to; at += 60 * MINUTE_MS) {
    const night = nightOf(at, timeZone);
    if (night !== null) nights.push(night);
  }
  const last = nightOf(Math.max(from, to - MINUTE_MS), timeZone);
  return last === null ? nights : [...nights, last];
}
