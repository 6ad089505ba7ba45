import "reflect-metadata";
import type { DeployRow, DeploySort as Sort } from "@ballast/readmodel";
import type { DeployState as State } from "@ballast/schema";
import { Args, ArgsType, Ctx, Field, ID, InputType, Query, Resolver } from "type-graphql";
import { toConnection, type Connection } from "../graphql/connection.ts";
import type { ApiContext } from "../graphql/context.ts";
import { enumType } from "../graphql/enums.ts";
import { idOf, inBoth } from "../graphql/globalId.ts";
import { AsOfArgs, ListArgs, sliceRequest } from "../graphql/listArgs.ts";
import { DateTime } from "../graphql/scalars.ts";
import { openScope, type Scope } from "../graphql/scope.ts";
import { countedDeployIds, CountedDeploysFilter } from "../figures/counted.ts";
import { optionalServiceId } from "../graphql/serviceName.ts";
import { Deploy, deployById, DeployConnection, DeployKind, DeployState, toDeploy } from "./deployType.ts";

export const DeploySort = enumType("DeploySort", { options: ["REQUESTED_DESC", "REQUESTED_ASC", "DURATION_DESC"] }, "Order of deploys.");

@InputType({ description: "Which deploys." })
export class DeployFilter {
  @Field(() => String, { nullable: true, description: "The service, by slug or id." }) service?: string | null;
  @Field(() => String, { nullable: true, description: "The environment." }) environment?: string | null;
  @Field(() => DeployKind, { nullable: true, description: "Deploys, rollbacks or observed ones." }) kind?: DeployRow["kind"] | null;
  @Field(() => [DeployState], { nullable: true, description: "In one of these states." }) states?: State[] | null;
  @Field(() => Boolean, { nullable: true, description: "True: those that go on; false: those that have ended." }) running?: boolean | null;
  @Field(() => DateTime, { nullable: true, description: "Asked for at this instant or later." }) from?: string | null;
  @Field(() => DateTime, { nullable: true, description: "Asked for before this instant." }) to?: string | null;
  @Field(() => ID, { nullable: true, description: "Asked for by this person." }) person?: string | null;
  @Field(() => String, { nullable: true, description: "Words in their version, environment, reason or effect." }) text?: string | null;
  @Field(() => ID, { nullable: true, description: "Of this release." }) releaseId?: string | null;
  @Field(() => CountedDeploysFilter, { nullable: true, description: "Behind a figure of the delivery report; with `service`." })
  counted?: CountedDeploysFilter | null;
  @Field(() => [ID], { nullable: true, description: "These." }) ids?: string[] | null;
}

@ArgsType()
class DeploysArgs extends ListArgs {
  @Field(() => DeployFilter, { nullable: true, description: "Which ones; all unless told." }) filter?: DeployFilter | null;
  @Field(() => DeploySort, { nullable: true, description: "In which order; the newest first unless told." }) sort?: Sort | null;
}

@ArgsType()
class DeployArgs extends AsOfArgs {
  @Field(() => ID, { description: "Its id." }) id!: string;
}

/** Deploys and rollbacks. */
@Resolver()
export class DeployQueries {
  @Query(() => DeployConnection, { description: "Deploys, rollbacks, and deploys that other systems made." })
  deploys(@Args(() => DeploysArgs) { filter, sort, asOf, ...slice }: DeploysArgs, @Ctx() context: ApiContext): Connection<Deploy> {
    const scope = openScope(context, asOf);
    const rows = context.readModel.deploys.list({
      filter: filterOf(scope, filter ?? {}), sort: sort ?? undefined, slice: sliceRequest(slice), asOf: scope.asOf,
    });
    return toConnection(rows, (row) => toDeploy(row, scope));
  }

  @Query(() => Deploy, { nullable: true, description: "One deploy or rollback." })
  deploy(@Args(() => DeployArgs) { id, asOf }: DeployArgs, @Ctx() context: ApiContext): Deploy | null {
    return deployById(openScope(context, asOf), idOf("Deploy", id, ["id"]));
  }
}

function filterOf(
  scope: Scope,
  { service, person, releaseId, ids, environment, kind, states, running, from, to, text, counted }: DeployFilter,
) {
  const serviceId = optionalServiceId(service);
  const given = ids?.map((id) => idOf("Deploy", id, ["filter", "ids"]));
  return {
    serviceId, personId: person ? idOf("Person", person, ["filter", "person"]) : undefined,
    releaseId: releaseId ? idOf("Release", releaseId, ["filter", "releaseId"]) : undefined,
    ids: inBoth(given, counted ? countedDeployIds(scope, serviceId, counted) : undefined), environment: environment ?? undefined,
    kind: kind ?? undefined, states: states ?? undefined, running: running ?? undefined, from: from ?? undefined, to: to ?? undefined,
    text: text ?? undefined,
  };
}
