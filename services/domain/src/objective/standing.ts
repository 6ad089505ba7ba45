import { BUCKET_MS, type ForecastPeriod } from "@ballast/schema";
import {
  budgetMs, burnDown, burnRate, burnRules, firesAfterMs, forecastGone, goneAt, singleIncidentLimitMs, type BurnPoint, type BurnRule,
} from "../availability/budget.ts";
import { periodAt, periodBefore } from "../availability/period.ts";
import type { Measured } from "../availability/sweep.ts";
import type { Interval } from "../statistics/intervals.ts";
import { correctedTimes, countsRequests, incidentMeter, meterOf, type KnownHistory, type Measurable, type Meter } from "./meter.ts";
import { requestMeter, type CountedRequests } from "./requestMeter.ts";

/** A burn-rate rule and how it stands. */
export interface BurnStanding extends BurnRule {
  /** Times the allowed pace over the long and the short window; null where nothing of it was observed. */
  readonly long: number | null;
  readonly short: number | null;
  readonly fires: boolean;
  /** How long everyone would have to be hit for it to fire, milliseconds; null: no outage is fast enough. */
  readonly totalOutageMs: number | null;
}

/** What an incident cost alone, and whether that is more than a fifth of the budget of four weeks. */
export interface Cost {
  readonly id: string;
  readonly badMs: number;
  readonly overLimit: boolean;
}

/** A period of an objective, as far as it has passed. Times in milliseconds since the epoch, lengths in milliseconds. */
export interface Period extends Interval {
  readonly observedMs: number;
  readonly maintenanceMs: number;
  /** Of the part that has passed: neither up nor down, for nobody looked. */
  readonly unobservedMs: number;
  readonly badMs: number;
  readonly availability: number | null;
  /** Whether the share of the observed time that was good reaches the target; null where nothing was observed. */
  readonly met: boolean | null;
  /** Of the whole period, maintenance apart. */
  readonly budgetMs: number;
}

/** Where an objective stands in the period that goes on. */
export interface Standing extends Period {
  readonly leftMs: number;
  readonly burn: readonly BurnStanding[];
  readonly points: readonly BurnPoint[];
  /** When the budget was gone; null: it is not. */
  readonly goneAt: number | null;
  /**
   * When it will be, at the pace of the last 28 days; null: not in this period. Rolling windows go on and on: a year ahead is looked at.
   */
  readonly forecastGoneAt: number | null;
  /** Requests of the period, where it is measured by them. */
  readonly requests: CountedRequests | null;
  /** What its availability would be had nothing been corrected. */
  readonly uncorrected: number | null;
  /** What each incident cost alone, the dearest first; also where requests are what is measured. */
  readonly records: readonly Cost[];
  /** Incidents that would count but never say when they ended: the figures are too good by them. */
  readonly withoutEnd: readonly string[];
}

const DAY = 86_400_000;
const LATELY = 28 * DAY;

/** Where the objective stands; `meter` is what it is measured on, where somebody has put it together already. */
export function standingOf(objective: Measurable, known: KnownHistory, meter: Meter = meterOf(objective, known)): Standing {
  const { target, window, corrections = [] } = objective;
  const { now } = known;
  const { period, measured } = looked(meter, { period: periodAt(now, window), now, target });
  const points = burnDown(measured.stretches, period.budgetMs, { from: period.from, to: Math.min(now, period.to) });
  const leftMs = period.budgetMs - measured.badMs;
  const lately = meter.over({ from: now - LATELY, to: now });
  const limit = singleIncidentLimitMs(target);
  return {
    ...period, leftMs, points, goneAt: goneAt(points), withoutEnd: meter.withoutEnd,
    // In a rolling window what was bad falls out again: what would last as long as the window is long, lasts.
    forecastGoneAt: forecastGone(now, window.kind === "rolling" ? now + (period.to - period.from) : period.to, { leftMs, lately }),
    burn: burnRules(period.to - period.from).map((rule) => burnStanding(rule, { meter, target, now: burnsAt(objective, known) })),
    requests: countsRequests(objective) ? requestMeter(known.requests ?? [], correctedTimes(objective)).in(period) : null,
    uncorrected:
      corrections.length === 0 ? period.availability : meterOf({ ...objective, corrections: [] }, known).over(period).availability,
    records: [...(countsRequests(objective) ? incidentMeter(objective, known).over(period) : measured).byRecord]
      .map(([id, badMs]) => ({ id, badMs, overLimit: badMs > limit }))
      .toSorted((a, b) => b.badMs - a.badMs),
  };
}

/** The earliest moment that a standing at `now` looks at, or any of its last so many days (ms): what was over before changes nothing. */
export function looksBackTo({ window }: Pick<Measurable, "window">, now: number, days: number): number {
  const { from, to } = periodAt(now, window);
  const paces = burnRules(to - from).map(({ longMs }) => now - longMs - STALE_MS);
  return Math.min(from, now - LATELY, now - days * DAY, ...paces);
}

/** The last periods, oldest first, the one that goes on among them; those before anything was observed are left out. */
export function periodsOf(objective: Measurable, known: KnownHistory, last: number): readonly Period[] {
  const { target, window } = objective;
  const meter = meterOf(objective, known);
  const periods: Period[] = [];
  for (let place = periodAt(known.now, window); periods.length < last; place = periodBefore(place.from, window)) {
    const { period } = looked(meter, { period: place, now: known.now, target });
    if (period.observedMs === 0 && period.maintenanceMs === 0) break;
    periods.unshift(period);
  }
  return periods;
}

/** The last days of an objective, whatever its own window: how much of them was observed and bad, and the share that was good. */
export function lately(meter: Meter, now: number, days: number): Pick<Measured, "observedMs" | "badMs" | "availability"> {
  const { observedMs, badMs, availability } = meter.over({ from: now - days * DAY, to: now });
  return { observedMs, badMs, availability };
}

/** A unit of the calendar, and the moment that lies in it; now unless told. */
export interface CalendarUnitAt {
  readonly unit: ForecastPeriod;
  readonly at?: number;
}

/** The calendar's unit that a moment lies in, as far as it has passed: in the objective's zone, UTC where its window has none. */
export function calendarPeriodOf(objective: Measurable, known: KnownHistory, { unit, at = known.now }: CalendarUnitAt): Period {
  const { target, window } = objective;
  const timeZone = window.kind === "calendar" ? window.timeZone : "UTC";
  const period = periodAt(at, { kind: "calendar", unit, timeZone });
  return looked(meterOf(objective, known), { period, now: known.now, target }).period;
}

interface Looked {
  readonly period: Interval;
  readonly now: number;
  /** Parts per 100,000. */
  readonly target: number;
}

function looked(meter: Meter, { period, now, target }: Looked): { readonly period: Period; readonly measured: Measured } {
  const measured = meter.over(period);
  const { observedMs, badMs, availability } = measured;
  const maintenanceMs = meter.maintenanceIn(period);
  const past = { from: period.from, to: Math.min(period.to, now) };
  return {
    measured,
    period: {
      ...period, observedMs, badMs, availability, maintenanceMs,
      // Of whole numbers: what a double makes of a share may fall just short of the target.
      met: availability === null ? null : badMs <= budgetMs(observedMs, target),
      unobservedMs: past.to - past.from - observedMs - meter.maintenanceIn(past),
      budgetMs: budgetMs(period.to - period.from - maintenanceMs, target),
    },
  };
}

/** Requests are counted in arrears; what was counted so long ago, ms, says nothing of now. */
const STALE_MS = 2 * 60 * 60_000;

/** The moment at which a pace is looked at: of requests, up to where they were counted last. */
function burnsAt(objective: Measurable, { requests = [], now }: KnownHistory): number {
  if (!countsRequests(objective)) return now;
  const counted = Math.max(...requests.map(({ from, counts }) => from + counts.length * BUCKET_MS));
  return counted < now && now - counted <= STALE_MS ? counted : now;
}

function burnStanding(
  rule: BurnRule,
  { meter, target, now }: { readonly meter: Meter; readonly target: number; readonly now: number },
): BurnStanding {
  const [long, short] = [rule.longMs, rule.shortMs].map((length) => burnRate(meter.over({ from: now - length, to: now }), target));
  const burns = (rate: number | null | undefined): boolean => rate !== null && rate !== undefined && rate >= rule.factor;
  return {
    ...rule, long: long ?? null, short: short ?? null, fires: burns(long) && burns(short), totalOutageMs: firesAfterMs(rule, target),
  };
}
