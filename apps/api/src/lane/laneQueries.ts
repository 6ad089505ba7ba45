import "reflect-metadata";
import type { EnvironmentRow } from "@ballast/readmodel";
import { Args, ArgsType, Ctx, Field, InputType, Query, Resolver } from "type-graphql";
import type { ApiContext } from "../graphql/context.ts";
import { EnvironmentKind } from "../graphql/enums.ts";
import { AsOfArgs } from "../graphql/listArgs.ts";
import { openScope } from "../graphql/scope.ts";
import { optionalServiceId, serviceIdOf } from "../graphql/serviceName.ts";
import { Lane, lanesWhere } from "./laneType.ts";

@InputType({ description: "Which lanes." })
export class LaneFilter {
  @Field(() => String, { nullable: true, description: "The service, by slug or id." }) service?: string | null;
  @Field(() => String, { nullable: true, description: "The environment." }) environment?: string | null;
  @Field(() => EnvironmentKind, { nullable: true, description: "What the environment is for." }) kind?: EnvironmentRow["kind"] | null;
}

@ArgsType()
class LanesArgs extends AsOfArgs {
  @Field(() => LaneFilter, { nullable: true, description: "Which ones; all unless told." }) filter?: LaneFilter | null;
}

@ArgsType()
class LaneArgs extends AsOfArgs {
  @Field(() => String, { description: "The service, by slug or id." }) service!: string;
  @Field(() => String, { description: "The environment." }) environment!: string;
}

/** What is live where. */
@Resolver()
export class LaneQueries {
  @Query(() => [Lane], {
    description: "What is live where and for whom: every environment of every service, also those where nothing is yet.",
  })
  lanes(@Args(() => LanesArgs) { filter, asOf }: LanesArgs, @Ctx() context: ApiContext): readonly Lane[] {
    return lanesWhere(openScope(context, asOf), {
      serviceId: optionalServiceId(filter?.service), environment: filter?.environment ?? undefined, kind: filter?.kind ?? undefined,
    });
  }

  @Query(() => Lane, { nullable: true, description: "One service in one environment." })
  lane(@Args(() => LaneArgs) { service, environment, asOf }: LaneArgs, @Ctx() context: ApiContext): Lane | null {
    return lanesWhere(openScope(context, asOf), { serviceId: serviceIdOf(service, ["service"]), environment })[0] ?? null;
  }
}
