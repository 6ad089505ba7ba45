import "reflect-metadata";
import type { RecordedEvent } from "@ballast/eventlog";
import { episodeIdOf } from "@ballast/readmodel";
import { Args, ArgsType, Field, ID, Resolver, Root, Subscription } from "type-graphql";
import type { ApiContext } from "../graphql/context.ts";
import { idOf } from "../graphql/globalId.ts";
import { openScope, present } from "../graphql/scope.ts";
import { told } from "../subscriptions/told.ts";
import { Incident } from "./incidentType.ts";
import { incidentById } from "./visibleIncidents.ts";

@ArgsType()
class IncidentArgs {
  @Field(() => ID, { description: "The incident." }) incidentId!: string;
}

/**
 * An incident, whenever something about it changes. Ends in silence for who may no longer know of it: every reading opens a scope of its
 * own.
 */
function incidentChanges(context: ApiContext, incidentId: string): AsyncIterableIterator<Incident> {
  const scope = openScope(context);
  const id = idOf("Incident", incidentId, ["incidentId"]);
  present(incidentById(scope, id), "such incident");
  const { incidents, pages } = context.readModel;
  const touches = (recorded: RecordedEvent): boolean => {
    if (recorded.id === id) return true;
    if (recorded.category === "page") return pages.get(recorded.id)?.incidentId === id;
    if (recorded.category !== "deploy" && recorded.category !== "alert") return false;
    const recordId = recorded.category === "alert" ? episodeIdOf(recorded) : recorded.id;
    return recordId !== null && incidents.ofRecord(recordId).some((incident) => incident.id === id);
  };
  return told({
    readModel: context.readModel,
    touches,
    read: () => [incidentById(openScope(context), id)].filter((incident) => incident !== null),
    atOnce: true,
    everyMs: 100,
  });
}

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
