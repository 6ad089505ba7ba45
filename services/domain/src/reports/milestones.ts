import type { Milestone } from "@ballast/schema";
import { MS_PER_MINUTE, instantOf } from "../statistics/calendar.ts";
import { coveredLength, type Interval } from "../statistics/intervals.ts";
import { summary, type Summary } from "../statistics/summary.ts";
import { groupedBy } from "./window.ts";

/** A time between a resolution and the reopening that followed: it was over, and is no part of how long it took. */
export interface Pause {
  readonly from: string;
  readonly to: string;
}

/** Milestones as they stand after corrections; what is missing or null is unknown. */
export type Milestones = Readonly<Partial<Record<Milestone, string | null | undefined>>>;

/** A time in which a component was hurt; `endedAt` null while it lasts. */
export type ComponentImpact = { readonly component: string; readonly startedAt: string; readonly endedAt: string | null };

/** Minutes to each point of the response; null where a milestone is unknown or lies before what it counts from. */
export type ResponseMinutes = {
  /** Impact start → detected. */
  readonly detectMinutes: number | null;
  /** First page sent → first acknowledgement by a person. */
  readonly acknowledgeMinutes: number | null;
  /** Impact start → mitigated. */
  readonly mitigateMinutes: number | null;
  /** Impact start → resolved, without the times in which it was over and had not been reopened yet. */
  readonly resolveMinutes: number | null;
};

/**
 * How long each part of the response took. A pause is left out where it lies before the resolution: whoever names an
 * earlier one says that it was not over at the start of the pause.
 */
export function responseMinutes(milestones: Milestones, pauses: readonly Pause[] = []): ResponseMinutes {
  const { impactStart, detected, firstPageSent, acknowledged, mitigated, resolved } = milestones;
  return {
    detectMinutes: minutesBetween(impactStart, detected),
    acknowledgeMinutes: minutesBetween(firstPageSent, acknowledged),
    mitigateMinutes: minutesBetween(impactStart, mitigated),
    resolveMinutes: without(pauses, { from: impactStart, to: resolved }),
  };
}

/**
 * It was over before anybody knew of it: a release that was sent back by itself, and whose harm was found when it was
 * counted. The time to mitigate is then shorter than that to detect, and true.
 */
export const mitigatedBeforeDetected = ({ detected, mitigated }: Milestones): boolean =>
  !!detected && !!mitigated && instantOf(mitigated) < instantOf(detected);

/** Times in which it lasted, between its pauses; `to` is its resolution, or now. Empty where it ends before it began. */
export function lastingIntervals({ from, to }: Pause, pauses: readonly Pause[]): readonly Pause[] {
  const inside = pauses.filter((pause) => instantOf(pause.to) <= instantOf(to) && instantOf(pause.from) >= instantOf(from));
  const starts = [from, ...inside.map((pause) => pause.to)];
  const ends = [...inside.map((pause) => pause.from), to];
  return starts.flatMap((start, index) => {
    const end = ends[index];
    return end !== undefined && instantOf(start) < instantOf(end) ? [{ from: start, to: end }] : [];
  });
}

type Span = { readonly from: string | null | undefined; readonly to: string | null | undefined };

function without(pauses: readonly Pause[], { from, to }: Span): number | null {
  const whole = minutesBetween(from, to);
  if (whole === null || !from || !to) return null;
  const parts = lastingIntervals({ from, to }, pauses).map((part) => ({ from: instantOf(part.from), to: instantOf(part.to) }));
  return coveredLength(parts) / MS_PER_MINUTE;
}

function minutesBetween(from: string | null | undefined, to: string | null | undefined): number | null {
  if (!from || !to) return null;
  const minutes = (instantOf(to) - instantOf(from)) / MS_PER_MINUTE;
  return minutes < 0 ? null : minutes;
}

/** Minutes of impact by component, overlaps once; what lasts counts up to `until` (now, or the resolution). */
export function impactMinutes(impacts: readonly ComponentImpact[], until: string): Readonly<Record<string, number>> {
  const end = instantOf(until);
  const times = groupedBy(impacts, ({ component }) => component);
  return Object.fromEntries(
    [...times].map(([component, own]) => [component, coveredLength(own.map((impact) => intervalOf(impact, end))) / MS_PER_MINUTE]),
  );
}

function intervalOf({ startedAt, endedAt }: ComponentImpact, end: number): Interval {
  return { from: instantOf(startedAt), to: endedAt === null ? end : instantOf(endedAt) };
}

/** What decides whether an incident is part of any figure. */
export type Counted = { readonly state: string; readonly drill: boolean };

/** Drills and what turned out to be no incident of its own (declined, merged, cancelled) count nowhere. */
export function countsInFigures({ state, drill }: Counted): boolean {
  return !drill && state !== "declined" && state !== "merged" && state !== "cancelled";
}

/** An incident's response, by its severity; null for imports. */
export type MeasuredResponse = Counted & {
  readonly severity: number | null;
  readonly milestones: Milestones;
  readonly pauses?: readonly Pause[];
};

/** Percentiles of each response time, by severity; `unknown` holds those without one. */
export function responseFigures(
  incidents: readonly MeasuredResponse[],
): Readonly<Record<string, Readonly<Record<keyof ResponseMinutes, Summary>>>> {
  const bySeverity = groupedBy(incidents.filter(countsInFigures), ({ severity }) => (severity === null ? "unknown" : String(severity)));
  return Object.fromEntries(
    [...bySeverity].map(([severity, group]) => {
      const times = group.map(({ milestones, pauses }) => responseMinutes(milestones, pauses));
      const over = (key: keyof ResponseMinutes): Summary => summary(times.flatMap((time) => time[key] ?? []));
      return [
        severity,
        {
          detectMinutes: over("detectMinutes"),
          acknowledgeMinutes: over("acknowledgeMinutes"),
          mitigateMinutes: over("mitigateMinutes"),
          resolveMinutes: over("resolveMinutes"),
        },
      ];
    }),
  );
}
