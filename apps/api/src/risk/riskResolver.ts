import "reflect-metadata";
import { drifts, mitigationPath, occurrenceMinutes, tooBigAbove, type Drift, type RiskStanding as Standing } from "@ballast/domain/risk";
import type { RiskFilter as Filter, RiskSort as Sort } from "@ballast/readmodel/risk";
import type { Treatment as TreatmentWord } from "@ballast/schema";
import { badMinutesAYear } from "@ballast/schema/badMinutes";
import { Args, ArgsType, Ctx, Field, FieldResolver, Float, ID, InputType, Int, ObjectType, Query, Resolver, Root } from "type-graphql";
import { toConnection, type Connection } from "../graphql/connection.ts";
import type { ApiContext, RecordOf } from "../graphql/context.ts";
import { enumType } from "../graphql/enums.ts";
import { idOf } from "../graphql/globalId.ts";
import { AsOfArgs, ListArgs, sliceRequest } from "../graphql/listArgs.ts";
import { find, namedRecord, typeNamed } from "../graphql/records.ts";
import { DateTime } from "../graphql/scalars.ts";
import { openScope } from "../graphql/scope.ts";
import { optionalServiceId } from "../graphql/serviceName.ts";
import { Mitigation, toMitigation } from "./mitigationType.ts";
import { calibrationOverTime, historyForAll, historyOf, timesItCame } from "./occurrences.ts";
import { forecastOf, RiskForecast } from "./riskForecast.ts";
import { RiskRegister, targetOf, weighRegister } from "./registerType.ts";
import { Unforeseen, UnforeseenArgs, unforeseenOf } from "./unforeseen.ts";
import { Risk, RiskAcceptance, riskCalled, RiskConnection, RiskInputs, RiskStanding, toInputs, toRisk, Treatment } from "./riskType.ts";

const RiskSort = enumType<Sort>("RiskSort", { options: ["MINUTES_DESC", "NUMBER_ASC", "NUMBER_DESC"] }, "Order of risks.");
const RiskDrift = enumType<Drift>(
  "RiskDrift", { options: drifts }, "What history says against what is registered; `same` while that lies within its interval.",
);

@InputType({ description: "Which risks." })
class RiskFilter {
  @Field(() => String, { nullable: true, description: "Those of this service, by slug or id." }) service?: string | null;
  @Field(() => ID, { nullable: true, description: "Those that this person owns." }) owner?: string | null;
  @Field(() => Treatment, { nullable: true, description: "Those that are treated so." }) treatment?: TreatmentWord | null;
  @Field(() => [RiskStanding], { nullable: true, description: "Those that stand so." }) standings?: Standing[] | null;
  @Field(() => Boolean, { nullable: true, description: "True: those that are open; false: those that were closed." }) open?: boolean | null;
  @Field(() => Boolean, { nullable: true, description: "True: those that are too big for the target." }) tooBig?: boolean | null;
  @Field(() => Float, { nullable: true, description: "The target that `tooBig` is about; 99.8 percent unless told." }) target?:
    number | null;
  @Field(() => String, { nullable: true, description: "Words in their titles and statements." }) text?: string | null;
}

@ArgsType()
class RisksArgs extends ListArgs {
  @Field(() => RiskFilter, { nullable: true, description: "Which ones; all unless told." }) filter?: RiskFilter | null;
  @Field(() => RiskSort, { nullable: true, description: "In which order; what costs most first unless told." }) sort?: Sort | null;
}

@ArgsType()
class RiskArgs extends AsOfArgs {
  @Field(() => ID, { description: "Its id, or RISK-n." }) id!: string;
}

@ArgsType()
class RegisterArgs extends AsOfArgs {
  @Field(() => Float, { nullable: true, description: "Percent of the time without bad minutes that is aimed at; 99.8 unless told." })
  target?: number | null;
}

@ArgsType()
class ForecastArgs extends RegisterArgs {
  @Field(() => ID, { nullable: true, description: "The objective that it is about: its target, its bad minutes so far." }) objective?:
    string | null;
}

@ObjectType({
  description: "What happened, drawn towards what was registered (gamma–Poisson, weight 2). Not rounded.", simpleResolvers: true,
})
class RiskHistory {
  @Field(() => Float, { description: "Bad minutes a year." }) minutesAYear!: number;
  @Field(() => Float, { description: "In 8 of 10 cases it is more than this …" }) low!: number;
  @Field(() => Float, { description: "… and less than that." }) high!: number;
  @Field(() => RiskDrift, { description: "Against what is registered." }) drift!: Drift;
  @Field(() => Int, { description: "How often it came true." }) failures!: number;
  @Field(() => Float, { description: "In how many days." }) days!: number;
  @Field(() => RiskInputs, { description: "Inputs with which the register would say the same." }) inputs!: RiskInputs;
}

@ObjectType({ description: "A time that a risk came true.", simpleResolvers: true })
class RiskOccurrence {
  @Field(() => typeNamed("Incident"), { description: "The incident." }) incident!: RecordOf<"Incident">;
  @Field(() => DateTime, { description: "When it began." }) at!: string;
  @Field(() => Float, { description: "How long it lasted, minutes; until now while it does." }) minutes!: number;
  @Field(() => Float, { nullable: true, description: "How long nobody knew, minutes; null where that is not known." }) detectMinutes!:
    number | null;
  @Field(() => Float, { description: "Share of users that it hit, in parts per 100,000." }) impactPer100k!: number;
  @Field(() => Float, { description: "Bad minutes: its length, times that share." }) badMinutes!: number;
}

@ObjectType({ description: "What was registered at a moment, and what history said then.", simpleResolvers: true })
class RiskCalibrationPoint {
  @Field(() => DateTime, { description: "When." }) at!: string;
  @Field(() => Float, { description: "Registered bad minutes a year." }) registered!: number;
  @Field(() => Float, { description: "What history said." }) minutesAYear!: number;
  @Field(() => Float, { description: "The low end of its interval of 80 %." }) low!: number;
  @Field(() => Float, { description: "The high end." }) high!: number;
}

@ObjectType({ description: "What a risk comes to when its open mitigations have been delivered.", simpleResolvers: true })
class RiskAfterMitigations {
  @Field(() => Float, { description: "Bad minutes a year." }) minutesAYear!: number;
  @Field(() => RiskInputs, { description: "Inputs." }) inputs!: RiskInputs;
}

const filterOf = (given: RiskFilter | null | undefined): Filter => ({
  serviceId: optionalServiceId(given?.service), ownerId: given?.owner ? idOf("Person", given.owner, ["filter", "owner"]) : undefined,
  treatment: given?.treatment ?? undefined, standings: given?.standings ?? undefined, open: given?.open ?? undefined,
  above: given?.tooBig === true ? tooBigAbove(targetOf(given.target)) : undefined, text: given?.text ?? undefined,
});

/** Risks: lists, one, and the register against its budget. */
@Resolver(() => Risk)
export class RiskResolver {
  @FieldResolver(() => typeNamed("Person"), { description: "Who answers for it." })
  owner(@Root() { row, scope }: Risk): RecordOf<"Person"> {
    return namedRecord(scope, "Person", row.ownerId);
  }

  @FieldResolver(() => [typeNamed("Service")], { description: "Services that it concerns." })
  services(@Root() { row, scope }: Risk): readonly RecordOf<"Service">[] {
    return row.serviceIds.flatMap((id) => find(scope, "Service", id) ?? []);
  }

  @FieldResolver(() => [RiskOccurrence], { description: "When it came true, oldest first." })
  cameTrueIn(@Root() { row, scope }: Risk): readonly RiskOccurrence[] {
    return timesItCame(row, scope).map(({ incident, occurrence }) => ({
      incident, ...occurrence, badMinutes: occurrenceMinutes(occurrence),
    }));
  }

  @FieldResolver(() => [typeNamed("Release")], { description: "Releases that have to do with it." })
  releases(@Root() { row, scope }: Risk): readonly RecordOf<"Release">[] {
    return row.links.flatMap(({ kind, recordId }) => (kind === "release" ? (find(scope, "Release", recordId) ?? []) : []));
  }

  @FieldResolver(() => RiskHistory, { nullable: true, description: "What history says; null while nobody has estimated it." })
  historySays(@Root() { row, scope }: Risk): RiskHistory | null {
    const says = historyOf(row, scope);
    return says === null ? null : { ...says, minutesAYear: says.minutes, inputs: toInputs(says.inputs) };
  }

  @FieldResolver(() => RiskHistory, {
    nullable: true,
    description: "The same by what everybody may know of: no private incident is in it. It is what is registered by history, since everybody reads that.",
  })
  historyForAll(@Root() { row, scope }: Risk): RiskHistory | null {
    const says = historyForAll(row, scope);
    return says === null ? null : { ...says, minutesAYear: says.minutes, inputs: toInputs(says.inputs) };
  }

  @FieldResolver(() => [RiskCalibrationPoint], { description: "What was registered against what history said, over time." })
  calibration(@Root() { row, scope }: Risk): readonly RiskCalibrationPoint[] {
    return calibrationOverTime(row, scope).map(({ at, registered, says }) => ({
      at, registered: badMinutesAYear(registered), minutesAYear: says.minutes, low: says.low, high: says.high,
    }));
  }

  @FieldResolver(() => [Mitigation], { description: "What is done about it, by the days that are promised." })
  mitigations(@Root() { key, scope }: Risk): readonly Mitigation[] {
    return scope.context.readModel.mitigations.all({ riskId: key, asOf: scope.asOf }).map((row) => toMitigation(row, scope));
  }

  @FieldResolver(() => RiskAfterMitigations, {
    nullable: true, description: "What it comes to when all that is still to come has been delivered; null while nobody has estimated it.",
  })
  afterMitigations(@Root() { key, row, scope }: Risk): RiskAfterMitigations | null {
    if (row.inputs === null) return null;
    const { minutes, inputs } = mitigationPath(row.inputs, key, scope.context.readModel.mitigations.all({ riskId: key, asOf: scope.asOf }));
    return { minutesAYear: minutes, inputs: toInputs(inputs) };
  }

  @Query(() => RiskConnection, { description: "Risks." })
  risks(@Args(() => RisksArgs) { filter, sort, asOf, ...slice }: RisksArgs, @Ctx() context: ApiContext): Connection<Risk> {
    const scope = openScope(context, asOf);
    const found = context.readModel.risks.list({
      filter: filterOf(filter), sort: sort ?? undefined, slice: sliceRequest(slice), asOf: scope.asOf,
    });
    return toConnection(found, (row) => toRisk(row, scope));
  }

  @Query(() => Risk, { nullable: true, description: "One risk." })
  risk(@Args(() => RiskArgs) { id, asOf }: RiskArgs, @Ctx() context: ApiContext): Risk | null {
    const scope = openScope(context, asOf);
    return riskCalled(scope, /^RISK-/i.test(id) ? id : idOf("Risk", id, ["id"]));
  }

  @Query(() => RiskForecast, { description: "The chance of missing the target this year, by simulation." })
  riskForecast(@Args(() => ForecastArgs) { target, objective, asOf }: ForecastArgs, @Ctx() context: ApiContext): Promise<RiskForecast> {
    const scope = openScope(context, asOf);
    if (!objective) return forecastOf(scope, targetOf(target));
    return forecastOf(scope, namedRecord(scope, "Objective", idOf("Objective", objective, ["objective"])));
  }

  @Query(() => Unforeseen, { description: "Bad minutes of incidents that no risk had foreseen." })
  unforeseen(@Args(() => UnforeseenArgs) { days, objective, asOf }: UnforeseenArgs, @Ctx() context: ApiContext): Unforeseen {
    const scope = openScope(context, asOf);
    const about = objective ? namedRecord(scope, "Objective", idOf("Objective", objective, ["objective"])) : null;
    return unforeseenOf(scope, { about: about?.row ?? null, days: days ?? null });
  }

  @Query(() => RiskRegister, { description: "The register against the budget of a target." })
  riskRegister(@Args(() => RegisterArgs) { target, asOf }: RegisterArgs, @Ctx() context: ApiContext): RiskRegister {
    return weighRegister(openScope(context, asOf), targetOf(target));
  }
}

/** Who asked for an acceptance, and who decided on it. */
@Resolver(() => RiskAcceptance)
export class RiskAcceptanceResolver {
  @FieldResolver(() => typeNamed("Person"), { description: "Who asked for it." })
  requestedBy(@Root() { row, scope }: RiskAcceptance): RecordOf<"Person"> {
    return namedRecord(scope, "Person", row.requestedBy);
  }

  @FieldResolver(() => typeNamed("Person"), { nullable: true, description: "Who looks at it." })
  reviewer(@Root() { row, scope }: RiskAcceptance): RecordOf<"Person"> | null {
    return row.reviewerId === null ? null : namedRecord(scope, "Person", row.reviewerId);
  }

  @FieldResolver(() => typeNamed("Person"), { nullable: true, description: "Who approved or rejected it." })
  decidedBy(@Root() { row, scope }: RiskAcceptance): RecordOf<"Person"> | null {
    return row.decidedBy === null ? null : namedRecord(scope, "Person", row.decidedBy);
  }
}
