import type { SupportHours, Urgency } from "@ballast/schema";
import { Rejection } from "../rejection.ts";
import { union, type Interval } from "../statistics/intervals.ts";
import { hoursWithin } from "./hours.ts";
import { isTimeZone } from "./wallClock.ts";

/** Severities 1 and 2 are urgent, and what has none; 3 and 4 can wait for who says so. */
export const urgencyOf = (severity: number | null): Urgency => (severity !== null && severity >= 3 ? "low" : "high");

/** How urgent something is at a moment, and by what. */
export interface UrgencyAt {
  readonly level: Urgency;
  readonly because: "severity" | "withinHours" | "outsideHours";
  /** When the hours begin or end, and it is urgent or not any more, ms since 1970; null: its severity decides, or they never change. */
  readonly until: number | null;
}

/** The hours of a week are known after one; a zone's clock may change in it. Ms. */
const AHEAD_MS = 9 * 86_400_000;

/**
 * How urgent an incident of this severity is at an instant (ms since 1970), by the hours of its services (null: a service that has none,
 * and goes by the severity). The service that hurts most decides: it is of low urgency only where it is for each of them. What has no
 * severity is urgent. What no hours hold back for one of them, the hours of another do not hold back either: whoever is on call for it
 * would not hear of it.
 */
export function urgencyAt(severity: number | null, services: readonly (SupportHours | null)[], at: number): UrgencyAt {
  const kept = services.filter((hours) => hours !== null);
  const bySeverity: UrgencyAt = { level: urgencyOf(severity), because: "severity", until: null };
  if (severity === null || kept.length === 0) return bySeverity;
  if (kept.some(({ alwaysUpTo }) => severity <= alwaysUpTo)) return { ...bySeverity, level: "high" };
  if (kept.length < services.length && bySeverity.level === "high") return bySeverity;
  const spans = union(kept.flatMap((hours) => spansOf(hours, { from: at, to: at + AHEAD_MS })));
  const now = spans.find(({ from, to }) => from <= at && at < to);
  if (now !== undefined) return { level: "high", because: "withinHours", until: now.to < at + AHEAD_MS ? now.to : null };
  // One of them has no hours: nothing says of it that it waits.
  if (kept.length < services.length) return bySeverity;
  return { level: "low", because: "outsideHours", until: spans[0]?.from ?? null };
}

const spansOf = ({ timeZone, weekdays, from, to }: SupportHours, window: Interval): readonly Interval[] =>
  hoursWithin({ timeZone, hours: [{ weekdays, from, to, daysLater: to > from ? 0 : 1 }] }, window);

/** @throws Rejection INVALID_INPUT of an unknown zone, and of a weekday that is named twice */
export function refuseUnusableSupportHours({ timeZone, weekdays }: SupportHours): void {
  if (!isTimeZone(timeZone))
    throw new Rejection("INVALID_INPUT", `"${timeZone}" is no time zone: write it like Europe/Zurich`, ["supportHours", "timeZone"]);
  if (new Set(weekdays).size < weekdays.length)
    throw new Rejection("INVALID_INPUT", "a weekday is named twice", ["supportHours", "weekdays"]);
}

const days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"] as const;

/** Days that follow each other as `Monday to Friday`, others one by one. */
function daysWords(weekdays: readonly number[]): string {
  const runs: number[][] = [];
  for (const day of weekdays.toSorted((a, b) => a - b)) {
    const last = runs.at(-1);
    if (last !== undefined && last.at(-1) === day - 1) last.push(day);
    else runs.push([day]);
  }
  const name = (day: number | undefined): string => days[(day ?? 1) - 1] ?? "";
  return runs.map((run) => (run.length < 3 ? run.map(name).join(", ") : `${name(run[0])} to ${name(run.at(-1))}`)).join(", ");
}

/** The hours in words: `Monday to Friday 09:00–18:00 (Europe/Zurich); outside of them severity 3 and milder ones wait`. */
export function supportHoursWords({ weekdays, from, to, timeZone, alwaysUpTo }: SupportHours): string {
  const next = to < from ? " of the next day" : "";
  const time = from === to ? (from === "00:00" ? "all day" : `from ${from} for a day`) : `${from}–${to}${next}`;
  const waits = alwaysUpTo === 3 ? "severity 4 waits" : `severity ${String(alwaysUpTo + 1)} and milder ones wait`;
  return `${daysWords(weekdays)} ${time} (${timeZone}); outside of them ${waits}`;
}
