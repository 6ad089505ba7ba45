import "reflect-metadata";
import { Args, ArgsType, Ctx, Field, ID, Query, Resolver } from "type-graphql";
import { alertById } from "../alert/alertType.ts";
import { deployById } from "../deploy/deployType.ts";
import { importById } from "../import/importType.ts";
import { incidentById } from "../incident/visibleIncidents.ts";
import { laneById } from "../lane/laneType.ts";
import { rotationById } from "../rotation/rotationType.ts";
import { pageById } from "../page/pageType.ts";
import { integrationById, personById, tokenById } from "../person/personType.ts";
import { releaseById } from "../release/releaseType.ts";
import { serviceById } from "../service/serviceType.ts";
import type { ApiContext } from "./context.ts";
import { readGlobalId, type NodeKind } from "./globalId.ts";
import { RecordNode } from "./node.ts";
import { AsOfArgs } from "./page.ts";
import { openScope, type Scope } from "./scope.ts";

/** How a record of each kind is found. */
const finders: Readonly<Record<NodeKind, (scope: Scope, id: string) => RecordNode | null>> = {
  Service: serviceById, Release: releaseById, Lane: laneById, Deploy: deployById, Incident: incidentById, Alert: alertById, Page: pageById, Rotation: rotationById,
  Person: personById, Import: importById, Token: tokenById, Integration: integrationById,
};

/** The record that a kind and an id name; null where there is none, or none that the scope may know of. */
export const findRecord = (scope: Scope, kind: NodeKind, id: string): RecordNode | null => finders[kind](scope, id);

@ArgsType()
class NodeArgs extends AsOfArgs {
  @Field(() => ID, { description: "A global id." }) id!: string;
}

/** Relay's way to any record. */
@Resolver()
export class NodeQueries {
  @Query(() => RecordNode, { nullable: true, description: "Any record, by its global id." })
  node(@Args(() => NodeArgs) { id, asOf }: NodeArgs, @Ctx() context: ApiContext): RecordNode | null {
    const scope = openScope(context, asOf);
    const read = readGlobalId(id);
    return read === null ? null : findRecord(scope, read.kind, read.id);
  }
}
