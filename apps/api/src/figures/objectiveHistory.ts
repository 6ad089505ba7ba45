import type { HourOfRequests, KnownHistory } from "@ballast/domain/objective";
import type { ObjectiveRow } from "@ballast/readmodel/objective";
import { momentOf, oncePerScope, type Scope } from "../graphql/scope.ts";
import { countedIncidents, observedSince } from "./counted.ts";

/** Incidents of a service as figures count them, and since when it is observed; read once, however many objectives name it. */
const knownOf = oncePerScope((scope, serviceId) => {
  const incidents = countedIncidents(scope, serviceId);
  const service = scope.context.readModel.services.get(serviceId, scope.asOf);
  return { incidents, from: service === undefined ? null : Date.parse(observedSince(service, incidents)) };
});

/** Requests are looked at so far back, ms: two years and a bit. */
const LONGEST_MS = 750 * 24 * 60 * 60_000;

/** Requests of an objective, for as long as any period may last that is asked for; read once. */
const requestsOf = oncePerScope((scope, id): readonly HourOfRequests[] =>
  scope.context.readModel.samples
    .ofObjective(id, { from: momentOf(scope).getTime() - LONGEST_MS, asOf: scope.asOf })
    .map(({ hour, counts }) => ({ from: Date.parse(hour), counts })));

/** What the scope knows of the incidents of an objective's services. */
export function incidentHistoryOf({ parts }: Pick<ObjectiveRow, "parts">, scope: Scope): KnownHistory {
  const services = new Map(parts.map(({ serviceId }) => [serviceId, knownOf(scope, serviceId)]));
  return {
    incidents: new Map([...services].map(([id, { incidents }]) => [id, incidents])),
    observedFrom: new Map([...services].flatMap(([id, { from }]) => (from === null ? [] : [[id, from] as const]))),
    now: momentOf(scope).getTime(),
  };
}

/** The same, and its requests where it is measured by them. */
export const historyOf = (row: Pick<ObjectiveRow, "id" | "parts" | "indicator">, scope: Scope): KnownHistory => ({
  ...incidentHistoryOf(row, scope), ...(row.indicator !== null && { requests: requestsOf(scope, row.id) }),
});
