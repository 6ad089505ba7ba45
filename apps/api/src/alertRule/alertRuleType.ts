import "reflect-metadata";
import { alertRuleReference, matchWords, ordersWords, ruleSentence, type RuleNames } from "@ballast/domain/alertRule";
import type { Stored } from "@ballast/readmodel";
import type { AlertRuleRow } from "@ballast/readmodel/alertRule";
import type { AlertOrders, LabelCondition } from "@ballast/schema";
import { Field, Int, ObjectType } from "type-graphql";
import type { RecordOf } from "../graphql/context.ts";
import { recordNode, RecordNode } from "../graphql/node.ts";
import { find, typeNamed } from "../graphql/records.ts";
import { DateTime, JsonValue } from "../graphql/scalars.ts";
import { oncePerScope, type Scope } from "../graphql/scope.ts";

@ObjectType({ description: "So many within that time.", simpleResolvers: true })
export class AlertThreshold {
  @Field(() => Int, { description: "How many." }) count!: number;
  @Field(() => Int, { description: "Within so many minutes." }) withinMinutes!: number;
}

@ObjectType({
  implements: RecordNode,
  description: "A rule about alerts: which it is about, and what it says of them. Of each matter the first rule that has a word is heard.",
  simpleResolvers: true,
})
export class AlertRule extends RecordNode {
  @Field(() => String, { description: "What people call it: R-3." }) reference!: string;
  @Field(() => String, { description: "Its name." }) name!: string;
  @Field(() => Int, { description: "Its place among those that were not removed, from 1; 0 where it was removed." }) position!: number;
  @Field(() => Boolean, { description: "Whether alerts are asked with it." }) active!: boolean;
  @Field(() => String, { nullable: true, description: "Why it was removed; null: it was not." }) removed!: string | null;
  @Field(() => String, { description: "What it says, in a sentence." }) sentence!: string;
  @Field(() => String, { description: "Which alerts it is about." }) about!: string;
  @Field(() => [String], { description: "What it says of each, a clause each." }) says!: readonly string[];
  @Field(() => JsonValue, { description: "What it asks of labels: `[{label, is, values}]`." }) labels!: readonly LabelCondition[];
  @Field(() => [typeNamed("Integration")], { description: "Integrations by which they come; none: any." })
  integrations!: readonly RecordOf<"Integration">[];
  @Field(() => [typeNamed("Service")], { description: "Services that they are about, so far; none: any." })
  services!: readonly RecordOf<"Service">[];
  @Field(() => Boolean, { description: "Only those that are about no service, so far." }) withoutService!: boolean;
  @Field(() => [Int], { description: "Incident severities that they stand for, so far; none: any." }) severities!: readonly number[];
  @Field(() => String, { nullable: true, description: "1 to 4: the incident severity that each stands for; `none`: it calls nobody." })
  severity!: string | null;
  @Field(() => typeNamed("Service"), { nullable: true, description: "The service that each is about." })
  sendTo!: RecordOf<"Service"> | null;
  @Field(() => [String], { description: "Labels whose values tell groups apart that have an incident each." }) groupBy!: readonly string[];
  @Field(() => AlertThreshold, { nullable: true, description: "An incident only once it has happened so often." })
  threshold!: AlertThreshold | null;
  @Field(() => String, { nullable: true, description: "`hold`: it waits while its service is in maintenance; `pass`: it does not." })
  maintenance!: AlertOrders["maintenance"];
  @Field(() => String, { nullable: true, description: "`declare`, `join` or `never`." }) incident!: AlertOrders["incident"];
  @Field(() => DateTime, { description: "When it was changed last." }) changedAt!: string;
  @Field(() => Int, { description: "Revision of the record, for `expectedRevision`." }) revision!: number;
  row!: Stored<AlertRuleRow>;
}

/** What the scope calls what rules name. */
export const ruleNames = (scope: Scope): RuleNames => ({
  service: (id) => find(scope, "Service", id)?.slug ?? "a service that is not here any more",
  integration: (id) => find(scope, "Integration", id)?.name ?? "an integration that is not here any more",
});

const positions = oncePerScope((scope, _: string): ReadonlyMap<string, number> =>
  new Map(scope.context.readModel.alertRules.all(scope.asOf).map(({ id }, place) => [id, place + 1])));

/** A row for GraphQL. */
export function toAlertRule(row: Stored<AlertRuleRow>, scope: Scope): AlertRule {
  const { match, orders, name, active, removed, changedAt, revision } = row;
  const names = ruleNames(scope);
  return {
    ...recordNode("AlertRule", row.id, scope), reference: alertRuleReference(row), name, active, removed, changedAt, revision,
    position: positions(scope, "all").get(row.id) ?? 0,
    sentence: ruleSentence(row, names), about: matchWords(match, names), says: ordersWords(orders, names), labels: match.labels,
    integrations: match.integrationIds.flatMap((id) => find(scope, "Integration", id) ?? []),
    services: match.serviceIds.flatMap((id) => find(scope, "Service", id) ?? []),
    withoutService: match.withoutService, severities: match.severities,
    severity: orders.severity === null ? null : String(orders.severity),
    sendTo: orders.serviceId === null ? null : find(scope, "Service", orders.serviceId), groupBy: orders.groupBy,
    threshold: orders.threshold === null ? null : {
      count: orders.threshold.count, withinMinutes: Math.round(orders.threshold.withinMs / 60_000),
    },
    maintenance: orders.maintenance, incident: orders.incident, row,
  };
}

/** The rule with this id. */
export const alertRuleById = oncePerScope((scope, id): AlertRule | null => {
  const row = scope.context.readModel.alertRules.get(id, scope.asOf);
  return row === undefined ? null : toAlertRule(row, scope);
});
