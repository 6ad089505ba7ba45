import "reflect-metadata";
import type { CheckStanding as Standing, Evidence as Rests, Exemption as Exempted } from "@ballast/domain/readiness";
import { exemptionStates, type ExemptionState as State } from "@ballast/domain/readiness";
import { checkStates, readinessStates } from "@ballast/schema";
import type { CheckState as CheckIs, ReadinessState as ServiceIs } from "@ballast/schema";
import { Field, ID, Int, ObjectType } from "type-graphql";
import type { RecordOf, Scope } from "../graphql/context.ts";
import { enumType } from "../graphql/enums.ts";
import { typeNamed } from "../graphql/records.ts";
import { DateTime } from "../graphql/scalars.ts";
import { CheckSet, ReadinessCheck, Technology, type Readiness } from "./readinessRecords.ts";

export const CheckState = enumType<CheckIs>(
  "CheckState", { options: checkStates }, "How a service stands with a check: overdue was met once, or in part; exempt counts as met.",
);
export const ReadinessState = enumType<ServiceIs>(
  "ReadinessState", { options: readinessStates }, "How a service stands with all checks: nearly, while nothing is open.",
);
export const ExemptionState = enumType<State>(
  "ExemptionState", { options: exemptionStates }, "What became of an exemption. One that was granted is over on its last day by itself.",
);

@ObjectType({ description: "That a check counts as met for a while.", simpleResolvers: true })
export class Exemption {
  @Field(() => ID, { description: "Its id, for `grantExemption`, `refuseExemption`, `endExemption`." }) exemptionId!: string;
  @Field(() => String, { description: "The check." }) checkId!: string;
  @Field(() => String, { description: "What the check is called now; its id where it is none any more." }) checkName!: string;
  @Field(() => ExemptionState, { description: "What became of it." }) state!: State;
  @Field(() => Boolean, { description: "Whether it counts at this moment." }) holds!: boolean;
  @Field(() => String, { description: "The day on which it is over." }) until!: string;
  @Field(() => Int, { description: "Whole days until then; below nothing where that has passed." }) daysLeft!: number;
  @Field(() => String, { description: "Why it was asked for." }) reason!: string;
  @Field(() => String, { description: "What was said when it was decided, or ended." }) word!: string;
  exempted!: Exempted;
  serviceId!: string;
  scope!: Scope;
}

@ObjectType({ description: "What a cell of the scorecard rests on.", simpleResolvers: true })
export class Evidence {
  @Field(() => String, { description: "What it says." }) says!: string;
  @Field(() => String, { description: "What kind of record says so." }) kind!: string;
  @Field(() => String, { nullable: true, description: "Where the record is shown in the console." }) url!: string | null;
  rests!: Rests;
}

@ObjectType({ description: "How one service stands with one check.", simpleResolvers: true })
export class CheckScore {
  @Field(() => ID, { description: "Its id in lists: service and check." }) key!: string;
  @Field(() => ReadinessCheck, { description: "The check." }) check!: ReadinessCheck;
  @Field(() => CheckState, { description: "How it stands." }) state!: CheckIs;
  @Field(() => String, { description: "The fact: a date, a figure, or until when it is exempt." }) fact!: string;
  @Field(() => String, { description: "What is missing, after the service's name; empty where nothing is." }) lacks!: string;
  @Field(
    () => String, { nullable: true, description: "The first day on which it will not be met any more by itself." },
  ) until!: string | null;
  @Field(() => [Evidence], { description: "What it rests on." }) evidence!: readonly Evidence[];
  @Field(() => Exemption, { nullable: true, description: "The exemption by which it counts as met." }) exemption!: Exemption | null;
  @Field(() => Exemption, { nullable: true, description: "The one that waits for a decision." }) asked!: Exemption | null;
  @Field(() => String, { nullable: true, description: "The day on which its owner was asked about it, of the last time they were asked." })
  ownerAskedOn!: string | null;
  standing!: Standing;
}

@ObjectType({ description: "How one service stands.", simpleResolvers: true })
export class ServiceScore {
  @Field(() => ID, { description: "Its id in lists: the service's." }) key!: string;
  @Field(() => typeNamed("Service"), { description: "The service." }) service!: RecordOf<"Service">;
  @Field(() => typeNamed("Person"), { nullable: true, description: "Who answers for it." }) owner!: RecordOf<"Person"> | null;
  @Field(() => typeNamed("Readiness"), { nullable: true, description: "The record of what is stated of it; null where nothing is." })
  record!: Readiness | null;
  @Field(() => Int, { nullable: true, description: "How much hangs on it: 1 is the most." }) tier!: number | null;
  @Field(() => ReadinessState, { description: "How it stands." }) state!: ServiceIs;
  @Field(() => Int, { description: "Checks that are met or exempt." }) met!: number;
  @Field(() => [CheckScore], { description: "Each check, in the order of the set." }) checks!: readonly CheckScore[];
}

@ObjectType({ description: "How one service stood at the end of a month.", simpleResolvers: true })
export class MonthScore {
  @Field(() => String, { description: "The service." }) name!: string;
  @Field(() => ReadinessState, { description: "How it stood." }) state!: ServiceIs;
}

@ObjectType({ description: "Readiness at the end of one month, by the checks that held then.", simpleResolvers: true })
export class ReadinessMonth {
  @Field(() => String, { description: "As 2026-11." }) month!: string;
  @Field(() => DateTime, { description: "The moment that is looked at: the month's end, or now." }) at!: string;
  @Field(() => Int, { nullable: true, description: "The version of the checks that held; null: there were none." }) version!: number | null;
  @Field(() => Int, { description: "How many services were ready." }) ready!: number;
  @Field(() => [MonthScore], { description: "Each service, those that were ready first." }) services!: readonly MonthScore[];
}

@ObjectType({ description: "A technology that is not on the list, and where it is used.", simpleResolvers: true })
export class OffListUse {
  @Field(() => Technology, { description: "The technology." }) technology!: Technology;
  @Field(() => [typeNamed("Service")], { description: "Services that are made with it." }) services!: readonly RecordOf<"Service">[];
  @Field(() => [typeNamed("Risk")], { description: "Open risks that carry it." }) risks!: readonly RecordOf<"Risk">[];
}

@ObjectType({ description: "Services against a set of checks, at one moment.", simpleResolvers: true })
export class Scorecard {
  @Field(() => CheckSet, { nullable: true, description: "The checks; null while nobody has published any." }) checkSet!: CheckSet | null;
  @Field(() => DateTime, { description: "The moment." }) at!: string;
  @Field(() => String, { description: "Who is ready, who is not and why, and what ends soon." }) summary!: string;
  @Field(() => Int, { description: "Services that are ready." }) ready!: number;
  @Field(() => Int, { description: "Checks of all services that are met by themselves." }) met!: number;
  @Field(() => Int, { description: "Checks of all services that are exempt." }) exempt!: number;
  @Field(() => Int, { description: "Checks of all services that are overdue or open." }) lacking!: number;
  @Field(() => [ServiceScore], { description: "Services, those that are ready first." }) services!: readonly ServiceScore[];
  @Field(
    () => [Exemption], { description: "Exemptions that hold or wait for a decision, by their ends." },
  ) exemptions!: readonly Exemption[];
  scope!: Scope;
  setId!: string | null;
  shown!: ReadonlySet<string>;
}
