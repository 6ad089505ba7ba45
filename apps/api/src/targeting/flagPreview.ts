import "reflect-metadata";
import { Rejection } from "@ballast/domain";
import { isPending, needsApproval, rebuckets, targetingDecider, type OpenTargeting } from "@ballast/domain/targeting";
import { foldRecord } from "@ballast/eventlog";
import { factsOf, movedBy, proveAhead, provenTargeting, type Moving } from "@ballast/flags";
import { remedyOf, slug, type Cohort as CohortShape } from "@ballast/schema";
import { Args, ArgsType, Ctx, Field, ObjectType, Query, Resolver } from "type-graphql";
import { managedFlagField } from "../commands/named.ts";
import type { ApiContext, RecordOf } from "../graphql/context.ts";
import { find, typeNamed } from "../graphql/records.ts";
import { JsonValue } from "../graphql/scalars.ts";
import { openScope, type Scope } from "../graphql/scope.ts";
import { cohortWords, differencesOf, flagSentence } from "@ballast/domain/targeting";
import { z } from "zod";
import { namesIn } from "./targetingNames.ts";
import { Cohort } from "./targetingParts.ts";
import { askedChange, atFirst, resolved, turnedAt, type Turned } from "./turning.ts";

@ArgsType()
class PreviewArgs {
  @Field(() => String, { description: "The flag, by key or id." }) flag!: string;
  @Field(() => String, { description: "The environment." }) environment!: string;
  @Field(() => JsonValue, {
    description: "What would be done: `{kind: rules | rollout | override | clearOverride | revert | ramp | kill | release, …}`.",
  })
  change!: unknown;
  @Field(() => String, { nullable: true, description: "The flag's key, where its customers may be divided anew." }) rebucket?:
    string | null;
}

@ObjectType({ description: "Why a command would be refused.", simpleResolvers: true })
export class FlagRefusal {
  @Field(() => String, { description: "The code." }) code!: string;
  @Field(() => String, { description: "Why." }) message!: string;
  @Field(() => String, { description: "What to do about it." }) remedy!: string;
}

@ObjectType({ description: "What a change of a flag would do now, decided by the same rule as the change itself.", simpleResolvers: true })
export class FlagChangePreview {
  @Field(() => FlagRefusal, { nullable: true, description: "Why it would be refused; null where it would be made, or can be proposed." })
  refusal!: FlagRefusal | null;
  @Field(() => Boolean, { description: "Whether the environment asks for a second person: it can be proposed, and not made at once." })
  needsApproval!: boolean;
  @Field(() => Boolean, { description: "Whether it would divide customers anew, who are in a share already." }) rebuckets!: boolean;
  @Field(() => Boolean, { description: "Whether it is so already." }) isNoChange!: boolean;
  @Field(() => Cohort, { nullable: true, description: "What it would do to whom; null where the engine could not say it." })
  cohort!: CohortShape | null;
  @Field(() => String, { description: "What it would do to whom, in a sentence." }) sentence!: string;
  @Field(() => [String], { description: "What would differ, line by line." }) differences!: readonly string[];
  @Field(() => String, { description: "What the flag would do then, in a sentence." }) after!: string;
  @Field(() => [typeNamed("Flag")], { description: "Flags that need this one there." }) neededBy!: readonly RecordOf<"Flag">[];
  @Field(() => [String], { description: "Customers whom names keep where they are." }) kept!: readonly string[];
}

/** A change, or what kills and releases. */
const moving = z.union([
  z.object({ kind: z.literal("kill") }).strict(),
  z.object({ kind: z.literal("release"), killIds: z.array(z.string()).max(1_000).optional() }).strict(),
  askedChange,
]);

const flagName = managedFlagField().schema;

/** What the change is, with everything that it names of the past and of now. */
async function movingOf(
  { log }: Pick<ApiContext, "log">,
  targeting: OpenTargeting,
  given: unknown,
): Promise<Moving> {
  const asked = moving.parse(given);
  if (asked.kind === "kill") return asked;
  if (asked.kind === "release") return { kind: "release", killIds: asked.killIds ?? targeting.kills.map(({ killId }) => killId) };
  return resolved(log, targeting.targetingId, asked);
}

/** The command that would do it, decided and thrown away. */
function refusalOf(
  turned: Turned,
  { targeting, move, rebucket, now }: { targeting: OpenTargeting; move: Moving; rebucket: string | null; now: string },
): Rejection | null {
  const { targetingId, proving } = turned;
  const common = { now, targetingId, reason: "preview", rebucket };
  try {
    provenTargeting(proving).decide({
      moving: () => move,
      command: (proof) => {
        if (move.kind === "kill") return { type: "Kill", ...common, killId: targetingId, incidentId: null };
        if (move.kind === "release") return { type: "ReleaseKills", ...common, killIds: [...move.killIds], cohort: proof.cohort };
        if (move.kind === "ramp") return { type: "PlanRamp", ...common, rampId: targetingId, plan: move.plan, byPersonId: null, ...proof };
        return { type: "ChangeFlag", ...common, change: move, deployId: null, incidentId: null, ...proof };
      },
    }, targeting);
    return null;
  } catch (error) {
    if (error instanceof Rejection) return error;
    throw error;
  }
}

const told = (rejection: Rejection | null): FlagRefusal | null =>
  rejection === null ? null : { code: rejection.code, message: rejection.message, remedy: remedyOf(rejection.code) };

/** Flags that are in use and need this one in the environment. */
function neededBy(scope: Scope, flagId: string, environment: string): readonly RecordOf<"Flag">[] {
  const rows = scope.context.readModel.targetings.needing(flagId).filter((row) => row.environment === environment);
  return rows.flatMap((row) => find(scope, "Flag", row.flagId) ?? []).filter(({ present }) => present);
}

/** What changes of flags would do. */
@Resolver()
export class FlagPreviewResolver {
  @Query(() => FlagChangePreview, {
    description:
      "What a change of a flag would do now: to whom, whether it would be refused and why, whether a second person is asked for.",
  })
  async flagChangePreview(
    @Args(() => PreviewArgs) { flag, environment, change, rebucket }: PreviewArgs,
    @Ctx() context: ApiContext,
  ): Promise<FlagChangePreview> {
    const scope = openScope(context);
    const turned = await turnedAt(context, { flag: flagName.parse(flag), environment: slug.parse(environment) });
    await turned.ready();
    const found = await foldRecord(context.log, targetingDecider, turned.targetingId);
    // Where it is not there yet, it would be opened first.
    const targeting = found.status === "open" ? found : atFirst(turned, environment);
    const move = await movingOf(context, targeting, change);
    const ahead = await proveAhead(turned.proving, targeting, move);
    const asked = { targeting, move, rebucket: rebucket ?? null, now: context.now().toISOString() };
    const refused = refusalOf({ ...turned, proving: { ...turned.proving, ahead } }, asked);
    const after = movedBy(targeting, move);
    const cohort = ahead?.cohort ?? null;
    const differences = differencesOf(targeting, after, namesIn(scope));
    const second = move.kind !== "kill" && move.kind !== "release" && needsApproval(factsOf(turned.proving), move);
    const { valueType, offVariant } = turned.flag;
    return {
      refusal: refused?.code === "APPROVAL_REQUIRED" ? null : told(refused),
      needsApproval: second,
      rebuckets: rebuckets(targeting.rules, after.rules),
      isNoChange: move.kind !== "ramp" && move.kind !== "kill" && move.kind !== "release" && differences.length === 0,
      cohort, sentence: cohort === null ? "Nobody can say whom it would move." : cohortWords(cohort), differences,
      after: `${flagSentence({ ...after, requests: after.requests.filter((request) => !isPending(request)) }, { valueType, offVariant }, namesIn(scope))}.`,
      neededBy: neededBy(scope, turned.flag.flagId, environment), kept: targeting.overrides.map(({ customer }) => customer),
    };
  }
}
