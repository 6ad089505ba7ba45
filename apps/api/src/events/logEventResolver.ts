import "reflect-metadata";
import { FieldResolver, Resolver, Root } from "type-graphql";
import { deployById } from "../deploy/deployType.ts";
import { oncePerScope, type Scope } from "../graphql/scope.ts";
import { incidentById } from "../incident/visibleIncidents.ts";
import { rotationById } from "../rotation/rotationType.ts";
import { personById } from "../person/personType.ts";
import { releaseById } from "../release/releaseType.ts";
import { serviceById } from "../service/serviceType.ts";
import { eventSentence } from "./eventSentence.ts";
import { LogEvent } from "./logEventType.ts";
import type { Saying } from "./saying.ts";

/** What people call records, in a scope. */
const names = oncePerScope((scope): Omit<Saying, "by"> => {
  const service = (id: string): string => serviceById(scope, id)?.name ?? "a service";
  return {
    service,
    person: (id) => personById(scope, id)?.name ?? "somebody",
    rotation: (id) => rotationById(scope, id)?.name ?? "a rotation",
    lane: (id) => placeOf(scope.context.readModel.lanes.get(id, scope.asOf), service) ?? "a lane",
    deploy: (id) => deployName(scope, id, service),
    release: (id) => {
      const release = releaseById(scope, id);
      return release === null ? "a release" : `${release.version} of ${service(release.row.serviceId)}`;
    },
    incident: (id) => incidentById(scope, id)?.reference ?? "an incident",
    alert: (id) => (scope.context.readModel.alerts.get(id, scope.asOf) ?? scope.context.readModel.alerts.latest(id, scope.asOf))?.name ?? "an alert",
  };
});

type Place = { readonly serviceId: string; readonly environment: string };

const placeOf = (place: Place | undefined, service: (id: string) => string): string | undefined => (place === undefined ? undefined : `${service(place.serviceId)} ${place.environment}`);

function deployName(scope: Scope, id: string, service: (id: string) => string): string {
  const deploy = deployById(scope, id);
  return deploy === null ? "a deploy" : `${deploy.version} → ${placeOf(deploy.row, service) ?? ""}`;
}

/** The sentence of an event. */
@Resolver(() => LogEvent)
export class LogEventResolver {
  @FieldResolver(() => String, { description: "What happened, in a sentence made from the data." })
  sentence(@Root() { recorded, scope }: LogEvent): string {
    return eventSentence(recorded.event, { by: recorded.metadata.actor.name, ...names(scope, "") });
  }
}
