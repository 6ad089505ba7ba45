import "reflect-metadata";
import { mitigationName } from "@ballast/domain/risk";
import type { Stored } from "@ballast/readmodel";
import type { FactorRow, MitigationRow } from "@ballast/readmodel/risk";
import { Field, Float, Int, ObjectType } from "type-graphql";
import { movedSlips, Slip } from "../events/slip.ts";
import { enumType } from "../graphql/enums.ts";
import { recordNode, RecordNode } from "../graphql/node.ts";
import { DateTime } from "../graphql/scalars.ts";
import { oncePerScope, type Scope } from "../graphql/scope.ts";

export const MitigationStatus = enumType(
  "MitigationStatus", { options: ["planned", "inProgress", "delivered", "givenUp"] }, "How far a mitigation is.",
);

@ObjectType({ description: "A day that was promised for a mitigation after another one.", simpleResolvers: true })
export class MitigationSlip extends Slip {
  because!: string | null;
  scope!: Scope;
}

@ObjectType({ implements: RecordNode, description: "What somebody does about risks.", simpleResolvers: true })
export class Mitigation extends RecordNode {
  @Field(() => Int, { description: "n of M-n." }) number!: number;
  @Field(() => String, { description: "M-n." }) reference!: string;
  @Field(() => String, { description: "What is done." }) title!: string;
  @Field(() => String, { description: "More of it." }) description!: string;
  @Field(() => String, { description: "The day that is promised, as 2026-12-15." }) dueOn!: string;
  @Field(() => MitigationStatus, { description: "How far it is." }) status!: MitigationRow["status"];
  @Field(() => [MitigationSlip], { description: "Every promise that was moved, oldest first." }) slips!: readonly MitigationSlip[];
  @Field(() => DateTime, { nullable: true, description: "When it was delivered." }) deliveredAt!: string | null;
  @Field(() => DateTime, { description: "When it was planned." }) plannedAt!: string;
  @Field(() => Int, { description: "Revision of the record, for `expectedRevision`." }) revision!: number;
  row!: Stored<MitigationRow>;
}

@ObjectType({ implements: RecordNode, description: "What makes every risk of the register bigger.", simpleResolvers: true })
export class Factor extends RecordNode {
  @Field(() => String, { description: "What it is." }) title!: string;
  @Field(() => Float, { description: "Minutes that it adds to finding a failure." }) detectMinutes!: number;
  @Field(() => Float, { description: "Minutes that it adds to resolving one." }) resolveMinutes!: number;
  @Field(() => Float, { description: "By how many percent failures are more frequent." }) frequencyPercent!: number;
  @Field(() => String, { description: "Why, as was said last." }) reason!: string;
  @Field(() => Boolean, { description: "Whether it is over." }) ended!: boolean;
  @Field(() => DateTime, { description: "Since when it is as it is." }) statedAt!: string;
  @Field(() => Int, { description: "Revision of the record, for `expectedRevision`." }) revision!: number;
  row!: Stored<FactorRow>;
}

declare module "../graphql/context.ts" {
  interface RecordTypes {
    readonly Mitigation: Mitigation;
    readonly Factor: Factor;
  }
}

/** A row for GraphQL. */
export function toMitigation(row: Stored<MitigationRow>, scope: Scope): Mitigation {
  const { number, title, description, dueOn, status, plannedAt, revision } = row;
  return {
    ...recordNode("Mitigation", row.id, scope), number, reference: mitigationName(row), title, description, dueOn, status, plannedAt,
    slips: movedSlips(row).map(({ becauseOf, ...slip }) => ({ ...slip, because: becauseOf, scope })),
    deliveredAt: row.delivered?.at ?? null, revision, row,
  };
}

/** A row for GraphQL. */
export function toFactor(row: Stored<FactorRow>, scope: Scope): Factor {
  const { title, detectMinutes, resolveMinutes, frequencyPercent, reason, status, statedAt, revision } = row;
  return {
    ...recordNode("Factor", row.id, scope), title, detectMinutes, resolveMinutes, frequencyPercent, reason, ended: status === "ended",
    statedAt, revision, row,
  };
}

export const mitigationById = oncePerScope((scope, id): Mitigation | null => {
  const row = scope.context.readModel.mitigations.get(id, scope.asOf);
  return row === undefined ? null : toMitigation(row, scope);
});

export const factorById = oncePerScope((scope, id): Factor | null => {
  const row = scope.context.readModel.factors.get(id, scope.asOf);
  return row === undefined ? null : toFactor(row, scope);
});
