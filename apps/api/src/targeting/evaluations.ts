import "reflect-metadata";
import type { StaleBecause } from "@ballast/domain/targeting";
import { cleanUpReason } from "@ballast/readmodel";
import { evaluationSource, type EvaluationSource } from "@ballast/schema";
import { Arg, Args, ArgsType, Field, FieldResolver, Int, ObjectType, Resolver, Root } from "type-graphql";
import { enumType } from "../graphql/enums.ts";
import { find } from "../graphql/records.ts";
import { DateTime } from "../graphql/scalars.ts";
import { momentOf, oncePerScope, type Scope } from "../graphql/scope.ts";
import { agedBy, Targeting } from "./targetingType.ts";

const HOUR_MS = 3_600_000;
/** As far back as is counted together, hours: a quarter. */
const MOST_HOURS = 24 * 92;

const Source = enumType(
  "EvaluationSource", evaluationSource, "Where evaluations were counted: served here, or told by an application that evaluates itself.",
);
const Because = enumType<StaleBecause>(
  "FlagCleanUpReason",
  { options: ["expired", "settled", "unused"] },
  "Why a temporary flag is to be cleaned up: its end is past; it is old and gave everyone the same for a week; nobody asked for it in a week.",
);

@ObjectType({ description: "How often a flag gave one variant.", simpleResolvers: true })
export class FlagEvaluationCount {
  @Field(() => String, { nullable: true, description: "The variant; null: its caller's code default." }) variant!: string | null;
  @Field(() => Source, { description: "Where it was counted." }) source!: EvaluationSource;
  @Field(() => Int, { description: "How often." }) count!: number;
}

@ObjectType({ description: "Evaluations of a flag in a span of time.", simpleResolvers: true })
export class FlagEvaluationSpan {
  @Field(() => DateTime, { description: "Its beginning." }) from!: string;
  @Field(() => Int, { description: "How many in all." }) count!: number;
  @Field(() => [FlagEvaluationCount], { description: "By variant and source." }) variants!: readonly FlagEvaluationCount[];
}

@ObjectType({
  description: "Evaluations of a flag in an environment, as far as they were served here or told by applications.", simpleResolvers: true,
})
export class FlagEvaluations {
  @Field(() => Int, { description: "How many in all." }) count!: number;
  @Field(() => [FlagEvaluationCount], { description: "By variant and source." }) variants!: readonly FlagEvaluationCount[];
  @Field(() => [FlagEvaluationSpan], { description: "By hour or day, the oldest first; spans without any are left out." })
  spans!: readonly FlagEvaluationSpan[];
}

type Counted = Omit<FlagEvaluationCount, "count"> & { readonly hour: string; readonly count: number };

function byVariant(counted: readonly Counted[]): readonly FlagEvaluationCount[] {
  return [...Map.groupBy(counted, ({ variant, source }) => JSON.stringify([variant, source])).values()].flatMap((all) => {
    const [first] = all;
    return first === undefined ? [] : [{ variant: first.variant, source: first.source, count: sum(all) }];
  });
}

const sum = (counted: readonly { readonly count: number }[]): number => counted.reduce((total, { count }) => total + count, 0);

const startOf = (hour: string, byDay: boolean): string => (byDay ? `${hour.slice(0, 10)}T00:00:00.000Z` : hour);

/** Of all flags of an environment in the hours before now, read once for each scope: a list draws a line for each of its rows. */
const lately = oncePerScope((scope: Scope, key: string) => {
  const [environment = "", hours = "0"] = key.split(" ");
  const from = momentOf(scope).getTime() - Number(hours) * HOUR_MS;
  return scope.context.readModel.evaluations.byFlag(environment, new Date(from).toISOString());
});

@ArgsType()
class SpanArgs {
  @Field(() => DateTime, { nullable: true, description: "From then on; the last 24 hours unless told, a quarter at most." })
  from?: string | null;
  @Field(() => DateTime, { nullable: true, description: "Until then; until now unless told." }) to?: string | null;
  @Field(() => Boolean, { nullable: true, description: "By day rather than by hour." }) byDay?: boolean | null;
}

/** How often flags are asked for. */
@Resolver(() => Targeting)
export class EvaluationsResolver {
  @FieldResolver(() => FlagEvaluations, {
    description: "How often it was evaluated and what it gave: served here, or told by applications.",
  })
  evaluations(
    @Root() { row, scope }: Targeting,
    @Args(() => SpanArgs) { from, to, byDay }: SpanArgs,
  ): FlagEvaluations {
    const until = !to ? momentOf(scope).getTime() : Math.min(Date.parse(to), momentOf(scope).getTime());
    const since = Math.max(!from ? until - 24 * HOUR_MS : Date.parse(from), until - MOST_HOURS * HOUR_MS);
    const counted = scope.context.readModel.evaluations
      .ofFlag(row.flagId, row.environment, new Date(since).toISOString())
      .filter(({ hour }) => Date.parse(hour) < until);
    const spans = [...Map.groupBy(counted, ({ hour }) => startOf(hour, byDay ?? false))].map(([start, all]) => ({
      from: start, count: sum(all), variants: byVariant(all),
    }));
    return { count: sum(counted), variants: byVariant(counted), spans };
  }

  @FieldResolver(() => [Int], {
    description: "Evaluations in each of the last hours, the oldest first, this hour last; empty where none were counted in any.",
  })
  asked(
    @Root() { row, scope }: Targeting,
    @Arg("hours", () => Int, { nullable: true, description: "How many; 24 unless told, a week at most." }) hours: number | null,
  ): readonly number[] {
    const most = Math.max(1, Math.min(hours ?? 24, 24 * 7));
    const own = lately(scope, `${row.environment} ${String(most)}`).get(row.flagId);
    if (own === undefined) return [];
    const now = momentOf(scope).getTime();
    const thisHour = now - (now % HOUR_MS);
    return Array.from({ length: most }, (_, index) => own.get(new Date(thisHour - (most - 1 - index) * HOUR_MS).toISOString()) ?? 0);
  }

  @FieldResolver(() => DateTime, {
    nullable: true, description: "When it was evaluated last, to the day; null: never, as far as is counted.",
  })
  evaluatedAt(@Root() { row, scope }: Targeting): string | null {
    return agedBy(row, scope).evaluatedAt;
  }

  @FieldResolver(() => DateTime, {
    nullable: true, description: "Since when evaluations are counted in its environment; null: none ever was.",
  })
  countedSince(@Root() { row, scope }: Targeting): string | null {
    return agedBy(row, scope).countedSince;
  }

  @FieldResolver(() => Because, { nullable: true, description: "Why it is to be cleaned up; null where it is not." })
  cleanUpBecause(@Root() { row, scope }: Targeting): StaleBecause | null {
    const flag = find(scope, "Flag", row.flagId)?.row;
    return flag?.status === "managed" && flag.archived === null ? cleanUpReason(flag, row, agedBy(row, scope)) : null;
  }
}
