import "reflect-metadata";
import type { AlertRow, Stored } from "@ballast/readmodel";
import { Field, Int, ObjectType } from "type-graphql";
import { connectionType } from "../graphql/connection.ts";
import { recordNode, RecordNode } from "../graphql/node.ts";
import { DateTime, JsonValue } from "../graphql/scalars.ts";
import { oncePerScope, type Scope } from "../graphql/scope.ts";

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
  row!: Stored<AlertRow>;
}

export const AlertConnection = connectionType("Alert", () => Alert);

/** A row for GraphQL. */
export const toAlert = (row: Stored<AlertRow>, scope: Scope): Alert => ({
  ...recordNode("Alert", row.id, scope), name: row.name, ordinal: row.ordinal, summary: row.summary, startsAt: row.startsAt,
  endsAt: row.endsAt, severity: row.severity, labels: row.labels, annotations: row.annotations, generatorUrl: row.generatorUrl,
  firing: row.firing,
  acknowledgedAt: row.acknowledged?.at ?? null, acknowledgedBy: row.acknowledged?.by ?? null, row,
});

/** The alert with this id; the last episode, where it is one of many. */
export const alertById = oncePerScope((scope, id): Alert | null => {
  const { alerts } = scope.context.readModel;
  const row = alerts.get(id, scope.asOf) ?? alerts.latest(id, scope.asOf);
  return row === undefined ? null : toAlert(row, scope);
});
