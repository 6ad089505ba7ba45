import "reflect-metadata";
import type { IntegrationRow, Stored } from "@ballast/readmodel";
import { Field, Int, ObjectType } from "type-graphql";
import type { Scope } from "../graphql/context.ts";
import { recordNode, RecordNode } from "../graphql/node.ts";
import { JsonValue } from "../graphql/scalars.ts";

@ObjectType({ implements: RecordNode, description: "Another system that speaks to Ballast.", simpleResolvers: true })
export class Integration extends RecordNode {
  @Field(() => String, {
    description: "Which other system: alertmanager, github, pagerduty, opsgenie, cloudevents, webhook or json.",
  }) kind!: string;
  @Field(() => String, { description: "What people call it." }) name!: string;
  @Field(() => JsonValue, {
    description: "Which of its severities stand for which of ours (1 to 4), whatever their case; null: calls nobody.",
  })
  severities!: object;
  @Field(() => Int, { description: "What an alert stands for whose severity is not mapped." }) defaultSeverity!: number;
  @Field(() => [String], { description: "Labels whose values no page carries out of the house." }) redactedLabels!: readonly string[];
  @Field(() => [String], {
    description: "Topics of Amazon's SNS whose signed messages are taken, and nothing else; none: whatever comes with its key.",
  })
  snsTopics!: readonly string[];
  @Field(() => Boolean, { description: "Whether its door was closed." }) removed!: boolean;
  row!: Stored<IntegrationRow>;
}

/** A row for GraphQL; its secret and its key stay where they are. */
export const toIntegration = (row: Stored<IntegrationRow>, scope: Scope): Integration => ({
  ...recordNode("Integration", row.id, scope), kind: row.kind, name: row.name, severities: row.severities,
  defaultSeverity: row.defaultSeverity,
  redactedLabels: row.redactedLabels, snsTopics: row.snsTopics, removed: row.status === "removed", row,
});

/** The integration with this id. */
export function integrationById(scope: Scope, id: string): Integration | null {
  const row = scope.context.readModel.integrations.get(id);
  return row === undefined ? null : toIntegration(row, scope);
}
