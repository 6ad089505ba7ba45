import type { KnownHistory, ObjectiveContent } from "@ballast/domain/objective";
import { momentOf, oncePerScope, type Scope } from "../graphql/scope.ts";
import { countedIncidents, observedSince } from "./counted.ts";

/** Incidents of a service as figures count them, and since when it is observed; read once, however many objectives name it. */
const knownOf = oncePerScope((scope, serviceId) => {
  const incidents = countedIncidents(scope, serviceId);
  const service = scope.context.readModel.services.get(serviceId, scope.asOf);
  return { incidents, from: service === undefined ? null : Date.parse(observedSince(service, incidents)) };
});

/** What the scope knows of an objective's services. */
export function historyOf({ parts }: Pick<ObjectiveContent, "parts">, scope: Scope): KnownHistory {
  const services = new Map(parts.map(({ serviceId }) => [serviceId, knownOf(scope, serviceId)]));
  return {
    incidents: new Map([...services].map(([id, { incidents }]) => [id, incidents])),
    observedFrom: new Map([...services].flatMap(([id, { from }]) => (from === null ? [] : [[id, from] as const]))),
    now: momentOf(scope).getTime(),
  };
}
