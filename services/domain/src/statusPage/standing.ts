import type { ComponentStatus, CountingRule } from "@ballast/schema";
import { Temporal } from "temporal-polyfill";
import { measure, WHOLE } from "../availability/sweep.ts";
import { firstInstantAt, localDateAt } from "../oncall/wallClock.ts";
import { clip, coveredLength, type Interval } from "../statistics/intervals.ts";
import type { Hurt } from "./publicIncident.ts";

/** Over so many days uptime is told. */
export const uptimeDays = [7, 30, 90, 365] as const;
/** So many days have a bar. */
export const barDays = 90;

/** How bad each is, the worst last. */
const ORDER: readonly ComponentStatus[] = ["operational", "maintenance", "degraded", "partialOutage", "majorOutage"];

/** How bad it is, among the others. */
export const rankOf = (status: ComponentStatus): number => ORDER.indexOf(status);

/** The worst of them; of none, that all is well. */
export const worstOf = (statuses: Iterable<ComponentStatus>): ComponentStatus =>
  [...statuses].reduce<ComponentStatus>((worst, one) => (rankOf(one) > rankOf(worst) ? one : worst), "operational");

/** A day of a page's zone, as far as it has come. */
export interface PageDay extends Interval {
  /** As in 2026-11-29. */
  readonly date: string;
}

/**
 * The last days of a zone, oldest first, today up to now the last of them. A day of a clock change has 23 or 25 hours.
 * @throws RangeError when the zone is unknown
 */
export function daysUpTo(now: number, timeZone: string, count: number): readonly PageDay[] {
  const today = localDateAt(now, timeZone);
  const first = today.subtract({ days: count - 1 });
  const dates = Array.from({ length: count + 1 }, (_, index) => first.add({ days: index }));
  const begins = dates.map((date) => firstInstantAt(date.toPlainDateTime(Temporal.PlainTime.from("00:00")), timeZone));
  return dates.slice(0, count).map((date, index) => ({
    date: date.toString(), from: begins[index] ?? now, to: Math.min(begins[index + 1] ?? now, now),
  }));
}

/** What of a time was up by a rule. */
export interface Uptime extends Interval {
  readonly observedMs: number;
  readonly badMs: number;
  /** 1 − bad ÷ observed; null where nothing was observed. Not rounded. */
  readonly share: number | null;
}

/** A component's day: how long it was hurt how, in ms, and by what. */
export interface ComponentDay extends PageDay {
  /** Null: nobody observed anything. */
  readonly worst: ComponentStatus | null;
  readonly observedMs: number;
  readonly hurtMs: Readonly<Record<Hurt["status"], number>>;
  readonly incidentIds: readonly string[];
}

/** What is known of a component. */
export interface ComponentHistory {
  readonly hurt: readonly Hurt[];
  /** Since when anything is known of it, ms; null: nothing is. */
  readonly observedFrom: number | null;
  readonly rule: CountingRule;
}

/**
 * What of a time a component was up: the sweep that measures every objective, with the rule's weights. Of times that overlap the worst
 * counts; what nobody observed is neither up nor down.
 */
export function uptimeIn({ hurt, observedFrom, rule }: ComponentHistory, window: Interval): Uptime {
  const inside = hurt.filter(({ from, to }) => to > window.from && from < window.to);
  const without = [
    { from: -Infinity, to: observedFrom ?? Infinity },
    ...(rule.maintenance === "leftOut" ? inside.filter(({ status }) => status === "maintenance") : []),
  ];
  const impacts = inside.flatMap(({ incidentId, status, from, to }) =>
    status === "maintenance" ? [] : [{ id: incidentId, from, to, share: rule[status] }],
  );
  const { observedMs, badMs, availability } = measure(impacts, { window, without, overlap: "max" });
  return { from: window.from, to: window.to, observedMs, badMs, share: availability };
}

/** Several components' time, or several times', as one. */
export function together(uptimes: readonly Uptime[], window: Interval): Uptime {
  const observedMs = uptimes.reduce((sum, one) => sum + one.observedMs, 0);
  const badMs = uptimes.reduce((sum, one) => sum + one.badMs, 0);
  return { from: window.from, to: window.to, observedMs, badMs, share: observedMs === 0 ? null : 1 - badMs / observedMs };
}

const nothingHurt = { degraded: 0, partialOutage: 0, majorOutage: 0, maintenance: 0 };

/** How a component did on a day. */
export function componentDay({ hurt, observedFrom }: ComponentHistory, day: PageDay): ComponentDay {
  const observed = clip({ from: observedFrom ?? Infinity, to: day.to }, day);
  if (observed === undefined) return { ...day, worst: null, observedMs: 0, hurtMs: nothingHurt, incidentIds: [] };
  const inside = hurt.flatMap((time) => {
    const part = clip(time, observed);
    return part === undefined ? [] : [{ ...time, ...part }];
  });
  const observedMs = observed.to - observed.from;
  if (inside.length === 0) return { ...day, worst: "operational", observedMs, hurtMs: nothingHurt, incidentIds: [] };
  const msOf = (status: Hurt["status"]): number => coveredLength(inside.filter((time) => time.status === status));
  return {
    ...day, observedMs, worst: worstOf(inside.map(({ status }) => status)),
    hurtMs: {
      degraded: msOf("degraded"), partialOutage: msOf("partialOutage"), majorOutage: msOf("majorOutage"), maintenance: msOf("maintenance"),
    },
    incidentIds: [...new Set(inside.map(({ incidentId }) => incidentId))],
  };
}

/** How a component does now: what a person says, else the worst that hurts it. */
export function statusNow(hurt: readonly Hurt[], held: { readonly status: ComponentStatus } | null): ComponentStatus {
  return held?.status ?? worstOf(hurt.flatMap(({ status, open }) => (open ? [status] : [])));
}

/** A share as people read it, percent: rounded down to two decimals, so that what was hurt is never called 100. */
export const percentOf = (share: number): string => {
  const hundredths = Math.floor(share * 10_000 + 1e-9);
  return hundredths % 100 === 0 ? String(hundredths / 100) : (hundredths / 100).toFixed(2);
};

/** A rule in numbers, percent. */
export const weightsOf = ({ degraded, partialOutage, majorOutage }: CountingRule): readonly number[] =>
  [degraded, partialOutage, majorOutage].map((share) => (100 * share) / WHOLE);
