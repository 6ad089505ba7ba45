import "reflect-metadata";
import { createHash } from "node:crypto";
import { DRAWS, inputsAfter, occurrenceMinutes, type Exceedance, type ExceedanceQuestion, type SimulatedRisk } from "@ballast/domain/risk";
import type { Stored } from "@ballast/readmodel";
import type { MitigationRow, RiskRow } from "@ballast/readmodel/risk";
import { DAYS_A_YEAR, budgetMinutes } from "@ballast/schema/badMinutes";
import { Field, Float, Int, ObjectType } from "type-graphql";
import type { Scope } from "../graphql/context.ts";
import { momentOf } from "../graphql/scope.ts";
import { draw, drawnOnce } from "./drawing.ts";
import { Mitigation, toMitigation } from "./mitigationType.ts";
import { timesItCame } from "./occurrences.ts";

const DAY_MS = 86_400_000;
/** The day (UTC) that a moment lies in, by its begin: a forecast is one of the day, and the same all through it. */
const dayOf = (ms: number): number => Math.floor(ms / DAY_MS) * DAY_MS;

/** Mitigations that are looked at one by one, those that are due first. */
const MOST_MITIGATIONS = 20;

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
    "The chance of missing the target this year (UTC), from the register and what came true: the same for the same day, position and target.",
  simpleResolvers: true,
})
export class RiskForecast {
  @Field(() => Float, { description: "The target, in percent." }) target!: number;
  @Field(() => Float, { description: "Bad minutes that the year may have." }) budget!: number;
  @Field(() => Float, {
    description: "Bad minutes that it has had: of incidents in which a risk came true, as far as one may know of them.",
  })
  soFar!: number;
  @Field(() => Float, { description: "Days that are left of it." }) daysLeft!: number;
  @Field(() => Int, { description: "How many years were drawn." }) draws!: number;
  @Field(() => Float, { description: "The chance of missing the target, 0 to 1." }) chance!: number;
  @Field(() => Float, { description: "Bad minutes of the year to be expected." }) mean!: number;
  @Field(() => [ExceedancePoint], { description: "The chance of more than so many minutes." }) curve!: Exceedance["curve"];
  @Field(() => [MitigatedForecast], {
    description: "What each mitigation that is still to come would move it to; the first twenty that are due.",
  })
  mitigated!: readonly MitigatedForecast[];
}

interface Looked {
  readonly row: Stored<RiskRow>;
  readonly simulated: SimulatedRisk;
  /** Bad minutes of this year so far. */
  readonly soFar: number;
}

function lookAt(row: Stored<RiskRow>, scope: Scope, yearBegan: number): readonly Looked[] {
  if (row.inputs === null) return [];
  const now = momentOf(scope).getTime();
  const since = Date.parse(row.observedSince);
  const came = timesItCame(row, scope).map(({ occurrence }) => ({ ms: Date.parse(occurrence.at), minutes: occurrenceMinutes(occurrence) }));
  const happened = came.filter(({ ms }) => ms >= since && ms <= now).map(({ minutes }) => minutes);
  const soFar = came.filter(({ ms }) => ms >= yearBegan).reduce((sum, { minutes }) => sum + minutes, 0);
  return [{ row, soFar, simulated: { id: row.id, inputs: row.inputs, days: Math.max(0, (dayOf(now) - dayOf(since)) / DAY_MS), happened } }];
}

const drawn = drawnOnce(draw);

/** Draws the rest of the year, for the register as it is and with each mitigation that is still to come. */
export async function forecastOf(scope: Scope, target: number): Promise<RiskForecast> {
  const { risks, mitigations } = scope.context.readModel;
  const today = dayOf(momentOf(scope).getTime());
  const year = new Date(today).getUTCFullYear();
  const [yearBegan, yearEnds] = [Date.UTC(year, 0, 1), Date.UTC(year + 1, 0, 1)];
  const looked = risks.all({ filter: { open: true }, asOf: scope.asOf }).flatMap((row) => lookAt(row, scope, yearBegan));
  const position = looked.reduce((last, { row }) => (BigInt(row.position) > BigInt(last) ? row.position : last), "0");
  const question: ExceedanceQuestion = {
    seed: createHash("sha256").update(`${position} ${String(target)}`).digest("hex"), draws: DRAWS,
    daysLeft: (yearEnds - today) / DAY_MS, soFar: looked.reduce((sum, { soFar }) => sum + soFar, 0),
    budget: budgetMinutes(target, Math.min(DAYS_A_YEAR, (yearEnds - yearBegan) / DAY_MS)),
  };
  const isOpen = ({ status, effects }: MitigationRow): boolean => (status === "planned" || status === "inProgress") && effects.length > 0;
  const coming = mitigations.all({ asOf: scope.asOf }).filter(isOpen).slice(0, MOST_MITIGATIONS);
  const { whatIf, ...asItIs } = await drawn({
    risks: looked.map(({ simulated }) => simulated), question,
    whatIf: coming.map((row) => ({
      id: row.id,
      after: looked.flatMap(({ simulated: { id, inputs } }) =>
        row.riskIds.includes(id) ? [[id, inputsAfter(inputs, row, id)] as const] : [],
      ),
    })),
  });
  const chances = new Map(whatIf.map(({ id, chance }) => [id, chance]));
  const { budget, soFar, daysLeft, draws } = question;
  return {
    target, budget, soFar, daysLeft, draws, ...asItIs,
    mitigated: coming.map((row) => ({ mitigation: toMitigation(row, scope), chance: chances.get(row.id) ?? asItIs.chance })),
  };
}
