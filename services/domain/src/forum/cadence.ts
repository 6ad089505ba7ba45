import type { Cadence } from "@ballast/schema";
import { Temporal } from "temporal-polyfill";
import { Rejection } from "../rejection.ts";

const DAY_MS = 86_400_000;

/** The day so many days later; earlier with a negative number. */
export const dayAfter = (day: string, days: number): string => new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);

/** Whole days from one day to another. */
export const daysBetween = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);

/** So far from today, in years, may a day lie that somebody names: reviews are counted from one to the next. */
const FARTHEST = 10;

/** @throws Rejection INVALID_INPUT for a day so far from now that nobody means it */
export function refuseFarDay(day: string, now: string, field: string): void {
  const today = Temporal.PlainDate.from(now.slice(0, 10));
  const [from, to] = [today.subtract({ years: FARTHEST }).toString(), today.add({ years: FARTHEST }).toString()];
  if (day < from || day > to)
    throw new Rejection("INVALID_INPUT", `${day} is more than ${String(FARTHEST)} years away: say a nearer day`, [field]);
}

/** The day of the n-th one, counted from the first (0): of months the same day of the month, or the last where that is shorter. */
function nth({ every, unit }: Cadence, firstOn: string, n: number): string {
  const first = Temporal.PlainDate.from(firstOn);
  return first.add(unit === "week" ? { weeks: every * n } : { months: every * n }).toString();
}

/**
 * The first day of a cadence after this one; null: the first of all.
 * @param after the last one, as 2026-12-03
 */
export function nextAfter(cadence: Cadence, firstOn: string, after: string | null): string {
  if (after === null || after < firstOn) return firstOn;
  const { every, unit } = cadence;
  const length = unit === "week" ? 7 : 31;
  // No month is longer than 31 days, so that this is never too late.
  let n = Math.max(0, Math.floor(daysBetween(firstOn, after) / (every * length)));
  while (nth(cadence, firstOn, n) <= after) n += 1;
  return nth(cadence, firstOn, n);
}
