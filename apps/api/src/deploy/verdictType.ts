import "reflect-metadata";
import { errorsPer100k } from "@ballast/domain";
import type { EffectRow, VerdictRow } from "@ballast/readmodel";
import {
  verdictBasis, type VerdictEvidence as Evidence, type VerdictFinding as Finding, type WindowNumbers as Numbers,
} from "@ballast/schema";
import { Field, Float, Int, ObjectType } from "type-graphql";
import { enumType } from "../graphql/enums.ts";
import { DateTime } from "../graphql/scalars.ts";

export const VerdictKind = enumType(
  "VerdictKind",
  { options: ["pass", "fail", "inconclusive", "error"] },
  "What a judge said. No data is inconclusive, never a pass.",
);

@ObjectType({ description: "What a release did in a window.", simpleResolvers: true })
export class WindowNumbers {
  @Field(() => Int, { description: "Requests." }) requests!: number;
  @Field(() => Int, { description: "Requests that failed." }) errors!: number;
  @Field(() => Int, { nullable: true, description: "Share of failed requests, parts per 100,000; null without requests." }) errorsPer100k!:
    number | null;
  @Field(() => Float, { nullable: true, description: "Median latency, ms." }) p50Ms!: number | null;
  @Field(() => Float, { nullable: true, description: "95th percentile of latency, ms." }) p95Ms!: number | null;
}

@ObjectType({ description: "A request kept as evidence.", simpleResolvers: true })
export class ExampleRequest {
  @Field(() => DateTime, { description: "When it ended." }) at!: string;
  @Field(() => String, { nullable: true, description: "Whose it was." }) customer!: string | null;
  @Field(() => String, { description: "What was asked for." }) path!: string;
  @Field(() => Int, { description: "HTTP status; 0 when there was no answer." }) status!: number;
  @Field(() => Float, { description: "How long it took, ms." }) durationMs!: number;
  @Field(() => String, { nullable: true, description: "Trace to look it up by." }) traceId!: string | null;
  @Field(() => String, { nullable: true, description: "What went wrong." }) error!: string | null;
}

@ObjectType({ description: "A customer who saw errors.", simpleResolvers: true })
export class AffectedCustomer {
  @Field(() => String, { description: "The customer's id." }) customer!: string;
  @Field(() => Int, { description: "Requests of theirs." }) requests!: number;
  @Field(() => Int, { description: "How many of them failed." }) errors!: number;
}

export const VerdictBasis = enumType(
  "VerdictBasis",
  verdictBasis,
  "What a judge compared the new release with: the stable release at the same time, its own past (as long a time before everybody got the new one), or nothing but the plan's limits.",
);
export const FindingKind = enumType("FindingKind", { options: ["errors", "latency"] }, "What was judged.");
export const FindingWindow = enumType(
  "FindingWindow",
  { options: ["step", "recent"] },
  "Over which time: since the step's start, or only lately.",
);

@ObjectType({ description: "What one criterion of a verdict came to.", simpleResolvers: true })
export class VerdictFinding {
  @Field(() => FindingKind, { description: "What was judged." }) what!: Finding["what"];
  @Field(() => FindingWindow, { description: "Over which time." }) window!: Finding["window"];
  @Field(() => VerdictKind, { description: "What it said." }) verdict!: Finding["verdict"];
  @Field(() => Float, {
    nullable: true, description: "Failed or slow requests of the new release, parts per 100,000, heavy customers capped.",
  })
  canary!: number | null;
  @Field(() => Float, { nullable: true, description: "The same of the baseline." }) baseline!: number | null;
  @Field(() => Float, { nullable: true, description: "From where on a request was slow, ms." }) overMs!: number | null;
  @Field(() => Float, { nullable: true, description: "How probable chance alone makes what was seen." }) chance!: number | null;
  @Field(() => Float, { nullable: true, description: "What that has to fall below at this look for a failure." }) requiredChance!:
    number | null;
}

@ObjectType({ description: "The numbers behind a verdict.", simpleResolvers: true })
export class VerdictEvidence {
  @Field(() => VerdictBasis, { description: "What the new release was compared with." }) basis!: Evidence["basis"];
  @Field(() => Int, { nullable: true, description: "Customers with requests to the new release." }) canaryCustomers!: number | null;
  @Field(() => Int, { nullable: true, description: "Customers with requests to the baseline." }) baselineCustomers!: number | null;
  @Field(() => [VerdictFinding], { description: "What each criterion came to." }) findings!: readonly VerdictFinding[];
  @Field(() => [String], { description: "What got worse at the same time without this release; then it is not its doing." })
  witnesses!: readonly string[];
}

@ObjectType({ description: "What a judge found in a step, with its numbers.", simpleResolvers: true })
export class Verdict {
  @Field(() => DateTime, { description: "When it was reached." }) at!: string;
  @Field(() => Int, { description: "The step, from 0." }) step!: number;
  @Field(() => Int, { description: "Which look at the step's numbers it was, from 0." }) look!: number;
  @Field(() => String, { description: "Which judge." }) judge!: string;
  @Field(() => VerdictKind, { description: "What it said." }) verdict!: VerdictRow["verdict"];
  @Field(() => String, { description: "Why, in words." }) reason!: string;
  @Field(() => WindowNumbers, { nullable: true, description: "Numbers of the new release; null without data." })
  canary!: WindowNumbers | null;
  @Field(() => WindowNumbers, { nullable: true, description: "Numbers of the stable release over the same window." })
  baseline!: WindowNumbers | null;
  @Field(() => DateTime, { description: "Start of the window." }) from!: string;
  @Field(() => DateTime, { description: "End of the window." }) to!: string;
  @Field(() => Boolean, { description: "Whether it decided the step." }) final!: boolean;
  @Field(() => [ExampleRequest], { description: "Some requests as evidence." }) examples!: readonly ExampleRequest[];
  @Field(() => [AffectedCustomer], { description: "Who saw errors; at most 200." }) failingCustomers!: readonly AffectedCustomer[];
  @Field(() => Int, { description: "How many customers saw errors." }) failingCustomerCount!: number;
  @Field(() => VerdictEvidence, { nullable: true, description: "The numbers behind it; null for verdicts of before they were kept." })
  evidence!: VerdictEvidence | null;
}

@ObjectType({ description: "What a rollback did, from the metrics.", simpleResolvers: true })
export class Effect {
  @Field(() => String, { description: 'In a sentence: "errors 6.1 → 0.4 % in 40 s".' }) sentence!: string;
  @Field(() => Boolean, { nullable: true, description: "Whether the errors went away; null when the numbers do not tell." }) recovered!:
    boolean | null;
  @Field(() => WindowNumbers, { nullable: true, description: "Numbers before traffic went back." }) before!: WindowNumbers | null;
  @Field(() => WindowNumbers, { nullable: true, description: "Numbers after it." }) after!: WindowNumbers | null;
  @Field(() => Float, { description: "Time between them, ms." }) overMs!: number;
  @Field(() => [AffectedCustomer], { description: "Who saw errors; at most 200." }) affectedCustomers!: readonly AffectedCustomer[];
  @Field(() => Int, { description: "How many customers saw errors." }) affectedCustomerCount!: number;
}

/** Numbers with their share of errors. */
export function toNumbers(numbers: Numbers | null): WindowNumbers | null {
  if (numbers === null) return null;
  const share = errorsPer100k(numbers);
  return { ...numbers, errorsPer100k: share === null ? null : Math.round(share) };
}

/** A verdict for GraphQL. */
export const toVerdict = (row: VerdictRow): Verdict => ({ ...row, canary: toNumbers(row.canary), baseline: toNumbers(row.baseline) });

/** What a rollback did, for GraphQL. */
export const toEffect = (row: EffectRow | null): Effect | null =>
  row === null ? null : { ...row, before: toNumbers(row.before), after: toNumbers(row.after) };
