import "reflect-metadata";
import type { TargetingRow } from "@ballast/readmodel/targeting";
import type { Stored } from "@ballast/readmodel";
import { Field, Int, ObjectType } from "type-graphql";
import { recordNode, RecordNode } from "../graphql/node.ts";
import { DateTime } from "../graphql/scalars.ts";
import { oncePerScope, type Scope } from "../graphql/scope.ts";

@ObjectType({ implements: RecordNode, description: "A managed flag in one environment: who gets what there.", simpleResolvers: true })
export class Targeting extends RecordNode {
  @Field(() => String, { description: "The environment." }) environment!: string;
  @Field(() => Boolean, { description: "Whether it is killed: off for everyone, above every rule." }) killed!: boolean;
  @Field(() => Int, { description: "Share of customers, parts per 100,000; 0 where nobody gets it by share." }) parts!: number;
  @Field(() => DateTime, { description: "When what it gives changed last." }) turnedAt!: string;
  @Field(() => Int, { description: "Revision of the record, for `expectedRevision`." }) revision!: number;
  row!: Stored<TargetingRow>;
}

/** A row for GraphQL. */
export const toTargeting = (row: Stored<TargetingRow>, scope: Scope): Targeting => ({
  ...recordNode("Targeting", row.id, scope), environment: row.environment, killed: row.kills.length > 0, parts: row.rules.rollout?.parts ?? 0, turnedAt: row.turnedAt, revision: row.revision, row,
});

/** The flag in its environment with this id. */
export const targetingById = oncePerScope((scope, id): Targeting | null => {
  const row = scope.context.readModel.targetings.get(id, scope.asOf);
  return row === undefined ? null : toTargeting(row, scope);
});
