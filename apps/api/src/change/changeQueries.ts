import "reflect-metadata";
import { Rejection } from "@ballast/domain";
import type { ChangeKind as Kind } from "@ballast/readmodel/change";
import { Args, ArgsType, Ctx, Field, Int, ObjectType, Query, Resolver } from "type-graphql";
import { toConnection, type Connection } from "../graphql/connection.ts";
import type { ApiContext } from "../graphql/context.ts";
import { AsOfArgs, ListArgs, sliceRequest } from "../graphql/listArgs.ts";
import { DateTime } from "../graphql/scalars.ts";
import { momentOf, openScope } from "../graphql/scope.ts";
import { serviceCalled } from "../graphql/serviceName.ts";
import { ChangeKind, ServiceChangeConnection, type ServiceChange } from "./changeType.ts";
import { toServiceChange } from "./toServiceChange.ts";

@ArgsType()
class ChangesArgs extends ListArgs {
  @Field(() => String, { description: "The service, by slug or id." }) service!: string;
  @Field(() => DateTime, { description: "From this moment on." }) from!: string;
  @Field(() => DateTime, { description: "Until this moment, without it. What is planned is told where it lies in the future." })
  to!: string;
  @Field(() => String, { nullable: true, description: "In this environment, and what belongs to none; in all unless told." })
  environment?: string | null;
  @Field(() => [ChangeKind], { nullable: true, description: "Only changes of these kinds; of all unless told." }) kinds?: Kind[] | null;
  @Field(() => Boolean, { nullable: true, description: "The oldest first; the newest unless told." }) oldestFirst?: boolean | null;
}

/** @throws Rejection INVALID_INPUT for a span of time that holds no moment */
function checkSpan(from: string, to: string): void {
  if (Date.parse(from) === Date.parse(to))
    throw new Rejection("INVALID_INPUT", "from and to are the same moment: nothing lies between them", ["to"]);
  if (Date.parse(from) > Date.parse(to)) throw new Rejection("INVALID_INPUT", `to (${to}) is before from (${from}): exchange them`, ["to"]);
}

@ArgsType()
class ChangeCountsArgs extends AsOfArgs {
  @Field(() => String, { description: "The service, by slug or id." }) service!: string;
  @Field(() => DateTime, { description: "From this moment on." }) from!: string;
  @Field(() => DateTime, { description: "Until this moment, without it." }) to!: string;
  @Field(() => String, { nullable: true, description: "In this environment, and what belongs to none; in all unless told." })
  environment?: string | null;
}

@ObjectType({ description: "How many changes of one kind there are.", simpleResolvers: true })
export class ChangeCount {
  @Field(() => ChangeKind, { description: "The kind." }) kind!: Kind;
  @Field(() => Int, { description: "How many, what is planned included." }) count!: number;
}

/** What changed for a service. */
@Resolver()
export class ChangeQueries {
  @Query(() => ServiceChangeConnection, {
    description:
      "What changed for a service between two moments: deploys, releases, flags (its own, and managed ones that name it), holds, and what is planned. Newest first unless told. Changes of a managed flag are told from its beginning, also those from before it named the service.",
  })
  changes(
    @Args(() => ChangesArgs) { service, from, to, environment, kinds, oldestFirst, asOf, ...slice }: ChangesArgs,
    @Ctx() context: ApiContext,
  ): Connection<ServiceChange> {
    const scope = openScope(context, asOf);
    checkSpan(from, to);
    const found = context.readModel.changes.of({
      serviceId: serviceCalled(scope, service).key, from, to, environment: environment ?? undefined, kinds: kinds ?? undefined,
      oldestFirst: oldestFirst ?? false, viewer: scope.viewer, slice: sliceRequest(slice), asOf: scope.asOf,
      now: momentOf(scope).toISOString(),
    });
    return toConnection(found, (row) => toServiceChange(row, scope));
  }

  @Query(() => [ChangeCount], {
    description: "How many changes of each kind `changes` has between two moments, over all of them; kinds without any are left out.",
  })
  changeCounts(
    @Args(() => ChangeCountsArgs) { service, from, to, environment, asOf }: ChangeCountsArgs,
    @Ctx() context: ApiContext,
  ): readonly ChangeCount[] {
    const scope = openScope(context, asOf);
    checkSpan(from, to);
    const counts = context.readModel.changes.counts({
      serviceId: serviceCalled(scope, service).key, from, to, environment: environment ?? undefined, viewer: scope.viewer, asOf: scope.asOf,
      now: momentOf(scope).toISOString(),
    });
    return [...counts].map(([kind, count]) => ({ kind, count }));
  }
}
