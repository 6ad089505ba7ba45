import "reflect-metadata";
import type { Exceedance } from "@ballast/domain/risk";
import { Field, Float, Int, ObjectType } from "type-graphql";
import type { RecordOf, Scope } from "../graphql/context.ts";
import { typeNamed } from "../graphql/records.ts";
import { openDrawer } from "./drawing/drawer.ts";
import { drawnOnce } from "./drawing/drawnOnce.ts";
import { askForecast, type ForecastSubject } from "./forecastQuestion.ts";
import { Mitigation, toMitigation } from "./mitigationType.ts";

@ObjectType({ description: "A number of bad minutes, and the chance that the year has more.", simpleResolvers: true })
class ExceedancePoint {
  @Field(() => Float, { description: "Bad minutes of the year." }) minutes!: number;
  @Field(() => Float, { description: "The chance of more, 0 to 1." }) chance!: number;
}

@ObjectType({ description: "What the chance would be, were a mitigation there now.", simpleResolvers: true })
class MitigatedForecast {
  @Field(() => Mitigation, { description: "The mitigation." }) mitigation!: Mitigation;
  @Field(() => Float, { description: "The chance of missing the target then." }) chance!: number;
}

@ObjectType({
  description:
    "The chance of missing the target this year, from the register and what came true: the same for the same day, position and objective.",
  simpleResolvers: true,
})
export class RiskForecast {
  @Field(() => typeNamed("Objective"), { nullable: true, description: "The objective; null where only a target was named." }) objective!:
    RecordOf<"Objective"> | null;
  @Field(() => Float, { description: "The target, in percent." }) target!: number;
  @Field(() => Float, { description: "Bad minutes that the year may have." }) budget!: number;
  @Field(() => Float, {
    description:
      "Bad minutes that it has had, as the objective counts them, whole; of a target alone: of incidents in which a risk came true. As far as one may know of them.",
  })
  soFar!: number;
  @Field(() => Float, { description: "Days that are left of it." }) daysLeft!: number;
  @Field(() => Int, { description: "How many years were drawn." }) draws!: number;
  @Field(() => Float, { description: "The chance of missing the target, 0 to 1." }) chance!: number;
  @Field(() => Float, { description: "Bad minutes of the year to be expected." }) mean!: number;
  @Field(() => Float, { description: "In 8 of 10 cases the year has more than this …" }) low!: number;
  @Field(() => Float, { description: "… and less than that." }) high!: number;
  @Field(() => [ExceedancePoint], { description: "The chance of more than so many minutes." }) curve!: Exceedance["curve"];
  @Field(() => [MitigatedForecast], {
    description: "What each mitigation that is still to come would move it to; the first twenty that are due.",
  })
  mitigated!: readonly MitigatedForecast[];
}

/** The server's thread that draws. */
export const drawer = openDrawer();
/** Draws what is asked, in that thread; the same question once. */
export const drawn = drawnOnce((asked) => drawer.draw(asked));

/** Draws the rest of the year, for the register as it is and with each mitigation that is still to come. */
export async function forecastOf(scope: Scope, subject: ForecastSubject): Promise<RiskForecast> {
  const { target, question: { budget, soFar, daysLeft, draws }, drawing, coming } = askForecast(scope, subject);
  const { whatIf, ...asItIs } = await drawn(drawing);
  const chances = new Map(whatIf.map(({ id, chance }) => [id, chance]));
  return {
    objective: typeof subject === "number" ? null : subject, target, budget, soFar, daysLeft, draws, ...asItIs,
    mitigated: coming.map((row) => ({ mitigation: toMitigation(row, scope), chance: chances.get(row.id) ?? asItIs.chance })),
  };
}
