import "reflect-metadata";
import type { ReleaseFilter as Filter, ReleaseSort as Sort, ReleaseState as State } from "@ballast/readmodel";
import { Args, ArgsType, Ctx, Field, ID, InputType, Int, ObjectType, Query, Resolver } from "type-graphql";
import { toConnection, type Connection } from "../graphql/connection.ts";
import type { ApiContext } from "../graphql/context.ts";
import { enumType } from "../graphql/enums.ts";
import { idOf, inBoth } from "../graphql/globalId.ts";
import { AsOfArgs, ListArgs, sliceRequest } from "../graphql/listArgs.ts";
import { openScope, present, type Scope } from "../graphql/scope.ts";
import { DateTime } from "../graphql/scalars.ts";
import { revertedVersions } from "../figures/counted.ts";
import { optionalServiceId, serviceCalled, serviceIdOf } from "../graphql/serviceName.ts";
import { find } from "../graphql/records.ts";
import { ChangeRisk, riskOfRelease } from "./changeRiskType.ts";
import { ReleaseComparison, toComparison } from "./releaseComparison.ts";
import { releaseListSentence } from "./releaseSentence.ts";
import { Release, releaseById, ReleaseConnection, ReleaseState, toRelease } from "./releaseType.ts";

export const ReleaseSort = enumType(
  "ReleaseSort",
  { options: ["RELEASED_DESC", "RELEASED_ASC", "VERSION_DESC", "COMMITS_DESC"] },
  "Order of releases.",
);

@InputType({ description: "Which releases." })
export class ReleaseFilter {
  @Field(() => String, { nullable: true, description: "The service, by slug or id." }) service?: string | null;
  @Field(() => DateTime, { nullable: true, description: "Released at this instant or later." }) releasedFrom?: string | null;
  @Field(() => DateTime, { nullable: true, description: "Released before this instant." }) releasedTo?: string | null;
  @Field(() => String, { nullable: true, description: "Words in their version, notes, or the subjects, authors and ids of their commits." })
  text?: string | null;
  @Field(() => String, { nullable: true, description: "Exactly this version." }) version?: string | null;
  @Field(() => String, { nullable: true, description: "Those that reached this environment; with `state`, those that stand so in it." })
  environment?: string | null;
  @Field(() => ReleaseState, { nullable: true, description: "Those that stand so in an environment." }) state?: State | null;
  @Field(() => Boolean, {
    nullable: true, description: "True: those of which a later release takes a commit back; false: the others. With `service`.",
  })
  reverted?: boolean | null;
  @Field(() => [ID], { nullable: true, description: "These." }) ids?: string[] | null;
}

@ArgsType()
class ReleasesArgs extends ListArgs {
  @Field(() => ReleaseFilter, { nullable: true, description: "Which ones; all unless told." }) filter?: ReleaseFilter | null;
  @Field(() => ReleaseSort, { nullable: true, description: "In which order; the newest first unless told." }) sort?: Sort | null;
}

@ArgsType()
class FilteredArgs extends AsOfArgs {
  @Field(() => ReleaseFilter, { nullable: true, description: "Which ones; all unless told." }) filter?: ReleaseFilter | null;
}

@ArgsType()
class ReleaseArgs extends AsOfArgs {
  @Field(() => ID, { nullable: true, description: "Its id." }) id?: string | null;
  @Field(() => String, { nullable: true, description: "Its service, by slug or id; with `version`." }) service?: string | null;
  @Field(() => String, { nullable: true, description: "Its version; with `service`." }) version?: string | null;
}

@ArgsType()
class CompareArgs extends AsOfArgs {
  @Field(() => String, { description: "The service, by slug or id." }) service!: string;
  @Field(() => String, { description: "Version to start from." }) from!: string;
  @Field(() => String, { description: "Version to go to; it may be the older one." }) to!: string;
}

@ObjectType({ description: "How many on one day (UTC).", simpleResolvers: true })
export class DayCount {
  @Field(() => String, { description: "The day, as 2026-11-23." }) day!: string;
  @Field(() => Int, { description: "How many." }) count!: number;
}

@ObjectType({ description: "What stands above a list of releases.", simpleResolvers: true })
export class ReleaseListSummary {
  @Field(() => String, { description: "In a sentence." }) sentence!: string;
  @Field(() => Int, { description: "How many there are." }) count!: number;
}

/** Releases: lists, one, two compared. */
@Resolver()
export class ReleaseQueries {
  @Query(() => ReleaseConnection, { description: "Releases." })
  releases(@Args(() => ReleasesArgs) { filter, sort, asOf, ...slice }: ReleasesArgs, @Ctx() context: ApiContext): Connection<Release> {
    const scope = openScope(context, asOf);
    const rows = context.readModel.releases.list({
      filter: filterOf(scope, filter), sort: sort ?? undefined, slice: sliceRequest(slice), asOf: scope.asOf,
    });
    const list = { listMates: rows.nodes.map(({ id }) => id), searched: filter?.text ?? null };
    return toConnection(rows, (row) => toRelease(row, scope, list));
  }

  @Query(() => Release, { nullable: true, description: "One release, by id or by service and version." })
  release(@Args(() => ReleaseArgs) { id, service, version, asOf }: ReleaseArgs, @Ctx() context: ApiContext): Release | null {
    const scope = openScope(context, asOf);
    if (id) return releaseById(scope, idOf("Release", id, ["id"]));
    if (!service || !version) return null;
    const row = context.readModel.releases.byVersion(serviceIdOf(service, ["service"]), version, scope.asOf);
    return row === undefined ? null : toRelease(row, scope);
  }

  @Query(() => ChangeRisk, {
    nullable: true, description: "How likely a release is to fail in production, by id or by service and version; null where there is none.",
  })
  changeRisk(@Args(() => ReleaseArgs) asked: ReleaseArgs, @Ctx() context: ApiContext): ChangeRisk | null {
    const release = this.release(asked, context);
    return release === null ? null : riskOfRelease(release);
  }

  @Query(() => [DayCount], { description: "Releases a day (UTC), oldest first; days without any are left out." })
  releasesPerDay(@Args(() => FilteredArgs) { filter, asOf }: FilteredArgs, @Ctx() context: ApiContext): readonly DayCount[] {
    const scope = openScope(context, asOf);
    return context.readModel.releases.perDay(filterOf(scope, filter), scope.asOf);
  }

  @Query(() => ReleaseListSummary, { description: "What stands above a list of releases with this filter." })
  releaseList(@Args(() => FilteredArgs) { filter, asOf }: FilteredArgs, @Ctx() context: ApiContext): ReleaseListSummary {
    const scope = openScope(context, asOf);
    const perDay = context.readModel.releases.perDay(filterOf(scope, filter), scope.asOf);
    const count = perDay.reduce((sum, day) => sum + day.count, 0);
    const serviceId = optionalServiceId(filter?.service);
    const sentence = releaseListSentence({
      count, perDay, service: serviceId === undefined ? null : (find(scope, "Service", serviceId)?.name ?? null),
      text: filter?.text || null, from: filter?.releasedFrom ?? null, to: filter?.releasedTo ?? null,
      environment: filter?.environment ?? null, state: filter?.state ?? null,
    });
    return { sentence, count };
  }

  @Query(() => ReleaseComparison, { description: "What lies between two releases of a service." })
  compareReleases(@Args(() => CompareArgs) { service, from, to, asOf }: CompareArgs, @Ctx() context: ApiContext): ReleaseComparison {
    const scope = openScope(context, asOf);
    const { key, slug } = serviceCalled(scope, service);
    const named = (version: string) =>
      present(context.readModel.releases.byVersion(key, version, scope.asOf), `release ${version} of ${slug}`);
    return toComparison(context.readModel.releases.compare(named(from), named(to)), scope);
  }
}

/** The filter as the read model takes it; state and environment become ids, because they are the lanes' to say. */
function filterOf(scope: Scope, filter: ReleaseFilter | null | undefined): Filter {
  if (!filter) return {};
  const serviceId = optionalServiceId(filter.service);
  const given = filter.ids?.map((id) => idOf("Release", id, ["filter", "ids"]));
  const placed = placedIds(scope, { serviceId, environment: filter.environment ?? undefined, state: filter.state ?? undefined });
  const ids = inBoth(
    inBoth(given, placed),
    filter.reverted === null || filter.reverted === undefined ? undefined : revertedIds(scope, serviceId, filter.reverted),
  );
  return {
    serviceId, ids, version: filter.version ?? undefined, releasedFrom: filter.releasedFrom ?? undefined,
    releasedTo: filter.releasedTo ?? undefined, text: filter.text ?? undefined,
  };
}

function revertedIds(scope: Scope, serviceId: string | undefined, wanted: boolean): readonly string[] {
  const versions = revertedVersions(scope, serviceId);
  return scope.context.readModel.releases
    .ofService(serviceId ?? "", scope.asOf)
    .flatMap(({ id, version }) => (versions.has(version) === wanted ? [id] : []));
}

function placedIds(
  { context, asOf }: Scope,
  { state, ...where }: { serviceId: string | undefined; environment: string | undefined; state: State | undefined },
): readonly string[] | undefined {
  const { lanes } = context.readModel;
  if (state !== undefined) return lanes.releasesIn(state, where, asOf);
  if (where.environment === undefined) return undefined;
  return Object.values(ReleaseState).flatMap((each) => lanes.releasesIn(each, where, asOf));
}
