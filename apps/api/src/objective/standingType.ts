import "reflect-metadata";
import { Field, Float, ObjectType } from "type-graphql";
import type { RecordOf } from "../graphql/context.ts";
import { typeNamed } from "../graphql/records.ts";
import { DateTime } from "../graphql/scalars.ts";

@ObjectType({
  description: "A multi-window burn-rate rule (Site Reliability Workbook, chapter 5), and how it stands.", simpleResolvers: true,
})
export class BurnRate {
  @Field(() => String, { description: "Its long window, in words." }) name!: string;
  @Field(() => Float, { description: "From how many times the allowed pace on it fires." }) factor!: number;
  @Field(() => Float, { description: "Its long window, minutes." }) longMinutes!: number;
  @Field(() => Float, { description: "Its short window, minutes: it ends soon after what burnt." }) shortMinutes!: number;
  @Field(() => Float, { nullable: true, description: "Times the allowed pace in the long window; null where nothing was observed." })
  long!: number | null;
  @Field(() => Float, { nullable: true, description: "The same in the short one." }) short!: number | null;
  @Field(() => Float, {
    nullable: true, description: "How long everyone would have to be hit for it to fire, minutes; null: no outage is fast enough.",
  })
  totalOutageMinutes!: number | null;
  @Field(() => Boolean, { description: "Whether both burn at least that fast." }) fires!: boolean;
  @Field(() => Boolean, { description: "Whether it is worth waking somebody." }) wakes!: boolean;
}

@ObjectType({ description: "What was left of a budget at a moment.", simpleResolvers: true })
export class BurnPoint {
  @Field(() => DateTime, { description: "When." }) at!: string;
  @Field(() => Float, { description: "Minutes left from then on; less than 0 once it is overdrawn." }) leftMinutes!: number;
}

@ObjectType({ description: "An incident behind a figure, and what it would have cost alone.", simpleResolvers: true })
export class ObjectiveRecord {
  @Field(() => typeNamed("Incident"), { description: "The incident." }) incident!: RecordOf<"Incident">;
  @Field(() => Float, { description: "Minutes, weighed as the objective weighs; what overlaps is counted in each." }) badMinutes!: number;
  @Field(() => Boolean, { description: "Whether that is more than a fifth of the budget of four weeks: a matter of its own." })
  overLimit!: boolean;
}

@ObjectType({ description: "Requests, as an objective's indicator counts them; rates need not give whole numbers.", simpleResolvers: true })
export class RequestFigures {
  @Field(() => Float, { description: "Those that count." }) valid!: number;
  @Field(() => Float, { description: "Of them, those that were answered as they should be." }) good!: number;
  @Field(() => Float, { description: "Of them, those that were not." }) bad!: number;
}

@ObjectType({
  description:
    "Where an objective stands. Of requests, where something counts them: minutes are the share of bad ones, spread over the time that was counted. Else time without a declared incident at its levels, which is no measured uptime. What nobody observed counts as neither up nor down.",
  simpleResolvers: true,
})
export class Standing {
  @Field(() => DateTime, { description: "Start of the period." }) from!: string;
  @Field(() => DateTime, { description: "End of the period; it may lie ahead." }) to!: string;
  @Field(() => Float, { description: "Minutes that are observed: what the share is of." }) observedMinutes!: number;
  @Field(() => Float, { description: "Minutes of it that have passed and nobody observed." }) unobservedMinutes!: number;
  @Field(() => Float, { description: "Minutes of maintenance that are left out." }) maintenanceMinutes!: number;
  @Field(() => Float, { description: "Bad minutes, weighed." }) badMinutes!: number;
  @Field(() => Float, {
    nullable: true, description: "Share of the observed time that was good; null where nothing was observed. Not rounded.",
  })
  availabilityPercent!: number | null;
  @Field(() => RequestFigures, { nullable: true, description: "Requests of the period, where it is measured by them." })
  requests!: RequestFigures | null;
  @Field(() => Float, { nullable: true, description: "What the share would be had nothing been corrected." })
  uncorrectedPercent!: number | null;
  @Field(() => Float, { description: "Minutes that may be bad in the whole period." }) budgetMinutes!: number;
  @Field(() => Float, { description: "Minutes left; less than 0 once it is overdrawn." }) leftMinutes!: number;
  @Field(() => [BurnRate], { description: "How fast it goes, by rule, the quickest first." }) burnRates!: readonly BurnRate[];
  @Field(() => [BurnPoint], { description: "What was left when: straight lines between these, which never rise." })
  points!: readonly BurnPoint[];
  @Field(() => DateTime, { nullable: true, description: "When the budget was gone; null while some is left." }) goneAt!: string | null;
  @Field(() => DateTime, {
    nullable: true,
    description:
      "When it will be gone at the pace of the last 28 days; null where it lasts to the end of the period (of a rolling one: for a year).",
  })
  forecastGoneAt!: string | null;
  @Field(() => [ObjectiveRecord], { description: "The incidents behind it, the dearest first." }) records!: readonly ObjectiveRecord[];
  @Field(() => [typeNamed("Incident")], { description: "Incidents that never say when they ended: the figures are too good by them." })
  withoutEnd!: readonly RecordOf<"Incident">[];
}

@ObjectType({ description: "A period of an objective that is over, or goes on.", simpleResolvers: true })
export class ObjectivePeriod {
  @Field(() => DateTime, { description: "Its start." }) from!: string;
  @Field(() => DateTime, { description: "Its end." }) to!: string;
  @Field(() => Float, { description: "Minutes that are observed." }) observedMinutes!: number;
  @Field(() => Float, { description: "Bad minutes, weighed." }) badMinutes!: number;
  @Field(() => Float, { description: "Minutes that might be bad." }) budgetMinutes!: number;
  @Field(() => Float, { nullable: true, description: "Share of the observed time that was good; null where nothing was observed." })
  availabilityPercent!: number | null;
  @Field(() => Boolean, { nullable: true, description: "Whether the target was met; null where nothing was observed." }) met!:
    boolean | null;
}
