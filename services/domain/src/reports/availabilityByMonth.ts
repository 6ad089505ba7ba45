import type { Temporal } from "temporal-polyfill";
import { firstInstantAt, localDateAt } from "../oncall/wallClock.ts";
import { instantOf } from "../statistics/calendar.ts";
import { clip, type Interval } from "../statistics/intervals.ts";
import { availabilityReport, type DowntimeIncident } from "./availabilityReport.ts";
import { windowOf, type ReportWindow } from "./window.ts";

/** What is asked of a service's months. */
export type MonthsQuery = ReportWindow & {
  /** Levels that count as downtime. */
  readonly impact: readonly string[];
  /** Whose calendar: an IANA zone. A month with a change of the clock is an hour shorter or longer. */
  readonly timeZone: string;
  /** Since when anything is known of the service; null: nothing is. What lies before is not observed, and no time without incidents. */
  readonly observedFrom: string | null;
  /** What lies after it has not happened yet. */
  readonly now: string;
};

/** A month, or all months together, as far as they lie in the window. */
export type ObservedAvailability = {
  /** Minutes of it that are observed; 0: nothing is known of it. */
  readonly observedMinutes: number;
  /** Minutes with a declared incident at these levels; overlaps count once. */
  readonly downtimeMinutes: number;
  readonly incidents: number;
  /** Share of the observed time without one; null where nothing was observed. Not rounded. */
  readonly availabilityPercent: number | null;
  /** Ids of the incidents behind the figures. */
  readonly records: readonly string[];
};

export type MonthAvailability = ObservedAvailability & {
  /** `2026-03`. */
  readonly month: string;
  /** The part of the month in the window, `[from, to)`. */
  readonly from: string;
  readonly to: string;
  /** Whether it goes on: its figures may still change by what is to come. */
  readonly running: boolean;
};

/** A service's months in order, none left out, and all of them together. */
export type AvailabilityByMonth = { readonly months: readonly MonthAvailability[]; readonly total: ObservedAvailability };

const MS_PER_MINUTE = 60_000;

/**
 * Availability by calendar month: A = 1 − |downtime| / |observed|, both of the part of the month that lies in the window
 * and is observed (time-based availability, uptime / (uptime + downtime), of Beyer et al., Site Reliability
 * Engineering, 2016, chapter 3; downtime is the union of the declared incidents, as definition D4 has it). The total is
 * that of all observed time together, never a mean of months.
 * @throws RangeError when the window is empty or the zone unknown
 */
export function availabilityByMonth(incidents: readonly DowntimeIncident[], query: MonthsQuery): AvailabilityByMonth {
  const window = windowOf(query);
  const observed = { from: query.observedFrom === null ? Infinity : instantOf(query.observedFrom), to: instantOf(query.now) };
  const of = (part: Interval): ObservedAvailability => observedAvailability(incidents, clip(part, observed), query.impact);
  const now = instantOf(query.now);
  return {
    months: monthsIn(window, query.timeZone).map(({ month, part, ends }) => ({
      month, from: iso(part.from), to: iso(part.to), running: part.from <= now && now < ends, ...of(part),
    })),
    total: of(window),
  };
}

function observedAvailability(
  incidents: readonly DowntimeIncident[],
  part: Interval | undefined,
  impact: readonly string[],
): ObservedAvailability {
  if (part === undefined) return { observedMinutes: 0, downtimeMinutes: 0, incidents: 0, availabilityPercent: null, records: [] };
  const { any, records } = availabilityReport(incidents, { from: iso(part.from), to: iso(part.to), impact, components: [] });
  return {
    observedMinutes: (part.to - part.from) / MS_PER_MINUTE, downtimeMinutes: any.downtimeMinutes, incidents: any.incidents,
    availabilityPercent: any.availabilityPercent, records: records.any,
  };
}

/** The calendar months that a window touches, cut to it; `ends` is the month's own end. */
function monthsIn(
  window: Interval,
  timeZone: string,
): readonly { readonly month: string; readonly part: Interval; readonly ends: number }[] {
  const months: { month: string; part: Interval; ends: number }[] = [];
  const beginOf = (month: Temporal.PlainYearMonth): number => firstInstantAt(month.toPlainDate({ day: 1 }).toPlainDateTime(), timeZone);
  for (let month = localDateAt(window.from, timeZone).toPlainYearMonth(); beginOf(month) < window.to; month = month.add({ months: 1 })) {
    const ends = beginOf(month.add({ months: 1 }));
    const part = clip({ from: beginOf(month), to: ends }, window);
    if (part !== undefined) months.push({ month: month.toString(), part, ends });
  }
  return months;
}

const iso = (instant: number): string => new Date(instant).toISOString();
