import "reflect-metadata";
import { isPending } from "@ballast/domain/targeting";
import { Arg, Args, ArgsType, Ctx, Field, FieldResolver, Int, Query, Resolver, Root } from "type-graphql";
import { sliceSize } from "../graphql/connection.ts";
import type { ApiContext, RecordOf } from "../graphql/context.ts";
import { AsOfArgs } from "../graphql/listArgs.ts";
import { find, typeNamed } from "../graphql/records.ts";
import { openScope } from "../graphql/scope.ts";
import { FlagPolicy, policyOf } from "./flagPolicy.ts";
import { saidIn } from "./targetingNames.ts";
import { FlagChangeRequest, FlagKill, FlagNeed, FlagOverride, FlagRamp, TargetingStep } from "./targetingParts.ts";
import { Targeting, toTargeting } from "./targetingType.ts";
import { killsOf, overridesOf, requestsOf, toRamp, toStep } from "./toParts.ts";

@ArgsType()
class InEnvironmentArgs extends AsOfArgs {
  @Field(() => String, { nullable: true, description: "In this environment; in all unless told." }) environment?: string | null;
}

@ArgsType()
class OverridesArgs extends InEnvironmentArgs {
  @Field(() => String, { nullable: true, description: "Of this customer, by the id that applications send; of all unless told." })
  customer?: string | null;
}

/** Managed flags in their environments. */
@Resolver(() => Targeting)
export class TargetingResolver {
  @FieldResolver(() => typeNamed("Flag"), { nullable: true, description: "The flag." })
  flag(@Root() { scope, row }: Targeting): RecordOf<"Flag"> | null {
    return find(scope, "Flag", row.flagId);
  }

  @FieldResolver(() => String, { description: "What it does, in a sentence." })
  sentence(@Root() { scope, row }: Targeting): string {
    return saidIn(scope, row);
  }

  @FieldResolver(() => [FlagOverride], { description: "Customers who get something by name." })
  overrides(@Root() targeting: Targeting): readonly FlagOverride[] {
    return overridesOf(targeting);
  }

  @FieldResolver(() => [FlagKill], { description: "Kills that are engaged." })
  kills(@Root() targeting: Targeting): readonly FlagKill[] {
    return killsOf(targeting);
  }

  @FieldResolver(() => [FlagChangeRequest], {
    description: "Changes that were asked for: those that wait first, then the last that were decided.",
  })
  requests(@Root() targeting: Targeting): readonly FlagChangeRequest[] {
    return requestsOf(targeting);
  }

  @FieldResolver(() => [FlagNeed], { description: "Flags that it needs, before anything else is asked." })
  needs(@Root() { row, scope }: Targeting): readonly FlagNeed[] {
    return row.rules.prerequisites.map(({ flagId, variants }) => ({ flag: find(scope, "Flag", flagId), variants }));
  }

  @FieldResolver(() => FlagRamp, { nullable: true, description: "The ramp that goes on, or the last that ended." })
  ramp(@Root() { row, scope }: Targeting): FlagRamp | null {
    return row.ramp === null ? null : toRamp(row.ramp, scope);
  }

  @FieldResolver(() => FlagPolicy, { description: "What the environment asks for." })
  policy(@Root() { row, scope }: Targeting): FlagPolicy {
    return policyOf(scope, row.environment);
  }

  @FieldResolver(() => [TargetingStep], { description: "Everything that changed it, newest first, with what each changed." })
  steps(
    @Root() { key, scope }: Targeting,
    @Arg("first", () => Int, { nullable: true, description: "How many at most; 20 unless told." }) first: number | null,
    @Arg("before", () => Int, { nullable: true, description: "Only what came before the one with this revision." }) before: number | null,
  ): readonly TargetingStep[] {
    return scope.context.readModel.targetings
      .steps(key, scope.asOf)
      .filter(({ recorded: { revision } }) => revision < (before ?? Infinity))
      .toReversed()
      .slice(0, sliceSize(first))
      .map((step) => toStep(step, scope));
  }

  @Query(() => [FlagOverride], { description: "What single customers get by name, of all flags, by flag." })
  flagOverrides(
    @Args(() => OverridesArgs) { customer, environment, asOf }: OverridesArgs,
    @Ctx() context: ApiContext,
  ): readonly FlagOverride[] {
    const scope = openScope(context, asOf);
    const { targetings } = context.readModel;
    const rows = customer ? targetings.naming(customer, scope.asOf) : targetings.all(scope.asOf);
    return rows
      .filter((row) => !environment || row.environment === environment)
      .flatMap((row) => overridesOf(toTargeting(row, scope), customer || null));
  }

  @Query(() => [FlagChangeRequest], { description: "Changes of flags that wait for somebody's word, or for their time." })
  flagRequests(
    @Args(() => InEnvironmentArgs) { environment, asOf }: InEnvironmentArgs,
    @Ctx() context: ApiContext,
  ): readonly FlagChangeRequest[] {
    const scope = openScope(context, asOf);
    return context.readModel.targetings
      .pending(scope.asOf)
      .filter((row) => !environment || row.environment === environment)
      .flatMap((row) => requestsOf(toTargeting(row, scope)).filter(isPending));
  }

  @Query(() => FlagPolicy, { description: "What is usual in all environments that say nothing of their own." })
  usualFlagPolicy(@Args(() => AsOfArgs) { asOf }: AsOfArgs, @Ctx() context: ApiContext): FlagPolicy {
    return policyOf(openScope(context, asOf), null);
  }

  @Query(() => [FlagPolicy], {
    description:
      "What environments ask for before a flag is turned there: those in which flags are open, and those of which something was said.",
  })
  flagPolicies(@Args(() => AsOfArgs) { asOf }: AsOfArgs, @Ctx() context: ApiContext): readonly FlagPolicy[] {
    const scope = openScope(context, asOf);
    const { environments, targetings } = context.readModel;
    const said = environments.all(scope.asOf).map(({ name }) => name);
    return [...new Set([...said, ...targetings.environments(scope.asOf)])].toSorted().map((name) => policyOf(scope, name));
  }
}
