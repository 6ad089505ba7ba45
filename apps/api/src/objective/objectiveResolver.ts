import "reflect-metadata";
import { Arg, Args, ArgsType, Ctx, Field, FieldResolver, ID, Int, Query, Resolver, Root } from "type-graphql";
import type { ApiContext } from "../graphql/context.ts";
import { idOf } from "../graphql/globalId.ts";
import { AsOfArgs } from "../graphql/listArgs.ts";
import { DateTime } from "../graphql/scalars.ts";
import { momentOf, openScope } from "../graphql/scope.ts";
import { serviceIdOf } from "../graphql/serviceName.ts";
import { correctionsIf } from "./correctionsIf.ts";
import { mayReadObjective, Objective, objectiveById, toObjective } from "./objectiveType.ts";
import { periods, standing } from "./standings.ts";
import { ObjectivePeriod, Standing } from "./standingType.ts";

const MOST_PERIODS = 60;

@ArgsType()
class ObjectivesArgs extends AsOfArgs {
  @Field(() => Boolean, { nullable: true, description: "With those that were retired." }) retired?: boolean | null;
  @Field(() => String, { nullable: true, description: "Only those about this service, by slug or id." }) service?: string | null;
}

@ArgsType()
class ObjectiveArgs extends AsOfArgs {
  @Field(() => ID, { description: "Its id." }) id!: string;
}

@ArgsType()
class StandingIfArgs {
  @Field(() => DateTime, { nullable: true, description: "The start of a time that would be left out." }) from?: string | null;
  @Field(() => DateTime, { nullable: true, description: "Its end." }) to?: string | null;
  @Field(() => ID, { nullable: true, description: "A correction that would be lifted." }) lifting?: string | null;
}

/** How available things are to be, and are. */
@Resolver(() => Objective)
export class ObjectiveResolver {
  @FieldResolver(() => Standing, { description: "Where it stands." })
  standing(@Root() { row, scope }: Objective): Standing {
    return standing(row, scope);
  }

  @FieldResolver(() => Standing, {
    description: "Where it would stand, were a time left out of it (`from`, `to`), or what is left out counted again (`lifting`). The command that would do it is decided as it would be, and nothing is recorded.",
  })
  standingIf(@Root() { row, scope }: Objective, @Args(() => StandingIfArgs) asked: StandingIfArgs): Standing {
    return standing({ ...row, corrections: correctionsIf(row, asked, momentOf(scope).toISOString()) }, scope);
  }

  @FieldResolver(() => [ObjectivePeriod], {
    description: "Its periods, oldest first; the one that goes on is the last. Those before anything was observed are left out.",
  })
  periods(
    @Root() { row, scope }: Objective,
    @Arg("last", () => Int, { defaultValue: 12, description: `How many; at most ${String(MOST_PERIODS)}.` }) last: number,
  ): readonly ObjectivePeriod[] {
    return periods(row, scope, Math.max(1, Math.min(MOST_PERIODS, last)));
  }

  @Query(() => [Objective], { description: "Objectives, by their names." })
  objectives(@Args(() => ObjectivesArgs) { retired, service, asOf }: ObjectivesArgs, @Ctx() context: ApiContext): readonly Objective[] {
    const scope = openScope(context, asOf);
    const serviceId = service ? serviceIdOf(service, ["service"]) : undefined;
    return context.readModel.objectives
      .all({ retired: retired ?? false, serviceId, asOf: scope.asOf })
      .filter((row) => mayReadObjective(scope, row))
      .map((row) => toObjective(row, scope));
  }

  @Query(() => Objective, { nullable: true, description: "One objective." })
  objective(@Args(() => ObjectiveArgs) { id, asOf }: ObjectiveArgs, @Ctx() context: ApiContext): Objective | null {
    return objectiveById(openScope(context, asOf), idOf("Objective", id, ["id"]));
  }
}
