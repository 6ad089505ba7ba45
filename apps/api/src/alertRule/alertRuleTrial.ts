import "reflect-metadata";
import { trialSentence, type LeftOut, type TrialIncident as Incident, type TrialResult } from "@ballast/domain/alertRule";
import { Args, ArgsType, Ctx, Field, ID, Int, ObjectType, Query, Resolver } from "type-graphql";
import { authorise } from "../auth/principal.ts";
import type { ApiContext, RecordOf } from "../graphql/context.ts";
import { enumType } from "../graphql/enums.ts";
import { idOf, toGlobalId } from "../graphql/globalId.ts";
import { find, typeNamed } from "../graphql/records.ts";
import { DateTime } from "../graphql/scalars.ts";
import { openScope, type Scope } from "../graphql/scope.ts";
import { contentOf, ruleField } from "./ruleContent.ts";
import { TRIAL_DAYS, triedRules } from "./triedRules.ts";

const LeftOutOutcome = enumType<LeftOut["outcome"]>(
  "AlertLeftOut", { options: ["counted", "held", "joins", "recorded"] },
  "Why alerts lead to no incident: not often enough, over before their maintenance was, none was open to join, or they call nobody.",
);

@ObjectType({ description: "An alert that would lead to an incident.", simpleResolvers: true })
class TrialAlert {
  @Field(() => ID, { description: "The episode's id: an alert's." }) alertId!: string;
  @Field(() => String, { description: "Its name." }) name!: string;
  @Field(() => DateTime, { description: "When it came." }) at!: string;
}

@ObjectType({ description: "An incident that would have been declared.", simpleResolvers: true })
class TrialIncident {
  @Field(() => typeNamed("Service"), { nullable: true, description: "Its service; null: none." }) service!: RecordOf<"Service"> | null;
  @Field(() => String, { description: "What its alerts have in common, where they have one of their own; else empty." }) label!: string;
  @Field(() => Int, { description: "The worst of its alerts, 1 to 4." }) severity!: number;
  @Field(() => DateTime, { description: "When it would have been declared." }) openedAt!: string;
  @Field(() => Int, { description: "How many alerts would have led to it." }) alerts!: number;
  @Field(() => [TrialAlert], { description: "The first of them, twenty at most." }) first!: readonly TrialAlert[];
  @Field(() => [String], { description: "Rules that had a word." }) rules!: readonly string[];
}

@ObjectType({ description: "Alerts of one name that would have led to no incident.", simpleResolvers: true })
class TrialLeftOut {
  @Field(() => String, { description: "Their name." }) name!: string;
  @Field(() => Int, { description: "How many." }) alerts!: number;
  @Field(() => LeftOutOutcome, { description: "What became of them instead." })
  outcome!: LeftOut["outcome"];
  @Field(() => [String], { description: "Rules that had a word." }) rules!: readonly string[];
}

@ObjectType({ description: "What rules come to.", simpleResolvers: true })
class TrialSide {
  @Field(() => Int, { description: "Incidents that would have been declared." }) incidents!: number;
  @Field(() => Int, { description: "Alerts that would have led to one." }) alerts!: number;
  @Field(() => [TrialIncident], { description: "The incidents, the last first, a hundred at most." }) listed!: readonly TrialIncident[];
  @Field(() => [TrialLeftOut], { description: "Alerts that would have led to none, what came most often first, fifty at most." })
  leftOut!: readonly TrialLeftOut[];
}

@ObjectType({
  description: "What rules would have made of the alerts of the last thirty days, beside those of today.", simpleResolvers: true,
})
class AlertRuleTrial {
  @Field(() => String, { description: "The same in a sentence." }) sentence!: string;
  @Field(() => DateTime, { description: "Since when alerts were looked at." }) since!: string;
  @Field(() => Int, { description: "How many were." }) alerts!: number;
  @Field(() => Boolean, { description: "Whether there were more than are looked at." }) cut!: boolean;
  @Field(() => TrialSide, { description: "With the rules of today." }) now!: TrialSide;
  @Field(() => TrialSide, { description: "With the rules as they would be." }) tried!: TrialSide;
  @Field(() => Int, { description: "Alerts that lead to an incident now and would not." }) silenced!: number;
  @Field(() => Int, { description: "Alerts that lead to none now and would." }) added!: number;
}

@ArgsType()
class TrialArgs {
  @Field(() => ID, { nullable: true, description: "The rule that would be otherwise; a new one unless told." }) ruleId?: string | null;
  @Field(() => ruleField.type(), { nullable: true, description: "What it would be; as it is unless told, and only moved." }) rule?: unknown;
  @Field(() => ID, { nullable: true, description: "It would be asked right before this one; a new or moved one last unless told." })
  before?: string | null;
}

const MOST_LISTED = 100;
const MOST_LEFT_OUT = 50;

const rulesIn = (because: Incident["because"]): readonly string[] => [...new Set(because.map(({ number }) => `R-${number}`))];

function sideOf({ incidents, led, leftOut }: TrialResult, scope: Scope): TrialSide {
  return {
    incidents: incidents.length, alerts: led.size,
    listed: incidents.slice(-MOST_LISTED).toReversed().map(({ serviceId, label, severity, openedAt, alerts, first, because }) => ({
      service: serviceId === null ? null : find(scope, "Service", serviceId), label, severity, openedAt, alerts,
      first: first.map(({ episodeId, name, at }) => ({ alertId: toGlobalId("Alert", episodeId), name, at })), rules: rulesIn(because),
    })),
    leftOut: leftOut.slice(0, MOST_LEFT_OUT).map(
      ({ name, alerts, outcome, because }) => ({ name, alerts, outcome, rules: rulesIn(because) }),
    ),
  };
}

const missingIn = (one: ReadonlySet<string>, other: ReadonlySet<string>): number => {
  let missing = 0;
  for (const id of one) if (!other.has(id)) missing += 1;
  return missing;
};

/** What rules would have done. */
@Resolver()
export class AlertRuleTrialResolver {
  @Query(() => AlertRuleTrial, {
    description:
      "What the alerts of the last thirty days would have led to with a rule as it would be, by the function that live ones go by. An incident counts as open while one of its alerts fires.",
  })
  async alertRuleTrial(@Args(() => TrialArgs) { ruleId, rule, before }: TrialArgs, @Ctx() context: ApiContext): Promise<AlertRuleTrial> {
    authorise(context.principal, "alertRule.write");
    const given = rule === null || rule === undefined ? null : ruleField.schema.parse(rule);
    const { since, now, tried, cut } = await triedRules(context, {
      ruleId: ruleId === null || ruleId === undefined ? null : idOf("AlertRule", ruleId, ["ruleId"]),
      content: given === null ? null : await contentOf(context.log, given),
      before: before === null || before === undefined ? null : idOf("AlertRule", before, ["before"]),
    });
    const scope = openScope(context);
    return {
      sentence: trialSentence({ alerts: tried.alerts, days: TRIAL_DAYS, now: now.incidents.length, tried: tried.incidents.length }),
      since, alerts: tried.alerts, cut, now: sideOf(now, scope), tried: sideOf(tried, scope),
      silenced: missingIn(now.led, tried.led), added: missingIn(tried.led, now.led),
    };
  }
}
