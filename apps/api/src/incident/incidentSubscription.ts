import "reflect-metadata";
import type { RecordedEvent } from "@ballast/eventlog";
import { episodeIdOf } from "@ballast/readmodel";
import { Args, ArgsType, Field, ID, Resolver, Root, Subscription } from "type-graphql";
import type { ApiContext } from "../graphql/context.ts";
import { idOf } from "../graphql/globalId.ts";
import { openScope, present, type Scope } from "../graphql/scope.ts";
import { sharedView, sightOfRecords } from "../graphql/sharedView.ts";
import { told } from "../subscriptions/told.ts";
import { Incident } from "./incidentType.ts";
import { incidentById } from "./visibleIncidents.ts";

@ArgsType()
class IncidentArgs {
  @Field(() => ID, { description: "The incident." }) incidentId!: string;
}

const everyMs = 100;
const readIncident = (scope: Scope, incidentId: string): Incident | null =>
  incidentById(scope, idOf("Incident", incidentId, ["incidentId"]));

/** Which events are about an incident. @throws Rejection NOT_FOUND for who may not know of it */
function aboutIncident(context: ApiContext, incidentId: string): (recorded: RecordedEvent) => boolean {
  const { id } = present(readIncident(openScope(context), incidentId), "such incident").row;
  const { incidents, pages } = context.readModel;
  return (recorded) => {
    if (recorded.id === id) return true;
    if (recorded.category === "page") return pages.get(recorded.id)?.incidentId === id;
    if (recorded.category !== "deploy" && recorded.category !== "alert") return false;
    const recordId = recorded.category === "alert" ? episodeIdOf(recorded) : recorded.id;
    return recordId !== null && incidents.ofRecord(recordId).some((incident) => incident.id === id);
  };
}

/**
 * An incident, whenever something about it changes. Ends in silence for who may no longer know of it: every reading opens a scope of its
 * own.
 */
function incidentChanges(context: ApiContext, incidentId: string): AsyncIterableIterator<Incident> {
  return told({
    readModel: context.readModel,
    touches: aboutIncident(context, incidentId),
    read: () => [readIncident(openScope(context), incidentId)].filter((incident) => incident !== null),
    atOnce: true,
    everyMs,
  });
}

/** The same over sockets, where many look at one incident. */
export const sharedIncident = sharedView({
  field: "incidentChanged",
  everyMs,
  touches: (context, { incidentId }) => aboutIncident(context, String(incidentId)),
  read: (scope, { incidentId }) => readIncident(scope, String(incidentId)),
  sight: sightOfRecords,
});

/** Incidents as they go on. */
@Resolver()
export class IncidentSubscription {
  @Subscription(() => Incident, {
    subscribe: ({ context, args }) => incidentChanges(context, args.incidentId),
    description: "An incident: at once, and whenever it, its pages, alerts or linked records change.",
  })
  incidentChanged(@Root() incident: Incident, @Args(() => IncidentArgs) _: IncidentArgs): Incident {
    return incident;
  }
}
