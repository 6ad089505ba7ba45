import type { DeliveryBasis, PublicImpact } from "@ballast/schema/graphql";
import type { Period } from "../lists/period.ts";
import { attributionHours } from "../choices/attribution.ts";
import { manyOf } from "../lists/filters.ts";
import { downtimeLevels } from "../response/incidentWords.ts";

export type ReportKind = "incidents" | "availability" | "delivery";

/** The reports there are, as tabs. */
export const reportKinds: readonly (readonly [kind: ReportKind, words: string])[] = [
  ["incidents", "Incidents"],
  ["availability", "Availability"],
  ["delivery", "Delivery"],
];

/** What a report is asked: everything of it stands in the URL. */
export interface Question {
  /** Empty = all of them. */
  service: string;
  /** `365d` or `2026-01-01..2026-03-31`; undefined = everything there is. */
  window: string | undefined;
  impact: readonly PublicImpact[];
  basis: DeliveryBasis;
  /** Hours within which an incident that names no deploy is put down to the latest one before it; undefined = it is not. */
  within?: number | undefined;
}

const usualImpact = "major,critical";
/** The last quarter: what is older is asked for. */
const usualWindow = "90d";

function isDowntimeLevel(value: string): value is PublicImpact {
  return downtimeLevels.some(([level]) => level === value);
}

/** Reads the question from the URL. `service` is what a report opens with. */
export function questionOf(parameters: URLSearchParams, service: string): Question {
  const impact = manyOf(parameters.get("impact") ?? usualImpact).filter(isDowntimeLevel);
  const window = parameters.get("window") ?? usualWindow;
  return {
    service: parameters.get("service") ?? service,
    window: window === "all" ? undefined : window,
    impact: impact.length === 0 ? ["major", "critical"] : impact,
    basis: parameters.get("basis") === "deploys" ? "deploys" : "releases",
    within: attributionHours(parameters.get("within")),
  };
}

/**
 * The window with both ends: everything begins with the first record and ends now. Null while the first record is not known, or there is
 * none.
 */
export function wholeWindow(
  period: Period | null,
  { first, now }: { first: string | null | undefined; now: number },
): { from: string; to: string } | null {
  const from = period?.from ?? first;
  const to = period?.to ?? new Date(now).toISOString();
  return from === null || from === undefined || Date.parse(from) >= Date.parse(to) ? null : { from, to };
}

const dayMs = 86_400_000;

function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

/** First and last day of `2026-11`. */
export function monthDays(month: string): { first: string; last: string } {
  const [year = 0, number = 1] = month.split("-").map(Number);
  return { first: `${month}-01`, last: dayOf(Date.UTC(year, number, 1) - dayMs) };
}

/** Monday and Sunday of an ISO week, `2026-W47`. */
export function weekDays(week: string): { first: string; last: string } {
  const [year = 0, number = 1] = week.split("-W").map(Number);
  // 4 January lies in the first week, whatever its weekday.
  const fourth = Date.UTC(year, 0, 4);
  const monday = fourth - ((new Date(fourth).getUTCDay() + 6) % 7) * dayMs + (number - 1) * 7 * dayMs;
  return { first: dayOf(monday), last: dayOf(monday + 6 * dayMs) };
}

/** The days as a list's period, cut to the report's window, so that the list shows what the bar counts. */
export function within({ first, last }: { first: string; last: string }, window: Period | null): string {
  const begin = window?.from === undefined ? first : window.from.slice(0, 10);
  const end = window?.to === undefined ? last : dayOf(Date.parse(window.to) - 1);
  return `${begin > first ? begin : first}..${end < last ? end : last}`;
}
