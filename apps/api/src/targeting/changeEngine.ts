import "reflect-metadata";
import { Rejection } from "@ballast/domain";
import { environmentDecider } from "@ballast/domain/environment";
import { flagDecider, type FlagCommand, type ManagedFlag } from "@ballast/domain/flag";
import { cohortWords, isGoing, targetingDecider, type OpenTargeting } from "@ballast/domain/targeting";
import { foldRecord, idOf } from "@ballast/eventlog";
import { engineIds, provenEngine, type EngineProof } from "@ballast/flags";
import { flagEngine, remedyOf, type Cohort as CohortShape } from "@ballast/schema";
import { Args, ArgsType, Ctx, Field, ObjectType, Query, Resolver } from "type-graphql";
import { defineMutation, type Mutation } from "../commands/defineMutation.ts";
import { field, lineField, optional, reasonField } from "../commands/inputFields.ts";
import { managedFlagField, managedFlagNamed, servicesOfFlag, type FlagName } from "../commands/named.ts";
import type { ApiContext } from "../graphql/context.ts";
import { openScope } from "../graphql/scope.ts";
import { FlagRefusal } from "./flagPreview.ts";
import { Cohort } from "./targetingParts.ts";
import { historyRead } from "./turning.ts";

/** What a change of a flag's engine is decided on. */
interface Asked {
  readonly flag: ManagedFlag;
  readonly targetings: readonly OpenTargeting[];
  readonly proof: EngineProof;
  /** Environments that ask for a second person. */
  readonly asks: readonly string[];
}

/** The flag in all its environments, and whom another engine would move there. @throws Rejection as proving does */
async function asked(context: ApiContext, { name, to }: { readonly name: FlagName; readonly to: string }): Promise<Asked> {
  const { log, flags, readModel } = context;
  await historyRead(flags);
  const flag = await managedFlagNamed(log, name);
  const found = await Promise.all(readModel.targetings.ofFlag(flag.flagId).map(({ id }) => foldRecord(log, targetingDecider, id)));
  const targetings = found.filter((targeting) => targeting.status === "open");
  const policies = await Promise.all(
    targetings.map(async ({ environment }) => ({
      environment, policy: (await foldRecord(log, environmentDecider, idOf(environmentDecider, environment))).flagPolicy,
    })),
  );
  return {
    flag, targetings, proof: provenEngine(flags, flag, { to, targetings }),
    asks: policies.flatMap(({ environment, policy }) => (policy.approval ? [environment] : [])),
  };
}

/** Who may divide customers anew where a second person is asked for: whoever may say that one is. */
const mayAlone = ({ principal }: ApiContext): boolean => principal?.roles.includes("admin") ?? false;

function command(
  { flag: { flagId }, proof, asks, targetings }: Asked,
  said: Pick<Extract<FlagCommand, { readonly type: "ChangeFlagEngine" }>, "now" | "to" | "reason" | "rebucket">,
  context: ApiContext,
): FlagCommand {
  const ramping = targetings.filter(({ ramp }) => isGoing(ramp)).map(({ environment }) => environment);
  const { cohorts, rebuckets } = proof;
  return { type: "ChangeFlagEngine", flagId, ...said, cohorts: [...cohorts], rebuckets, asks: mayAlone(context) ? [] : asks, ramping };
}

const changeFlagEngine = defineMutation({
  name: "changeFlagEngine",
  description:
    "Has a flag's customers divided by another engine from now on, in all its environments. Refused where that divides them anew, unless the flag is named. The former engine can be taken again in the same way.",
  permission: "flag.write",
  record: "Flag",
  input: {
    flag: managedFlagField(),
    to: field(() => String, flagEngine, "The engine, as `flagEnginePreview` lists them."),
    reason: reasonField("Why."),
    rebucket: optional(lineField("The flag's key, where its customers may be divided anew (WOULD_REBUCKET).")),
  },
  touches: ({ flag }, { log }) => servicesOfFlag(log, flag),
  async act(run, { flag: name, to, reason, rebucket }, context) {
    const what = await asked(context, { name, to });
    await run.handle({
      aggregate: flagDecider, id: what.flag.flagId, guarded: true, command: command(what, { now: run.now, to, reason, rebucket }, context),
    });
    return { id: what.flag.flagId };
  },
});

export const engineMutations: readonly Mutation[] = [changeFlagEngine];

@ArgsType()
class EnginePreviewArgs {
  @Field(() => String, { description: "The flag, by key or id." }) flag!: string;
  @Field(() => String, { nullable: true, description: "The engine; the flag's own unless told." }) to?: string | null;
  @Field(() => String, { nullable: true, description: "The flag's key, where its customers may be divided anew." }) rebucket?:
    string | null;
}

@ObjectType({ description: "Whom another engine would move in one environment.", simpleResolvers: true })
export class FlagEngineCohort {
  @Field(() => String, { description: "The environment." }) environment!: string;
  @Field(() => Cohort, { description: "Who would enter, leave and switch." }) cohort!: CohortShape;
  @Field(() => String, { description: "The same in a sentence." }) sentence!: string;
}

@ObjectType({ description: "What another engine would do to a flag's customers.", simpleResolvers: true })
export class FlagEnginePreview {
  @Field(() => String, { description: "The engine that divides them now." }) from!: string;
  @Field(() => String, { description: "The engine that was asked about." }) to!: string;
  @Field(() => [String], { description: "Engines that this version of Ballast has, the one for new flags first." })
  engines!: readonly string[];
  @Field(() => Boolean, { description: "Whether this version of Ballast has the engine that divides them now." }) known!: boolean;
  @Field(() => Boolean, {
    description: "Whether customers would be divided anew: known ones get something else, or the flag has a share and strangers would.",
  })
  rebuckets!: boolean;
  @Field(() => FlagRefusal, { nullable: true, description: "Why it would be refused; null where it would be made." })
  refusal!: FlagRefusal | null;
  @Field(() => [FlagEngineCohort], { description: "By environment." }) environments!: readonly FlagEngineCohort[];
}

const flagName = managedFlagField().schema;

const told = ({ code, message }: Rejection): FlagRefusal => ({ code, message, remedy: remedyOf(code) });

/** The command that would do it, decided and thrown away. */
function refusalOf(what: Asked, decided: FlagCommand): FlagRefusal | null {
  try {
    flagDecider.decide(decided, what.flag);
    return null;
  } catch (error) {
    if (error instanceof Rejection) return told(error);
    throw error;
  }
}

/** What another engine would do. */
@Resolver()
export class EnginePreviewResolver {
  @Query(() => FlagEnginePreview, {
    description:
      "What another engine would do to a flag's customers now: who would switch sides, in each environment, and whether it is refused.",
  })
  async flagEnginePreview(
    @Args(() => EnginePreviewArgs) { flag: given, to: wanted, rebucket = null }: EnginePreviewArgs,
    @Ctx() context: ApiContext,
  ): Promise<FlagEnginePreview> {
    openScope(context);
    const name = flagName.parse(given);
    const { engine: from, flagId } = await managedFlagNamed(context.log, name);
    const to = wanted ? flagEngine.parse(wanted) : from;
    const engines = engineIds();
    const about = { from, to, engines, known: engines.includes(from) };
    const unsaid = { ...about, rebuckets: false, environments: [] };
    if (from === to) return { ...unsaid, refusal: null };
    try {
      const what = await asked(context, { name: { ...name, flagId }, to });
      const { cohorts, rebuckets } = what.proof;
      const said = { now: context.now().toISOString(), to, reason: "preview", rebucket };
      return {
        ...about, rebuckets, refusal: refusalOf(what, command(what, said, context)),
        environments: cohorts.map(({ environment, cohort }) => ({ environment, cohort, sentence: cohortWords(cohort) })),
      };
    } catch (error) {
      if (error instanceof Rejection) return { ...unsaid, refusal: told(error) };
      throw error;
    }
  }
}
