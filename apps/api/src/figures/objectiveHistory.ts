import { looksBackTo, meterOf, type HourOfRequests, type KnownHistory, type Meter } from "@ballast/domain/objective";
import type { ObjectiveRow } from "@ballast/readmodel/objective";
import { mayKnowOf } from "../graphql/records.ts";
import { momentOf, oncePerScope, present, type Scope } from "../graphql/scope.ts";
import { countedIncidents } from "./counted.ts";

/** Of the program's own days, whatever an objective's window is. */
export const LATELY = [28, 30, 90] as const;

/** Incidents of a service as figures count them, all of them or (`id endedAfter`) those that were not over by then; read once. */
const incidentsOf = oncePerScope((scope, key) => {
  const [serviceId = "", endedAfter] = key.split(" ");
  return countedIncidents(scope, serviceId, endedAfter === undefined ? undefined : Number(endedAfter));
});

/** Since when a service is observed (ms): from its registration on, or from the first incident of an older history. */
const observedFrom = oncePerScope((scope, serviceId): number | null => {
  const { reports, services } = scope.context.readModel;
  const service = services.get(serviceId, scope.asOf);
  if (service === undefined) return null;
  const first = reports.firstIncident(serviceId, { asOf: scope.asOf, mayKnow: mayKnowOf(scope, "Incident") });
  return Math.min(first, Date.parse(service.registeredAt));
});

/** Requests are looked at so far back, ms: two years and a bit. */
const LONGEST_MS = 750 * 24 * 60 * 60_000;

/** Requests of an objective, for as long as any period may last that is asked for; read once. */
const requestsOf = oncePerScope((scope, id): readonly HourOfRequests[] =>
  scope.context.readModel.samples
    .ofObjective(id, { from: momentOf(scope).getTime() - LONGEST_MS, asOf: scope.asOf })
    .map(({ hour, counts }) => ({ from: Date.parse(hour), counts })));

/** What the scope knows of the incidents of an objective's services; without those that were over by `endedAfter` (ms), where told. */
export function incidentHistoryOf({ parts }: Pick<ObjectiveRow, "parts">, scope: Scope, endedAfter?: number): KnownHistory {
  const ids = parts.map(({ serviceId }) => serviceId);
  const suffix = endedAfter === undefined ? "" : ` ${String(endedAfter)}`;
  return {
    incidents: new Map(ids.map((id) => [id, incidentsOf(scope, `${id}${suffix}`)])),
    observedFrom: new Map(ids.flatMap((id) => {
      const from = observedFrom(scope, id);
      return from === null ? [] : [[id, from] as const];
    })),
    now: momentOf(scope).getTime(),
  };
}

/** The same, and its requests where it is measured by them. */
export const historyOf = (
  row: Pick<ObjectiveRow, "id" | "parts" | "indicator">, scope: Scope, endedAfter?: number,
): KnownHistory => ({
  ...incidentHistoryOf(row, scope, endedAfter), ...(row.indicator !== null && { requests: requestsOf(scope, row.id) }),
});

/** What an objective is measured on in its present period and {@link LATELY}; put together once, however many of these are asked for. */
export const measuredOf = oncePerScope((scope, id): { readonly known: KnownHistory; readonly meter: Meter } => {
  const row = present(scope.context.readModel.objectives.get(id, scope.asOf), "objective");
  const known = historyOf(row, scope, looksBackTo(row, momentOf(scope).getTime(), Math.max(...LATELY)));
  return { known, meter: meterOf(row, known) };
});
