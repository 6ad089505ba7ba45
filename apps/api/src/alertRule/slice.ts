import "reflect-metadata";
import { alertRuleReference } from "@ballast/domain/alertRule";
import type { AlertGroupEvent, AlertRuleEvent } from "@ballast/schema";
import { Args, ArgsType, Ctx, Field, ID, Query, Resolver } from "type-graphql";
import { because, type Sentences, type Telling } from "../events/saying.ts";
import type { ApiContext } from "../graphql/context.ts";
import { idOf } from "../graphql/globalId.ts";
import { AsOfArgs } from "../graphql/listArgs.ts";
import { openScope } from "../graphql/scope.ts";
import type { Slice } from "../slice.ts";
import { alertRuleMutations } from "./alertRuleMutations.ts";
import { AlertRuleTrialResolver } from "./alertRuleTrial.ts";
import { AlertRule, alertRuleById, toAlertRule } from "./alertRuleType.ts";

declare module "../graphql/context.ts" {
  interface RecordTypes {
    readonly AlertRule: AlertRule;
  }
}

@ArgsType()
class AlertRuleArgs extends AsOfArgs {
  @Field(() => ID, { description: "Its id, or R-n." }) id!: string;
}

@Resolver()
class AlertRuleQueries {
  @Query(() => [AlertRule], { description: "Rules about alerts, in the order in which alerts are asked with them." })
  alertRules(@Args(() => AsOfArgs) { asOf }: AsOfArgs, @Ctx() context: ApiContext): readonly AlertRule[] {
    const scope = openScope(context, asOf);
    return context.readModel.alertRules.all(scope.asOf).map((row) => toAlertRule(row, scope));
  }

  @Query(() => AlertRule, { nullable: true, description: "One rule about alerts." })
  alertRule(@Args(() => AlertRuleArgs) { id, asOf }: AlertRuleArgs, @Ctx() context: ApiContext): AlertRule | null {
    const scope = openScope(context, asOf);
    const [, number] = /^R-(\d{1,9})$/i.exec(id) ?? [];
    if (number === undefined) return alertRuleById(scope, idOf("AlertRule", id, ["id"]));
    const row = context.readModel.alertRules.numbered(Number(number), scope.asOf);
    return row === undefined ? null : toAlertRule(row, scope);
  }
}

const sentences: Sentences<AlertRuleEvent | AlertGroupEvent> = {
  AlertRuleWritten: (
    { name, reason, number }, { by }
  ) => `${by} wrote the alert rule ${alertRuleReference({ number })}, ${name}${because(reason)}`,
  AlertRuleMoved: (_, { by }) => `${by} moved an alert rule`,
  AlertRuleTurned: ({ active, reason }, { by }) => `${by} turned an alert rule ${active ? "on" : "off"}${because(reason)}`,
  AlertRuleRemoved: ({ reason }, { by }) => `${by} removed an alert rule${because(reason)}`,
  OccurrencesCounted: ({ occurrences }, { by }) => `${occurrences.length} of ${by} counted together`,
  GroupIncidentNamed: ({ label }) => `an incident was named for alerts with ${label}`,
};

const telling: Telling<AlertRuleEvent | AlertGroupEvent> = {
  AlertRuleWritten: "followers",
  AlertRuleMoved: "followers",
  AlertRuleTurned: "followers",
  AlertRuleRemoved: "followers",
  OccurrencesCounted: { silent: "what is counted stands at the alerts; what it led to is told by the incident" },
  GroupIncidentNamed: { silent: "the incident tells of itself" },
};

/** Rules about alerts. */
export const alertRuleSlice = {
  records: {
    AlertRule: {
      category: "alertRule",
      find: alertRuleById,
      of: toAlertRule,
      name(scope, id) {
        const rule = alertRuleById(scope, id);
        return rule === null ? "an alert rule" : `${rule.reference}, ${rule.name}`;
      },
      view: "alert-rules",
      history: "What happened to the rule, newest first.",
      search: {},
      servicesOf: null,
    },
  },
  resolvers: [AlertRuleQueries, AlertRuleTrialResolver],
  mutations: alertRuleMutations,
  sentences,
  telling,
} satisfies Slice;
