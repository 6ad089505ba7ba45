import "reflect-metadata";
import type { SearchHit as Hit } from "@ballast/readmodel";
import { Args, ArgsType, Ctx, Field, ID, Int, ObjectType, Query, Resolver } from "type-graphql";
import { deployById } from "../deploy/deployType.ts";
import type { ApiContext } from "../graphql/context.ts";
import { AsOfArgs } from "../graphql/page.ts";
import { DateTime } from "../graphql/scalars.ts";
import { openScope, type Scope } from "../graphql/scope.ts";
import { incidentById } from "../incident/visibleIncidents.ts";
import { recordIdOf } from "../incident/incidentType.ts";
import { releaseById } from "../release/releaseType.ts";
import { statesOfPage } from "../release/releaseStates.ts";
import { environmentOf, serviceById } from "../service/serviceType.ts";
import { pageOfRecord } from "./pageOfRecord.ts";

@ObjectType({ description: "A record that the words are about.", simpleResolvers: true })
export class SearchHit {
  @Field(() => String, { description: "service, release, deploy, incident, alert, person or rotation." }) kind!: string;
  @Field(() => ID, { description: "Its global id." }) id!: string;
  @Field(() => String, { description: "What people call it." }) title!: string;
  @Field(() => String, { description: "Where the words stand, in brackets; or what else tells it apart." }) detail!: string;
  @Field(() => DateTime, { nullable: true, description: "Its time." }) at!: string | null;
  @Field(() => String, { nullable: true, description: "Where it stands, of what has a state: an incident, a deploy, a release where customers are." }) state!: string | null;
  @Field(() => String, { description: "Its page in the console." }) url!: string;
}

@ArgsType()
class SearchArgs extends AsOfArgs {
  @Field(() => String, { description: "Words; all must occur, the last one as a beginning. Quotes keep a phrase together." }) text!: string;
  @Field(() => Int, { nullable: true, description: "How many at most; 20 unless told, never more than 100." }) first?: number | null;
}

/** Search over everything with words in it. */
@Resolver()
export class SearchQueries {
  @Query(() => [SearchHit], { description: "Records that the words are about, best first; former words are found as well." })
  search(@Args(() => SearchArgs) { text, first, asOf }: SearchArgs, @Ctx() context: ApiContext): readonly SearchHit[] {
    const scope = openScope(context, asOf);
    const hits = context.readModel.search.find({ text, first: Math.min(100, Math.max(1, first ?? 20)), asOf: scope.asOf, viewer: scope.viewer });
    return hits.map((hit) => toHit(hit, scope));
  }
}

function toHit(hit: Hit, scope: Scope): SearchHit {
  const { kind, id, at } = hit;
  return { kind, id: recordIdOf(kind, id), title: titleOf(hit, scope), detail: hit.excerpt || hit.detail, at, state: stateOf(hit, scope), url: pageOfRecord(kind, recordIdOf(kind, id)) };
}

function stateOf({ kind, id }: Hit, scope: Scope): string | null {
  if (kind === "incident") return incidentById(scope, id)?.state ?? null;
  if (kind === "deploy") return deployById(scope, id)?.state ?? null;
  const release = kind === "release" ? releaseById(scope, id) : null;
  if (release === null) return null;
  const where = statesOfPage(release);
  const service = serviceById(scope, release.row.serviceId);
  return (where.find(({ environment }) => environmentOf(service, environment)?.kind === "production") ?? where[0])?.state ?? null;
}

/** A version alone tells nobody which service is meant. */
function titleOf({ kind, id, title }: Hit, scope: Scope): string {
  if (kind === "release") {
    const release = releaseById(scope, id);
    return release === null ? title : `${serviceById(scope, release.row.serviceId)?.name ?? ""} ${release.version}`.trim();
  }
  if (kind === "deploy") {
    const deploy = deployById(scope, id);
    return deploy === null ? title : `${deploy.version} → ${serviceById(scope, deploy.row.serviceId)?.name ?? ""} ${deploy.environment}`;
  }
  if (kind !== "incident") return title;
  const incident = incidentById(scope, id);
  return incident === null || incident.number === null ? title : `${incident.reference} ${incident.title}`;
}
