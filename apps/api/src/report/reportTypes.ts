import "reflect-metadata";
import { Field, Float, Int, ObjectType } from "type-graphql";
import { JsonValue } from "../graphql/scalars.ts";
import type { RecordOf } from "../graphql/context.ts";
import { typeNamed } from "../graphql/records.ts";

const figure = "an object {n, mean, medianLinear, p90NearestRank, p90Linear, min, max}";

@ObjectType({ description: "Incidents and how long they took, by definitions D1 to D3.", simpleResolvers: true })
export class IncidentReport {
  @Field(() => Int, { description: "How many." }) incidents!: number;
  @Field(() => JsonValue, { description: "How many of each public impact." }) byImpact!: object;
  @Field(() => JsonValue, { description: "How many by calendar month (UTC) of their start." }) perMonth!: object;
  @Field(() => JsonValue, { description: `Minutes to resolve: {all, nonzero, byImpact}, each ${figure}; maintenance is left out.` })
  timeToResolveMinutes!: object;
  @Field(() => JsonValue, { description: "The records behind each figure, by id." }) records!: object;
}

@ObjectType({ description: "One service among all, in a window (D1 to D4).", simpleResolvers: true })
export class ServiceReport {
  @Field(() => typeNamed("Service"), { description: "The service." }) service!: RecordOf<"Service">;
  @Field(() => Int, { description: "Incidents that began in the window." }) incidents!: number;
  @Field(() => Int, { description: "Of them with critical public impact." }) critical!: number;
  @Field(() => Int, { description: "Of them with major public impact." }) major!: number;
  @Field(() => Float, { description: "Minutes with a declared incident at the levels asked for; overlaps count once." })
  downtimeMinutes!: number;
  @Field(() => Float, { description: "Share of the window without one." }) availabilityPercent!: number;
  @Field(() => JsonValue, { description: `Minutes to resolve: ${figure}.` }) resolveMinutes!: object;
}

@ObjectType({ description: "Time without a declared incident at these levels (D4).", simpleResolvers: true })
export class AvailabilityReport {
  @Field(() => Float, { description: "Length of the window, minutes." }) windowMinutes!: number;
  @Field(() => JsonValue, { description: "By component: {incidents, downtimeMinutes, availabilityPercent}." }) components!: object;
  @Field(() => JsonValue, { description: "The same over all incidents, those that name no component included." }) any!: object;
  @Field(() => JsonValue, { description: "The records behind each figure, by id." }) records!: object;
}

const level = "elite, high, medium or low; null where nothing is known.";

@ObjectType({ description: "Figures of delivery beside those that a published report found.", simpleResolvers: true })
export class DeliveryBenchmark {
  @Field(() => String, { description: "Which one, with its year." }) name!: string;
  @Field(() => String, { description: "Where it was published." }) source!: string;
  @Field(() => String, { nullable: true, description: `How often: ${level}` }) perWeek!: string | null;
  @Field(() => String, { nullable: true, description: `The median lead time: ${level}` }) leadTimeHours!: string | null;
  @Field(() => String, { nullable: true, description: `The nearest group by the share that failed: ${level}` }) failPercent!: string | null;
  @Field(() => String, { nullable: true, description: `The median time to recovery: ${level}` }) recoveryHours!: string | null;
}

@ObjectType({
  description: "Delivery: by releases (D5, D6; a revert rate), or by deploys to production (the DORA figures).", simpleResolvers: true,
})
export class DeliveryReport {
  @Field(() => String, { description: "releases or deploys." }) basis!: string;
  @Field(() => Int, { nullable: true, description: "Releases in the window." }) releases!: number | null;
  @Field(() => Int, { nullable: true, description: "Deploys in the window." }) deploys!: number | null;
  @Field(() => Int, { nullable: true, description: "ISO weeks in the window." }) weeks!: number | null;
  @Field(() => JsonValue, { description: "How many by ISO week, empty weeks included." }) perIsoWeek!: object;
  @Field(() => Float, { nullable: true, description: "Mean a week." }) perWeekMean!: number | null;
  @Field(() => JsonValue, { description: `Hours from authored to released or live: ${figure}, with \`clamped\`.` }) leadTimeHours!: object;
  @Field(() => Int, { description: "How many failed." }) failed!: number;
  @Field(() => [String], { nullable: true, description: "Versions that a later release reverts in part." }) failedVersions!:
    readonly string[] | null;
  @Field(() => Float, { nullable: true, description: "Failed releases, percent." }) revertRatePercent!: number | null;
  @Field(() => Int, {
    nullable: true,
    description:
      "Releases of which a later one takes something back in any words: further commits of one message and pull requests count too. Those of D6 are among them. A floor: what nobody writes down is not in it.",
  })
  takenBack!: number | null;
  @Field(() => Float, { nullable: true, description: "The same among all releases, percent: at least so many." }) takenBackPercent!:
    number | null;
  @Field(() => Float, { nullable: true, description: "Failed deploys, percent." }) changeFailRatePercent!: number | null;
  @Field(() => JsonValue, { nullable: true, description: `Hours to the release that reverts: ${figure}.` }) timeToRestoreHours!:
    object | null;
  @Field(() => JsonValue, { nullable: true, description: `Hours to recovery: ${figure}.` }) recoveryTimeHours!: object | null;
  @Field(() => Int, {
    nullable: true,
    description: "Deploys that an incident names as what mitigated it, or that came while a failed deploy of their lane was not recovered from.",
  })
  rework!: number | null;
  @Field(() => Float, { nullable: true, description: "The same among all deploys, percent: DORA's deployment rework rate." })
  reworkRatePercent!: number | null;
  @Field(() => DeliveryBenchmark, { nullable: true, description: "What the figures come to beside what others reach; for deploys." })
  benchmark!: DeliveryBenchmark | null;
  @Field(() => Int, {
    nullable: true,
    description:
      "Deploys of which no commits are known, so that no lead time counts them; the records say why: no release is known, or its release lists none.",
  })
  withoutCommits!: number | null;
  /** Answered by `DeliveryReportResolver`: the commits behind the lead times can be left out. */
  records!: object;
}

@ObjectType({ description: "How one service among all is delivered.", simpleResolvers: true })
export class ServiceDelivery {
  @Field(() => typeNamed("Service"), { description: "The service." }) service!: RecordOf<"Service">;
  @Field(() => DeliveryReport, { description: "Its own figures: they stand beside those of others and are never blended with them." })
  report!: DeliveryReport;
}
