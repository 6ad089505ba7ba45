import type { ObjectiveWindow } from "@ballast/schema";
import type { Temporal } from "temporal-polyfill";
import { firstInstantAt, localDateAt } from "../oncall/wallClock.ts";
import type { Interval } from "../statistics/intervals.ts";

const MS_PER_DAY = 86_400_000;

const monthsOf = { month: 1, quarter: 3, year: 12 } as const;

/**
 * The period that a moment lies in: for rolling windows the days up to it; for a calendar's the whole unit, what is still to come
 * included. The wall clock of the zone decides: October in Dublin is an hour longer than 31 days.
 * @throws RangeError when the zone is unknown
 */
export function periodAt(now: number, window: ObjectiveWindow): Interval {
  if (window.kind === "rolling") return { from: now - window.days * MS_PER_DAY, to: now };
  const months = monthsOf[window.unit];
  const today = localDateAt(now, window.timeZone);
  const first = today.with({ day: 1 }).subtract({ months: (today.month - 1) % months });
  const at = (date: Temporal.PlainDate): number => firstInstantAt(date.toPlainDateTime(), window.timeZone);
  return { from: at(first), to: at(first.add({ months })) };
}

/** The period before the one that begins at `from`. */
export const periodBefore = (from: number, window: ObjectiveWindow): Interval =>
  window.kind === "rolling" ? periodAt(from, window) : periodAt(from - 1, window);
