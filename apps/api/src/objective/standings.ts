import { periodsOf, standingOf } from "@ballast/domain/objective";
import type { ObjectiveRow } from "@ballast/readmodel/objective";
import { historyOf } from "../figures/objectiveHistory.ts";
import type { RecordOf } from "../graphql/context.ts";
import { find } from "../graphql/records.ts";
import type { Scope } from "../graphql/scope.ts";
import type { ObjectivePeriod, Standing } from "./standingType.ts";

const MS_PER_MINUTE = 60_000;
const minutes = (ms: number): number => ms / MS_PER_MINUTE;
const iso = (ms: number): string => new Date(ms).toISOString();
const isoOrNull = (ms: number | null): string | null => (ms === null ? null : iso(ms));
const percent = (share: number | null): number | null => (share === null ? null : 100 * share);

const incidentsOf = (scope: Scope, ids: readonly string[]): readonly RecordOf<"Incident">[] =>
  ids.flatMap((id) => find(scope, "Incident", id) ?? []);

/** Where an objective stands, for GraphQL. */
export function standing(row: ObjectiveRow, scope: Scope): Standing {
  const found = standingOf(row, historyOf(row, scope));
  return {
    from: iso(found.from),
    to: iso(found.to),
    observedMinutes: minutes(found.observedMs),
    unobservedMinutes: minutes(found.unobservedMs),
    maintenanceMinutes: minutes(found.maintenanceMs),
    badMinutes: minutes(found.badMs),
    availabilityPercent: percent(found.availability),
    requests:
      found.requests === null
        ? null
        : { bad: found.requests.bad, valid: found.requests.valid, good: found.requests.valid - found.requests.bad },
    uncorrectedPercent: percent(found.uncorrected),
    budgetMinutes: minutes(found.budgetMs),
    leftMinutes: minutes(found.leftMs),
    burnRates: found.burn.map(({ longMs, shortMs, totalOutageMs, ...rule }) => ({
      ...rule, longMinutes: minutes(longMs), shortMinutes: minutes(shortMs),
      totalOutageMinutes: totalOutageMs === null ? null : minutes(totalOutageMs),
    })),
    points: found.points.map(({ at, leftMs }) => ({ at: iso(at), leftMinutes: minutes(leftMs) })),
    goneAt: isoOrNull(found.goneAt),
    forecastGoneAt: isoOrNull(found.forecastGoneAt),
    records: found.records.flatMap(({ id, badMs, overLimit }) =>
      incidentsOf(scope, [id]).map((incident) => ({ incident, badMinutes: minutes(badMs), overLimit })),
    ),
    withoutEnd: incidentsOf(scope, found.withoutEnd),
  };
}

/** The last periods of an objective, for GraphQL. */
export const periods = (row: ObjectiveRow, scope: Scope, last: number): readonly ObjectivePeriod[] =>
  periodsOf(row, historyOf(row, scope), last).map(({ from, to, observedMs, badMs, budgetMs, availability, met }) => ({
    from: iso(from), to: iso(to), observedMinutes: minutes(observedMs), badMinutes: minutes(badMs), budgetMinutes: minutes(budgetMs),
    availabilityPercent: percent(availability), met,
  }));
