import { responseMinutes, type Pause } from "./milestones.ts";
import { instantOf, monthOf } from "../statistics/calendar.ts";
import { summary, type Summary } from "../statistics/summary.ts";
import { groupedBy } from "./window.ts";

/** An incident as the report needs it; `incidentSpan` finds the times of one that does not state them. */
export type ReportedIncident = {
  readonly id: string;
  readonly impact: string;
  readonly startedAt: string;
  readonly resolvedAt?: string | null | undefined;
  /** Times in which it was over, before it was reopened: no part of its time to resolve. */
  readonly pauses?: readonly Pause[] | undefined;
};

/** Counts and times to resolve of incidents (definitions D1 to D3). Nothing is rounded. */
export type IncidentReport = {
  readonly incidents: number;
  /** The known levels always, zeros included. */
  readonly byImpact: Readonly<Record<string, number>>;
  /** By calendar month (UTC) of the start, without gaps from the first to the last month that has one. */
  readonly perMonth: Readonly<Record<string, number>>;
  readonly timeToResolveMinutes: {
    readonly all: Summary;
    /** Without those that were resolved at the minute they started. */
    readonly nonzero: Summary;
    readonly byImpact: Readonly<Record<string, Summary>>;
  };
  /** The ids behind the figures. */
  readonly records: {
    readonly incidents: readonly string[];
    readonly byImpact: Readonly<Record<string, readonly string[]>>;
    readonly perMonth: Readonly<Record<string, readonly string[]>>;
    /** Each measured incident, by time to resolve. */
    readonly timeToResolveMinutes: readonly TimeToResolve[];
    /** No time to resolve: not resolved, or resolved before it started. Maintenance is not meant to be here. */
    readonly unmeasured: readonly string[];
  };
};

/** One incident's time from start to resolution. */
export type TimeToResolve = { readonly id: string; readonly impact: string; readonly minutes: number };

const LEVELS = ["none", "minor", "major", "critical", "maintenance"];

/** The report over the incidents that started in `[from, to)`; an end that is not given does not limit. */
export function incidentReport(
  incidents: readonly ReportedIncident[],
  limits: { readonly from?: string | undefined; readonly to?: string | undefined } = {},
): IncidentReport {
  const counted = startedWithin(incidents, limits);
  const byImpact = idsByImpact(counted);
  const perMonth = idsPerMonth(counted);
  const repairs = counted.filter(({ impact }) => impact !== "maintenance");
  const measured = repairs.flatMap(timeToResolve).toSorted((a, b) => a.minutes - b.minutes);
  const measuredIds = new Set(measured.map(({ id }) => id));
  return {
    incidents: counted.length,
    byImpact: counts(byImpact),
    perMonth: counts(perMonth),
    timeToResolveMinutes: {
      all: summary(measured.map(({ minutes }) => minutes)),
      nonzero: summary(measured.flatMap(({ minutes }) => (minutes > 0 ? [minutes] : []))),
      byImpact: timesByImpact(byImpact, measured),
    },
    records: {
      incidents: counted.map(({ id }) => id),
      byImpact,
      perMonth,
      timeToResolveMinutes: measured,
      unmeasured: repairs.flatMap(({ id }) => (measuredIds.has(id) ? [] : [id])),
    },
  };
}

function startedWithin(
  incidents: readonly ReportedIncident[],
  limits: { readonly from?: string | undefined; readonly to?: string | undefined },
): readonly ReportedIncident[] {
  const from = limits.from === undefined ? -Infinity : instantOf(limits.from);
  const to = limits.to === undefined ? Infinity : instantOf(limits.to);
  return incidents
    .map((incident) => ({ incident, start: instantOf(incident.startedAt) }))
    .filter(({ start }) => from <= start && start < to)
    .toSorted((a, b) => a.start - b.start)
    .map(({ incident }) => incident);
}

function timeToResolve({ id, impact, startedAt, resolvedAt, pauses }: ReportedIncident): readonly TimeToResolve[] {
  const minutes = responseMinutes({ impactStart: startedAt, resolved: resolvedAt }, pauses).resolveMinutes;
  return minutes === null ? [] : [{ id, impact, minutes }];
}

type Ids = Readonly<Record<string, readonly string[]>>;

function idsByImpact(incidents: readonly ReportedIncident[]): Ids {
  const groups = groupedBy(incidents, ({ impact }) => impact);
  const levels = new Set([...LEVELS, ...groups.keys()]);
  return Object.fromEntries([...levels].map((level) => [level, (groups.get(level) ?? []).map(({ id }) => id)]));
}

function idsPerMonth(inOrder: readonly ReportedIncident[]): Ids {
  const groups = groupedBy(inOrder, ({ startedAt }) => monthOf(instantOf(startedAt)));
  const months = [...groups.keys()];
  return Object.fromEntries(
    monthsThrough(months.at(0), months.at(-1)).map((month) => [month, (groups.get(month) ?? []).map(({ id }) => id)]),
  );
}

function monthsThrough(first: string | undefined, last: string | undefined): readonly string[] {
  const months: string[] = [];
  if (first === undefined || last === undefined) return months;
  for (const date = new Date(`${first}-01T00:00:00Z`); monthOf(date.getTime()) <= last; ) {
    months.push(monthOf(date.getTime()));
    date.setUTCMonth(date.getUTCMonth() + 1);
  }
  return months;
}

function timesByImpact(byImpact: Ids, measured: readonly TimeToResolve[]): Readonly<Record<string, Summary>> {
  const levels = Object.keys(byImpact).filter((level) => level !== "maintenance");
  const times = groupedBy(measured, ({ impact }) => impact);
  return Object.fromEntries(levels.map((level) => [level, summary((times.get(level) ?? []).map(({ minutes }) => minutes))]));
}

function counts(ids: Ids): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(ids).map(([key, group]) => [key, group.length]));
}
