import "reflect-metadata";
import { rulingWords } from "@ballast/domain/alertRule";
import type { AlertRow, Stored } from "@ballast/readmodel";
import type { RulingOutcome } from "@ballast/schema";
import { Field, ID, Int, ObjectType } from "type-graphql";
import { connectionType } from "../graphql/connection.ts";
import { toGlobalId } from "../graphql/globalId.ts";
import { recordNode, RecordNode } from "../graphql/node.ts";
import { find } from "../graphql/records.ts";
import { DateTime, JsonValue } from "../graphql/scalars.ts";
import { oncePerScope, type Scope } from "../graphql/scope.ts";

@ObjectType({ description: "What rules made of an alert, and which of them said what.", simpleResolvers: true })
export class AlertRuling {
  @Field(() => DateTime, { description: "When." }) at!: string;
  @Field(() => String, { description: "declares, joins, counted, held or recorded." }) outcome!: RulingOutcome;
  @Field(() => [String], { description: "What each rule said, in a sentence." }) sentences!: readonly string[];
  @Field(() => [ID], { description: "The rules, in the order of the sentences." }) ruleIds!: readonly string[];
  @Field(() => DateTime, { nullable: true, description: "Until when it is held; null: it is not." }) heldUntil!: string | null;
}

@ObjectType({
  implements: RecordNode,
  description:
    "An episode of an alert of another system: from its first firing to its resolve, also where the sender moves its start meanwhile.",
  simpleResolvers: true,
})
export class Alert extends RecordNode {
  @Field(() => String, { description: "Its name." }) name!: string;
  @Field(() => Int, {
    description: "Which episode of its alert (the same integration and fingerprint), from 1; 0 in logs that did not count them.",
  })
  ordinal!: number;
  @Field(() => String, { description: "What it says." }) summary!: string;
  @Field(() => DateTime, { description: "When it began to fire." }) startsAt!: string;
  @Field(() => DateTime, { nullable: true, description: "When it cleared; null while it fires." }) endsAt!: string | null;
  @Field(() => String, { nullable: true, description: "Severity in the other system's words." }) severity!: string | null;
  @Field(() => JsonValue, { description: "Its labels, by name." }) labels!: object;
  @Field(() => JsonValue, { description: "Its annotations, by name." }) annotations!: object;
  @Field(() => String, { nullable: true, description: "Where it comes from." }) generatorUrl!: string | null;
  @Field(() => DateTime, { nullable: true, description: "When its sender said that somebody has seen it, elsewhere." })
  acknowledgedAt!: string | null;
  @Field(() => String, { nullable: true, description: "Who has seen it, where its sender says so." }) acknowledgedBy!: string | null;
  @Field(() => Boolean, { description: "Whether it fires." }) firing!: boolean;
  @Field(() => [AlertRuling], { description: "What rules made of it, when it fired and later; none: no rule had a word." })
  rulings!: readonly AlertRuling[];
  row!: Stored<AlertRow>;
}

export const AlertConnection = connectionType("Alert", () => Alert);

function toRuling(ruling: AlertRow["rulings"][number], scope: Scope): AlertRuling {
  const { at, outcome, because, held } = ruling;
  return {
    at, outcome, ruleIds: because.map(({ ruleId }) => toGlobalId("AlertRule", ruleId)), heldUntil: held?.until ?? null,
    sentences: rulingWords(ruling, {
      service: (id) => find(scope, "Service", id)?.slug ?? "a service that is not here any more",
      integration: (id) => find(scope, "Integration", id)?.name ?? "an integration",
      until: (then) => `${then.slice(0, 16).replace("T", " ")} UTC`,
    }),
  };
}

/** A row for GraphQL. */
export const toAlert = (row: Stored<AlertRow>, scope: Scope): Alert => ({
  ...recordNode("Alert", row.id, scope), name: row.name, ordinal: row.ordinal, summary: row.summary, startsAt: row.startsAt,
  endsAt: row.endsAt, severity: row.severity, labels: row.labels, annotations: row.annotations, generatorUrl: row.generatorUrl,
  firing: row.firing, rulings: row.rulings.map((ruling) => toRuling(ruling, scope)),
  acknowledgedAt: row.acknowledged?.at ?? null, acknowledgedBy: row.acknowledged?.by ?? null, row,
});

/** The alert with this id; the last episode, where it is one of many. */
export const alertById = oncePerScope((scope, id): Alert | null => {
  const { alerts } = scope.context.readModel;
  const row = alerts.get(id, scope.asOf) ?? alerts.latest(id, scope.asOf);
  return row === undefined ? null : toAlert(row, scope);
});
