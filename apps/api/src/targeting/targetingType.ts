import "reflect-metadata";
import type { FlagState as State } from "@ballast/domain/targeting";
import { standingOf, type Stored } from "@ballast/readmodel";
import type { TargetingRow } from "@ballast/readmodel/targeting";
import { Field, Int, ObjectType } from "type-graphql";
import { FlagState } from "../graphql/enums.ts";
import { recordNode, RecordNode } from "../graphql/node.ts";
import { find } from "../graphql/records.ts";
import { DateTime, JsonValue } from "../graphql/scalars.ts";
import { momentOf, oncePerScope, type Scope } from "../graphql/scope.ts";
import { usualDays } from "./flagPolicy.ts";

@ObjectType({ implements: RecordNode, description: "A managed flag in one environment: who gets what there.", simpleResolvers: true })
export class Targeting extends RecordNode {
  @Field(() => String, { description: "The environment." }) environment!: string;
  @Field(() => FlagState, { description: "Where it stands." }) state!: State;
  @Field(() => Boolean, { description: "Whether it is killed: off for everyone, above every rule." }) killed!: boolean;
  @Field(() => Int, { description: "Share of customers, parts per 100,000; 0 where nobody gets it by share." }) parts!: number;
  @Field(() => JsonValue, { description: "Prerequisites, rules, share and default, in the order in which they are asked." })
  rules!: TargetingRow["rules"];
  @Field(() => String, { description: "What a kill, a failed prerequisite and being named off give." }) offVariant!: string;
  @Field(() => DateTime, { description: "When what it gives changed last." }) turnedAt!: string;
  @Field(() => String, { description: "Who changed it." }) turnedBy!: string;
  @Field(() => Int, { description: "Revision of the record, for `expectedRevision`." }) revision!: number;
  row!: Stored<TargetingRow>;
}

/** How each flag is used, read once for each scope: a list asks for every row of it. */
const usesOf = oncePerScope((scope, environment: string) => scope.context.readModel.evaluations.usesIn([environment], scope.asOf));

/** What ages a flag where it is turned. */
export const agedBy = ({ flagId, environment }: TargetingRow, scope: Scope) =>
  ({
    now: momentOf(scope).toISOString(), usualDays: usualDays(scope, environment),
    ...usesOf(scope, environment)(flagId, environment),
  });

function stateOf(row: Stored<TargetingRow>, scope: Scope): State {
  const flag = find(scope, "Flag", row.flagId)?.row;
  if (flag?.status === "managed") return standingOf(flag, row, agedBy(row, scope));
  return row.kills.length > 0 ? "killed" : "off";
}

/** A row for GraphQL. */
export const toTargeting = (row: Stored<TargetingRow>, scope: Scope): Targeting => ({
  ...recordNode("Targeting", row.id, scope), environment: row.environment, state: stateOf(row, scope), killed: row.kills.length > 0,
  parts: row.rules.rollout?.parts ?? 0, rules: row.rules, offVariant: row.offVariant, turnedAt: row.turnedAt, turnedBy: row.turnedBy,
  revision: row.revision, row,
});

/** The flag in its environment with this id. */
export const targetingById = oncePerScope((scope, id): Targeting | null => {
  const row = scope.context.readModel.targetings.get(id, scope.asOf);
  return row === undefined ? null : toTargeting(row, scope);
});
