import { timesOf } from "../availability/impactTimes.ts";
import { WHOLE, measure, type Impact, type Measured } from "../availability/sweep.ts";
import type { DowntimeIncident } from "../reports/availabilityReport.ts";
import { instantOf } from "../statistics/calendar.ts";
import type { Interval } from "../statistics/intervals.ts";
import type { DefinedObjective, ObjectiveContent } from "./objective.ts";
import { requestMeter, type HourOfRequests } from "./requestMeter.ts";

/** What an objective says, and what decides how it is measured. */
export interface Measurable extends ObjectiveContent, Partial<Pick<DefinedObjective, "indicator" | "corrections">> {}

/** What is known of the services of an objective. */
export interface KnownHistory {
  /** By service. */
  readonly incidents: ReadonlyMap<string, readonly DowntimeIncident[]>;
  /** By service, since when anything is known of it (ms). A service that is not in it was never observed. */
  readonly observedFrom: ReadonlyMap<string, number>;
  /** Its requests, where it is measured by them. */
  readonly requests?: readonly HourOfRequests[];
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** What an objective is measured on, put together once for any number of windows. */
export interface Meter {
  /** How much of a window was bad, maintenance (where it is left out) and what nobody observed apart. */
  readonly over: (window: Interval) => Measured;
  /** Milliseconds of a window that are left out for maintenance. */
  readonly maintenanceIn: (window: Interval) => number;
  /** Incidents that would count but never say when they ended. */
  readonly withoutEnd: readonly string[];
}

/** What an objective is measured on: its requests where something counts them, else the incidents of its services. */
export function meterOf(objective: Measurable, known: KnownHistory): Meter {
  if (!countsRequests(objective)) return incidentMeter(objective, known);
  const { over } = requestMeter(known.requests ?? [], correctedTimes(objective));
  return { over, maintenanceIn: () => 0, withoutEnd: [] };
}

/** Whether it is measured by its requests. */
export const countsRequests = ({ indicator }: Measurable): boolean => (indicator ?? null) !== null;

/** Times that are left out because what was measured in them was not so. */
export const correctedTimes = ({ corrections = [] }: Measurable): readonly Interval[] =>
  corrections.map(({ from, to }) => ({ from: instantOf(from), to: instantOf(to) }));

/** The incidents of its services. */
export function incidentMeter(objective: Measurable, known: KnownHistory): Meter {
  const { impacts, maintenance, withoutEnd } = impactsOf(objective, known);
  const without = [...maintenance, ...correctedTimes(objective), ...unobserved(objective, known)];
  const touching = touchedBy(impacts);
  return {
    over: (window) => measure(touching(window), { window, without, overlap: objective.overlap }),
    maintenanceIn: (window) =>
      window.from < window.to
        ? window.to - window.from - measure([], { window, without: maintenance, overlap: objective.overlap }).observedMs
        : 0,
    withoutEnd,
  };
}

/**
 * Impacts that may touch a window, in the order in which they are given: of years of them, most windows are of the last days. None begins
 * longer before the window than the longest of them lasts.
 */
function touchedBy(impacts: readonly Impact[]): (window: Interval) => readonly Impact[] {
  const byStart = impacts.map((impact, place) => ({ impact, place })).sort((one, other) => one.impact.from - other.impact.from);
  const longest = impacts.reduce((most, { from, to }) => Math.max(most, to - from), 0);
  /** How many begin before a moment. */
  const before = (moment: number): number => {
    let [low, high] = [0, byStart.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((byStart[middle]?.impact.from ?? Infinity) < moment) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return ({ from, to }) =>
    byStart.slice(before(from - longest), before(to)).sort((one, other) => one.place - other.place).map(({ impact }) => impact);
}

/** What nobody observed: before the last of its services was known, and the time to come. */
function unobserved({ parts }: ObjectiveContent, { observedFrom, now }: KnownHistory): readonly Interval[] {
  const from = Math.max(...parts.map(({ serviceId }) => observedFrom.get(serviceId) ?? Infinity));
  return [{ from: -Infinity, to: from }, { from: now, to: Infinity }];
}

interface Found {
  readonly impacts: readonly Impact[];
  readonly maintenance: readonly Interval[];
  readonly withoutEnd: readonly string[];
}

/** What hit the parts of an objective, and how much of it. */
function impactsOf({ parts, weights, maintenance: policy }: ObjectiveContent, { incidents }: KnownHistory): Found {
  const impacts: Impact[] = [];
  const maintenance: Interval[] = [];
  const withoutEnd = new Set<string>();
  const weigh = new Map<string, number>(Object.entries(weights));
  for (const { serviceId, component, share } of parts) {
    for (const incident of incidents.get(serviceId) ?? []) {
      for (const { from, to, level, counted } of timesOf(incident, component)) {
        if (level === "maintenance") {
          if (policy === "excluded" && to !== null) maintenance.push({ from, to });
          continue;
        }
        const weight = counted ?? weigh.get(level) ?? 0;
        if (weight === 0) continue;
        if (to === null) withoutEnd.add(incident.id);
        else impacts.push({ id: incident.id, from, to, share: (share * weight) / WHOLE });
      }
    }
  }
  return { impacts, maintenance, withoutEnd: [...withoutEnd] };
}
