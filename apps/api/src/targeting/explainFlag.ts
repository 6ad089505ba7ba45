import "reflect-metadata";
import {
  becauseWords, dividedBy, engineNamed, explain, inPieces, numberWords, placeOf, stepWords, type Evaluation, type FlagContext,
  type FlagInEnvironment,
} from "@ballast/flags";
import { customerKey, slug, type Rollout } from "@ballast/schema";
import { Args, ArgsType, Ctx, Field, Int, ObjectType, Query, Resolver } from "type-graphql";
import type { ApiContext, RecordOf } from "../graphql/context.ts";
import { managedFlagField } from "../commands/named.ts";
import { AsOfArgs } from "../graphql/listArgs.ts";
import { find, typeNamed } from "../graphql/records.ts";
import { DateTime, JsonValue } from "../graphql/scalars.ts";
import { openScope, present } from "../graphql/scope.ts";
import { contextFor, customerThen, evaluated, subjectOf, worldOf } from "./asked.ts";
import { sinceWhen, type AskedOf } from "./sinceWhen.ts";
import { namesIn } from "./targetingNames.ts";
import { toTargeting } from "./targetingType.ts";

@ArgsType()
class CustomerFlagsArgs extends AsOfArgs {
  @Field(() => String, { description: "The customer, by the id that applications send." }) customer!: string;
  @Field(() => String, { description: "The environment." }) environment!: string;
}

@ArgsType()
class ExplainArgs extends CustomerFlagsArgs {
  @Field(() => String, { description: "The flag, by key or id." }) flag!: string;
}

@ObjectType({ description: "One question on the way through a flag, with its answer for a customer.", simpleResolvers: true })
export class FlagExplainedStep {
  @Field(() => String, { description: "Where: kill, prerequisites, named, rule:ID, share or default." }) place!: string;
  @Field(() => String, { description: "What is asked." }) asks!: string;
  @Field(() => String, { description: "The answer for this customer." }) answer!: string;
  @Field(() => Boolean, { description: "Whether its way led as far as here." }) reached!: boolean;
  @Field(() => Boolean, { description: "Whether it ends here, or would." }) held!: boolean;
  @Field(() => String, { nullable: true, description: "What it gives, where it holds." }) variant!: string | null;
  @Field(() => Int, { nullable: true, description: "Of a share: how large it is, parts per 100,000." }) parts!: number | null;
  @Field(() => Int, { nullable: true, description: "Of a share: the customer's own place, 0 to 99,999." }) number!: number | null;
}

@ObjectType({ description: "What a customer gets of a flag, and why.", simpleResolvers: true })
export class CustomerFlag {
  @Field(() => typeNamed("Targeting"), { description: "The flag in its environment." }) targeting!: RecordOf<"Targeting">;
  @Field(() => String, { nullable: true, description: "What it gets; null: its callers' code default." }) variant!: string | null;
  @Field(() => JsonValue, { nullable: true, description: "The variant's value." }) value!: unknown;
  @Field(() => String, { description: "Why, in the words of the evaluation protocol." }) reason!: string;
  @Field(() => String, { nullable: true, description: "Where its way ended." }) place!: string | null;
  @Field(() => String, { description: "Why, in words." }) because!: string;
  @Field(() => Boolean, { description: "Whether somebody named it." }) byHand!: boolean;
  @Field(() => DateTime, { description: "Since when it gets this: by name, or by what the flag was changed to." }) since!: string;
  @Field(() => DateTime, { nullable: true, description: "Until when it is named." }) until!: string | null;
}

@ObjectType({
  description: "Why a customer gets what it gets of a flag: asked with the same engine, as of that moment.", simpleResolvers: true,
})
export class FlagExplanation extends CustomerFlag {
  @Field(() => [FlagExplainedStep], { description: "Every question, in order; those behind the end as well." })
  steps!: readonly FlagExplainedStep[];
  @Field(() => Boolean, { description: "Whether the customer was known then; else it was asked with its id alone." }) known!: boolean;
  @Field(() => String, { description: "The engine that was asked." }) engine!: string;
  @Field(() => String, { description: "Version of the compiler." }) compiler!: string;
}

const flagName = managedFlagField().schema;
/** Of so many flags of a list it is said since when this customer gets what it gets; of more, when each changed last. */
const MOST_LOOKED_INTO = 200;

/** Who set it by name, and why: the rest of the words of somebody who is named. */
function named(
  { row }: RecordOf<"Targeting">,
  customer: string,
): { readonly since: string; readonly until: string | null; readonly words: string } | null {
  const override = row.overrides.find((one) => one.customer === customer);
  const set = row.named.find((one) => one.customer === customer);
  if (override === undefined || set === undefined) return null;
  return { since: set.at, until: override.expiresAt, words: `named by ${set.by}: ${override.reason}` };
}

function answered(asked: AskedOf, { variant, value, reason, place, error }: Evaluation, because: string): CustomerFlag {
  const { targeting, customer } = asked;
  const byName = place === "named" ? named(targeting, customer) : null;
  return {
    targeting, variant, value, reason, place, because: byName?.words ?? error ?? because, byHand: byName !== null,
    since: byName?.since ?? sinceWhen(asked, variant), until: byName?.until ?? null,
  };
}

function explainedTo(asked: AskedOf): FlagExplanation {
  const { scope, targeting, subject, customer } = asked;
  const row = customerThen(scope, customer);
  const world = worldOf(scope, targeting.environment);
  const context = contextFor(customer, row);
  const explanation = explain(subject, world, context);
  const steps = explanation.steps.map((step) => ({
    place: step.place, ...stepWords(step, subject, namesIn(scope)), reached: step.reached, held: step.held, variant: step.variant,
    parts: step.share?.parts ?? null, number: step.share?.place ?? null,
  }));
  const { engine, compiler } = explanation;
  return {
    ...answered(asked, explanation.evaluation, becauseWords(explanation, subject, namesIn(scope))), steps, known: row !== undefined, engine,
    compiler,
  };
}

/** Why a place on the way gives what it gives, where nobody asked for every step. */
function placeWords(place: string | null, { flag, targeting: { rules } }: FlagInEnvironment, context: FlagContext): string {
  const engine = engineNamed(flag.engine);
  const number = ({ parts }: Rollout): string => numberWords(engine === undefined ? null : placeOf(engine, flag, context), parts);
  if (place === null) return "its callers' code default";
  if (place === "kill") return "killed, above every rule";
  if (place === "prerequisites") return "what it needs is not there";
  if (place.startsWith("rule:")) {
    const rule = rules.rules.find(({ ruleId }) => place === `rule:${ruleId}`);
    return `rule: ${rule?.name ?? ""}${rule?.serve.kind === "share" ? `, ${number(rule.serve.rollout)}` : ""}`;
  }
  return rules.rollout === null || rules.rollout.parts === 0 ? "everyone" : number(rules.rollout);
}

/** A kill in words: for which incident, and what there would be without it. */
function killWords({ scope, targeting, subject }: Pick<AskedOf, "scope" | "targeting" | "subject">, context: FlagContext): string {
  const without = { ...subject, targeting: { ...subject.targeting, kills: [] } };
  const { variant, place } = evaluated(without, worldOf(scope, targeting.environment), context);
  // One that somebody must not know of is not named.
  const [incident] = targeting.row.kills.flatMap(({ incidentId }) =>
    incidentId === null ? [] : (find(scope, "Incident", incidentId) ?? []));
  const because = incident === undefined ? "" : ` for ${incident.reference}`;
  const otherwise = place === "named" ? "by name" : placeWords(place, without, context);
  return `killed${because}; otherwise ${variant ?? "its own default"}: ${otherwise}`;
}

/** What customers get, and why. */
@Resolver()
export class ExplainResolver {
  @Query(() => FlagExplanation, { description: "Why a customer gets what it gets of a flag, now or at a moment." })
  explainFlag(@Args(() => ExplainArgs) { flag, environment, customer, asOf }: ExplainArgs, @Ctx() context: ApiContext): FlagExplanation {
    const scope = openScope(context, asOf);
    const { flagId, called } = flagName.parse(flag);
    const row = present(context.readModel.targetings.of(flagId, slug.parse(environment), scope.asOf), `flag ${called} in ${environment}`);
    const subject = present(subjectOf(scope, row), `flag ${called}`);
    return explainedTo({ scope, targeting: toTargeting(row, scope), subject, customer: customerKey.parse(customer), looksBack: true });
  }

  @Query(() => [CustomerFlag], {
    description: "What a customer gets of every flag in an environment, now or at a moment: what somebody set by hand first, then by key.",
  })
  async customerFlags(
    @Args(() => CustomerFlagsArgs) { customer, environment, asOf }: CustomerFlagsArgs,
    @Ctx() api: ApiContext,
  ): Promise<readonly CustomerFlag[]> {
    const scope = openScope(api, asOf);
    const id = customerKey.parse(customer);
    const [world, asked] = [worldOf(scope, environment), contextFor(id, customerThen(scope, id))];
    const served = api.flags.environment(environment)?.flags;
    const rows = api.readModel.targetings.inEnvironment(slug.parse(environment), scope.asOf);
    const all: { readonly key: string; readonly flag: CustomerFlag }[] = [];
    // One that was not asked for lately is built first, which takes some milliseconds of 200 rules.
    await inPieces(rows, (row) => {
      const subject = subjectOf(scope, row);
      if (subject === undefined || subject.flag.archived !== null) return;
      const context = dividedBy(asked, subject.flag.bucketBy);
      // Now, the server has them compiled; of another moment they are compiled as they were.
      const evaluation =
        (scope.asOf === undefined ? served?.get(subject.flag.key)?.evaluate(context) : undefined) ?? evaluated(subject, world, context);
      const asking: AskedOf = {
        scope, targeting: toTargeting(row, scope), subject, customer: id, looksBack: rows.length <= MOST_LOOKED_INTO,
      };
      const because = evaluation.place === "kill" ? killWords(asking, context) : placeWords(evaluation.place, subject, context);
      all.push({ key: subject.flag.key, flag: answered(asking, evaluation, because) });
    });
    return all
      .toSorted((one, other) => Number(other.flag.byHand) - Number(one.flag.byHand) || (one.key < other.key ? -1 : 1))
      .map(({ flag }) => flag);
  }
}
