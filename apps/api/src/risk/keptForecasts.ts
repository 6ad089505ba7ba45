import "reflect-metadata";
import { scored, type Outcome } from "@ballast/domain/forecast";
import { calendarPeriodOf } from "@ballast/domain/objective";
import type { Stored } from "@ballast/readmodel";
import type { ForecastRow } from "@ballast/readmodel/forecast";
import { forecastPeriods, type ForecastPeriod as Period } from "@ballast/schema";
import { Arg, Field, FieldResolver, Float, Int, ObjectType, Resolver, Root } from "type-graphql";
import { historyOf } from "../figures/objectiveHistory.ts";
import type { RecordOf, Scope } from "../graphql/context.ts";
import { enumType } from "../graphql/enums.ts";
import { recordNode, RecordNode } from "../graphql/node.ts";
import { find, typeNamed } from "../graphql/records.ts";
import { DateTime } from "../graphql/scalars.ts";
import { momentOf, oncePerScope } from "../graphql/scope.ts";

const MINUTE_MS = 60_000;

const ForecastPeriod = enumType(
  "ForecastPeriod", { options: forecastPeriods }, "What a forecast is of: the calendar's year, quarter or month, in the objective's zone.",
);

@ObjectType({
  implements: RecordNode, description: "What was said of an objective's year, quarter or month on a day, kept so that it can be scored.",
  simpleResolvers: true,
})
export class Forecast extends RecordNode {
  @Field(() => String, { description: "The day (UTC) on which it was said." }) day!: string;
  @Field(() => ForecastPeriod, { description: "Of which period." }) period!: Period;
  @Field(() => Float, { description: "The chance of missing the target that was given, 0 to 1." }) chance!: number;
  @Field(() => Float, { description: "Bad minutes of the period that were expected." }) mean!: number;
  @Field(() => Float, { description: "In 8 of 10 cases it was to be more than this …" }) low!: number;
  @Field(() => Float, { description: "… and less than that." }) high!: number;
  @Field(() => Float, { description: "Bad minutes that the period had had." }) soFar!: number;
  @Field(() => Float, { description: "Bad minutes that it might have." }) budget!: number;
  @Field(() => DateTime, { description: "When the period is over." }) until!: string;
  @Field(() => Int, { description: "How many risks were drawn." }) risks!: number;
  @Field(() => Float, { nullable: true, description: "Bad minutes that the period had in the end; null while it goes on." }) came!:
    number | null;
  @Field(() => Boolean, { nullable: true, description: "Whether the target was missed; null while the period goes on." }) missed!:
    boolean | null;
  @Field(() => Boolean, { nullable: true, description: "Whether the interval held what came; null while the period goes on." }) held!:
    boolean | null;
  row!: Stored<ForecastRow>;
}

@ObjectType({
  description: "How good the forecasts of an objective were: every one that was kept counts when its period is over.", simpleResolvers: true,
})
class ForecastScore {
  @Field(() => Int, { description: "How many were kept." }) kept!: number;
  @Field(() => Int, { description: "Of how many the period is over." }) due!: number;
  @Field(() => Float, {
    nullable: true, description: "Brier's score: the mean squared distance from what came, 0 is best; null while none is due.",
  })
  brier!: number | null;
  @Field(() => Float, { description: "What always saying one half would score." }) coin!: number;
  @Field(() => Float, { nullable: true, description: "Share of the intervals of 80 % that held what came; null while none is due." })
  coverage!: number | null;
  @Field(() => DateTime, { nullable: true, description: "When the next ones are due; null where none is to come." }) nextDueAt!:
    string | null;
  @Field(() => [Forecast], { description: "The last of them, the newest first." }) last!: readonly Forecast[];
}

declare module "../graphql/context.ts" {
  interface RecordTypes {
    readonly Forecast: Forecast;
  }
}

/** Bad minutes of the period that ended then, as the objective was when the forecast was made. */
const cameIn = (objective: RecordOf<"Objective">, { askedAt, said, period: unit }: ForecastRow, scope: Scope): number => {
  const then = scope.context.readModel.objectives.get(objective.row.id, { at: askedAt }) ?? objective.row;
  const at = Date.parse(said?.until ?? askedAt) - 1;
  return calendarPeriodOf(then, historyOf(then, scope), { unit, at }).badMs / MINUTE_MS;
};

/** A kept forecast for GraphQL; null while nobody has drawn it. */
export function toForecast(row: Stored<ForecastRow>, scope: Scope, came: number | null): Forecast | null {
  const { day, period, said } = row;
  if (said === null) return null;
  const { chance, mean, low, high, soFar, budget, until, risks } = said;
  return {
    ...recordNode("Forecast", row.id, scope), day, period, chance, mean, low, high, soFar, budget, until, risks, came,
    missed: came === null ? null : came > budget, held: came === null ? null : low <= came && came <= high, row,
  };
}

/** The forecast with this id; whose objective the scope must not know of, is none. */
export const forecastById = oncePerScope((scope, id): Forecast | null => {
  const row = scope.context.readModel.forecasts.get(id, scope.asOf);
  return row === undefined || find(scope, "Objective", row.objectiveId) === null ? null : toForecast(row, scope, null);
});

/** What was said of its years, quarters and months. */
@Resolver(() => typeNamed("Objective"))
export class KeptForecastsResolver {
  @FieldResolver(() => ForecastScore, {
    description: "What was forecast of its years, quarters or months, day by day, and how good that was.",
  })
  forecasts(
    @Root() objective: RecordOf<"Objective">,
    @Arg("last", () => Int, { defaultValue: 30, description: "How many to tell; at most 400. All of them are scored." }) last: number,
    @Arg("period", () => ForecastPeriod, { defaultValue: "year", description: "Those of which period." }) period: Period,
  ): ForecastScore {
    const { scope } = objective;
    const rows = scope.context.readModel.forecasts.kept(objective.row.id, scope.asOf).filter((row) => row.period === period);
    const now = momentOf(scope).getTime();
    const ended = new Map<string, number>();
    const cameOf = (row: Stored<ForecastRow>): number | null => {
      if (row.said === null || Date.parse(row.said.until) > now) return null;
      const then = scope.context.readModel.objectives.get(objective.row.id, { at: row.askedAt });
      const key = `${row.said.until} ${then?.changedAt ?? ""}`;
      const came = ended.get(key) ?? cameIn(objective, row, scope);
      ended.set(key, came);
      return came;
    };
    const all = rows.map((row) => ({ row, came: cameOf(row) }));
    const outcomes = all.flatMap(({ row: { said }, came }): Outcome[] => (said === null || came === null ? [] : [{ said, came }]));
    const toCome = all.flatMap(({ row: { said }, came }) => (said === null || came !== null ? [] : [said.until]));
    return {
      kept: all.length, due: outcomes.length, ...scored(outcomes), nextDueAt: toCome.toSorted()[0] ?? null,
      last: all.slice(0, Math.max(0, Math.min(400, last))).flatMap(({ row, came }) => toForecast(row, scope, came) ?? []),
    };
  }
}
