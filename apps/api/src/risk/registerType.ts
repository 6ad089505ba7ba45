import "reflect-metadata";
import { registerSummary, tooBigAbove, USUAL_TARGET } from "@ballast/domain/risk";
import type { Stored } from "@ballast/readmodel";
import type { RiskRow } from "@ballast/readmodel/risk";
import { Rejection } from "@ballast/domain";
import { Field, Float, Int, ObjectType } from "type-graphql";
import type { Scope } from "../graphql/context.ts";
import { Factor, toFactor } from "./mitigationType.ts";
import { Risk, toRisk } from "./riskType.ts";

@ObjectType({
  description:
    "The register against the budget of a target: what is too big, what the budget takes, what is left. Bad minutes a year, not rounded.",
  simpleResolvers: true,
})
export class RiskRegister {
  @Field(() => Float, { description: "The target, in percent of the time." }) target!: number;
  @Field(() => Float, { description: "Minutes that the target leaves." }) budget!: number;
  @Field(() => Int, { description: "How many risks are open." }) count!: number;
  @Field(() => Float, { description: "What they are expected to cost together, without the factors." }) total!: number;
  @Field(() => Float, { description: "What the cross-cutting factors add." }) factorMinutes!: number;
  @Field(() => [Factor], { description: "What makes every risk bigger." }) factors!: readonly Factor[];
  @Field(() => Float, { description: "Minutes above which one risk is too big: a quarter of the budget." }) tooBigAbove!: number;
  @Field(() => [Risk], { description: "Risks that are too big, the largest first." }) tooBig!: readonly Risk[];
  @Field(() => [Risk], { description: "Risks that the budget takes, the smallest first." }) fits!: readonly Risk[];
  @Field(() => Float, { description: "What those cost." }) fitting!: number;
  @Field(() => Float, { description: "What of the budget nothing is planned for; below nothing where the factors alone exceed it." })
  unallocated!: number;
  @Field(() => [Risk], { description: "Risks that nobody has estimated: they are in no sum." }) unestimated!: readonly Risk[];
}

/** The target asked for, or the usual one. */
export function targetOf(given: number | null | undefined): number {
  const target = given ?? USUAL_TARGET;
  if (Number.isFinite(target) && target > 0 && target < 100) return target;
  throw new Rejection("INVALID_INPUT", "a target lies between 0 and 100 percent", ["target"]);
}

/** Weighs the open risks of a moment. */
export function weighRegister(scope: Scope, target: number): RiskRegister {
  const { risks, factors } = scope.context.readModel;
  const open = risks.all({ filter: { open: true }, asOf: scope.asOf });
  const stated = factors.all(scope.asOf);
  const summary = registerSummary(open, { factors: stated, target });
  const byId = new Map(open.map((row) => [row.id, row]));
  const shown = (ids: readonly string[]): readonly Risk[] =>
    ids.map((id) => byId.get(id)).filter((row): row is Stored<RiskRow> => row !== undefined).map((row) => toRisk(row, scope));
  return {
    target, budget: summary.budget, count: open.length, total: summary.total, factorMinutes: summary.factors,
    factors: stated.map((row) => toFactor(row, scope)), tooBigAbove: tooBigAbove(target), tooBig: shown(summary.tooBig),
    fits: shown(summary.fits), fitting: summary.fitting, unallocated: summary.unallocated, unestimated: shown(summary.unestimated),
  };
}
