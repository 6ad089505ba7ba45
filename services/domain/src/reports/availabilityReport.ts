import { MS_PER_MINUTE, instantOf } from "../statistics/calendar.ts";
import { clip, coveredLength, type Interval } from "../statistics/intervals.ts";
import { windowOf, type ReportWindow } from "./window.ts";

/** A time of impact inside an incident; `to` null while it lasts. */
export type ImpactInterval = {
  readonly from: string;
  readonly to?: string | null | undefined;
  /** Components this time is about; absent: those of the incident. */
  readonly components?: readonly string[] | undefined;
  /** Level of this time; absent: that of the incident. */
  readonly impact?: string | undefined;
  /** Customers hit, in parts per 100,000, where somebody counted. */
  readonly share?: number | null | undefined;
};

/** An incident as the availability figures need it. */
export type DowntimeIncident = {
  readonly id: string;
  readonly impact: string;
  readonly startedAt: string;
  readonly resolvedAt?: string | null | undefined;
  readonly components?: readonly string[] | undefined;
  /** Where given they stand in for start to resolution (an incident that was reopened has two). */
  readonly intervals?: readonly ImpactInterval[] | undefined;
  /** For a live incident that goes on: the moment up to which that is known, usually now. */
  readonly openUntil?: string | undefined;
};

/** Window, levels that count as downtime, and the components the service ever had. */
export type AvailabilityQuery = ReportWindow & {
  readonly impact: readonly string[];
  readonly components: readonly string[];
};

/** Time with and without a declared incident at the levels asked for. */
export type Availability = {
  /** Incidents with a positive length inside the window. */
  readonly incidents: number;
  /** Overlapping incidents count once. */
  readonly downtimeMinutes: number;
  readonly availabilityPercent: number;
};

/** Availability by component and over all (definition D4). Nothing is rounded. */
export type AvailabilityReport = {
  readonly windowMinutes: number;
  readonly components: Readonly<Record<string, Availability>>;
  /** Over all incidents of these levels, those that name no component included. */
  readonly any: Availability;
  /** The ids behind the figures. */
  readonly records: {
    readonly components: Readonly<Record<string, readonly string[]>>;
    readonly any: readonly string[];
    /** Of these levels, but of unknown end: they count as no downtime, which makes the figures too good. */
    readonly withoutEnd: readonly string[];
  };
};

type Hurt = { readonly id: string; readonly components: readonly string[] };
type ImpactTime = Hurt & { readonly from: string; readonly to: string | undefined; readonly impact: string };
type Downtime = Hurt & Interval;

/**
 * Availability in the window. Every component given, and every one that an incident of any level or time names,
 * is listed, those without downtime included.
 * @throws RangeError when the window is empty
 */
export function availabilityReport(incidents: readonly DowntimeIncident[], query: AvailabilityQuery): AvailabilityReport {
  const window = windowOf(query);
  const times = incidents.flatMap(timesOf);
  const relevant = times.filter(({ impact }) => query.impact.includes(impact));
  const downtimes = relevant.flatMap((time) => downtimeWithin(time, window));
  const names = [...new Set([...query.components, ...times.flatMap(({ components }) => components)])].toSorted();
  const byName = names.map((name) => [name, downtimes.filter(({ components }) => components.includes(name))] as const);
  return {
    windowMinutes: (window.to - window.from) / MS_PER_MINUTE,
    components: Object.fromEntries(byName.map(([name, own]) => [name, availability(own, window)])),
    any: availability(downtimes, window),
    records: {
      components: Object.fromEntries(byName.map(([name, own]) => [name, idsOf(own)])),
      any: idsOf(downtimes),
      withoutEnd: idsOf(relevant.filter(({ to }) => to === undefined)),
    },
  };
}

/** The times of an incident, each with its own end, level and components. */
function timesOf(incident: DowntimeIncident): readonly ImpactTime[] {
  const { id, intervals = [{ from: incident.startedAt, to: incident.resolvedAt }] } = incident;
  return intervals.map(({ from, to, components, impact }) => ({
    id,
    from,
    to: to ?? incident.openUntil,
    impact: impact ?? incident.impact,
    components: components ?? incident.components ?? [],
  }));
}

function downtimeWithin({ from, to, id, components }: ImpactTime, window: Interval): readonly Downtime[] {
  if (to === undefined) return [];
  const inside = clip({ from: instantOf(from), to: instantOf(to) }, window);
  return inside === undefined ? [] : [{ id, components, ...inside }];
}

function availability(downtimes: readonly Downtime[], window: Interval): Availability {
  const down = coveredLength(downtimes);
  return {
    incidents: idsOf(downtimes).length,
    downtimeMinutes: down / MS_PER_MINUTE,
    availabilityPercent: 100 * (1 - down / (window.to - window.from)),
  };
}

function idsOf(downtimes: readonly Hurt[]): readonly string[] {
  return [...new Set(downtimes.map(({ id }) => id))];
}
