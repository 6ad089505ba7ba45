import { standingOf, type Standing as DomainStanding } from "@ballast/domain/objective";
import { periodAt, periodBefore, WHOLE } from "@ballast/domain/availability";
import type { Interval } from "@ballast/domain";
import type { ObjectiveRow } from "@ballast/readmodel/objective";
import { countedIncidents, observedSince } from "../figures/counted.ts";
import type { RecordOf } from "../graphql/context.ts";
import { find } from "../graphql/records.ts";
import { momentOf, oncePerScope, type Scope } from "../graphql/scope.ts";
import type { ObjectivePeriod, Standing } from "./standingType.ts";

const MS_PER_MINUTE = 60_000;
const minutes = (ms: number): number => ms / MS_PER_MINUTE;
const iso = (ms: number): string => new Date(ms).toISOString();
const isoOrNull = (ms: number | null): string | null => (ms === null ? null : iso(ms));
const percent = (share: number | null): number | null => (share === null ? null : 100 * share);

/** Incidents of a service as figures count them, and since when it is observed; read once, however many objectives name it. */
const knownOf = oncePerScope((scope, serviceId) => {
  const incidents = countedIncidents(scope, serviceId);
  const service = scope.context.readModel.services.get(serviceId, scope.asOf);
  return { incidents, from: service === undefined ? null : Date.parse(observedSince(service, incidents)) };
});

/** Where an objective stood in a period at a moment (ms), as the scope knows it. */
function standingAt(
  { parts, ...objective }: ObjectiveRow,
  scope: Scope,
  { now, period }: { readonly now: number; readonly period?: Interval },
): DomainStanding {
  const services = new Map(parts.map(({ serviceId }) => [serviceId, knownOf(scope, serviceId)]));
  return standingOf({ ...objective, parts }, {
    incidents: new Map([...services].map(([id, { incidents }]) => [id, incidents])),
    observedFrom: new Map([...services].flatMap(([id, { from }]) => (from === null ? [] : [[id, from] as const]))),
    now,
  }, period);
}

const incidentsOf = (scope: Scope, ids: readonly string[]): readonly RecordOf<"Incident">[] =>
  ids.flatMap((id) => find(scope, "Incident", id) ?? []);

/** Where an objective stands, for GraphQL. */
export function standing(row: ObjectiveRow, scope: Scope): Standing {
  const found = standingAt(row, scope, { now: momentOf(scope).getTime() });
  return {
    from: iso(found.from),
    to: iso(found.to),
    observedMinutes: minutes(found.observedMs),
    unobservedMinutes: minutes(found.unobservedMs),
    maintenanceMinutes: minutes(found.maintenanceMs),
    badMinutes: minutes(found.badMs),
    availabilityPercent: percent(found.availability),
    budgetMinutes: minutes(found.budgetMs),
    leftMinutes: minutes(found.leftMs),
    burnRates: found.burn.map(({ longMs, shortMs, ...rule }) => ({
      ...rule, longMinutes: minutes(longMs), shortMinutes: minutes(shortMs),
    })),
    points: found.points.map(({ at, leftMs }) => ({ at: iso(at), leftMinutes: minutes(leftMs) })),
    goneAt: isoOrNull(found.goneAt),
    forecastGoneAt: isoOrNull(found.forecastGoneAt),
    records: found.records.flatMap(({ id, badMs }) =>
      incidentsOf(scope, [id]).map((incident) => ({ incident, badMinutes: minutes(badMs) })),
    ),
    withoutEnd: incidentsOf(scope, found.withoutEnd),
  };
}

/** The last periods of an objective, the one that goes on among them, oldest first; those before anything was observed are left out. */
export function periodsOf(row: ObjectiveRow, scope: Scope, last: number): readonly ObjectivePeriod[] {
  const periods: ObjectivePeriod[] = [];
  const now = momentOf(scope).getTime();
  for (let period = periodAt(now, row.window); periods.length < last; period = periodBefore(period.from, row.window)) {
    const found = standingAt(row, scope, { now: Math.min(now, period.to), period });
    if (found.observedMs === 0 && found.maintenanceMs === 0) break;
    periods.unshift({
      from: iso(found.from), to: iso(found.to), observedMinutes: minutes(found.observedMs), badMinutes: minutes(found.badMs),
      budgetMinutes: minutes(found.budgetMs), availabilityPercent: percent(found.availability),
      met: found.availability === null ? null : found.availability * WHOLE >= row.target,
    });
  }
  return periods;
}
