import "reflect-metadata";
import type { RampState, RequestState } from "@ballast/domain/targeting";
import type { Cohort as CohortShape, RampPlan, TargetingChange as ChangeShape } from "@ballast/schema";
import { Field, Float, ID, Int, ObjectType } from "type-graphql";
import { LogEvent } from "../events/logEventType.ts";
import type { RecordOf } from "../graphql/context.ts";
import { enumType } from "../graphql/enums.ts";
import { typeNamed } from "../graphql/records.ts";
import { DateTime, JsonValue } from "../graphql/scalars.ts";

const State = enumType<RequestState>(
  "FlagRequestState",
  { options: ["open", "approved", "applied", "declined", "withdrawn", "stale"] },
  "Where a change stands that was asked for; `approved` ones wait for their time.",
);

const Going = enumType<RampState>(
  "FlagRampState", { options: ["planned", "running", "held", "completed", "wentBack", "stopped"] }, "Where a ramp is.",
);

@ObjectType({ description: "Customers by name, at most 1,000 in all.", simpleResolvers: true })
export class CohortNames {
  @Field(() => [String], { description: "Who enters." }) enter!: readonly string[];
  @Field(() => [String], { description: "Who leaves." }) leave!: readonly string[];
  @Field(() => [String], { description: "Who switches from one variant to another." }) switch!: readonly string[];
}

@ObjectType({ description: "What a change does to the customers that are known: counted, and by name.", simpleResolvers: true })
export class Cohort {
  @Field(() => Int, { description: "Known customers that it was worked out for." }) known!: number;
  @Field(() => Int, { description: "Get another variant than the off one, and did not before." }) enter!: number;
  @Field(() => Int, { description: "Get the off variant, and did not before." }) leave!: number;
  @Field(() => Int, { description: "Go from one variant to another." }) switch!: number;
  @Field(() => Int, { description: "Lack an attribute that a rule asks for." }) cannotTell!: number;
  @Field(() => Int, { description: "Named customers whom the change does not touch." }) overridesStay!: number;
  @Field(() => CohortNames, { description: "Who, as far as names fit." }) names!: CohortShape["names"];
  @Field(() => String, { description: "SHA-256 of who moves: two proofs of the same change are the same." }) hash!: string;
  @Field(() => String, { description: "Of the log, as far as flags and customers were known." }) position!: string;
  @Field(() => String, { description: "Version of the compiler." }) compiler!: string;
  @Field(() => String, { description: "The engine that was asked." }) engine!: string;
}

@ObjectType({ description: "What one customer gets of a flag by name, above every rule.", simpleResolvers: true })
export class FlagOverride {
  @Field(() => String, { description: "Its id, as applications send it." }) customer!: string;
  @Field(() => typeNamed("Customer"), { nullable: true, description: "The customer, where it is known." })
  record!: RecordOf<"Customer"> | null;
  @Field(() => String, { description: "What it gets." }) variant!: string;
  @Field(() => String, { description: "Why." }) reason!: string;
  @Field(() => DateTime, { nullable: true, description: "Until when; null: until somebody clears it." }) expiresAt!: string | null;
  @Field(() => typeNamed("Incident"), { nullable: true, description: "The incident that it was set for." })
  incident!: RecordOf<"Incident"> | null;
  @Field(() => DateTime, { description: "Since when." }) at!: string;
  @Field(() => String, { description: "Who set it." }) by!: string;
  @Field(() => typeNamed("Targeting"), { description: "Of which flag, and where." }) targeting!: RecordOf<"Targeting">;
}

@ObjectType({ description: "A kill: off for everyone, above every rule, until it is released.", simpleResolvers: true })
export class FlagKill {
  @Field(() => ID, { description: "Its id: a release names the kills that it lifts." }) killId!: string;
  @Field(() => DateTime, { description: "Since when." }) at!: string;
  @Field(() => String, { description: "Who killed it." }) by!: string;
  @Field(() => String, { nullable: true, description: "Why; null while nobody has said." }) reason!: string | null;
  @Field(() => typeNamed("Incident"), { nullable: true, description: "For which incident." }) incident!: RecordOf<"Incident"> | null;
}

@ObjectType({ description: "A change of a flag that somebody asked for.", simpleResolvers: true })
export class FlagChangeRequest {
  @Field(() => ID, { description: "Its id." }) changeId!: string;
  @Field(() => State, { description: "Where it stands." }) state!: RequestState;
  @Field(() => String, { description: "What is asked for, in words." }) sentence!: string;
  @Field(() => JsonValue, { description: "What is asked for, whole." }) change!: ChangeShape;
  @Field(() => [String], { description: "What would differ from how it is now, line by line." }) differences!: readonly string[];
  @Field(() => String, { description: "Why." }) reason!: string;
  @Field(() => Cohort, { description: "What it did to whom when it was asked for." }) cohort!: CohortShape;
  @Field(() => Boolean, { description: "Whether a second person's word is needed." }) needsApproval!: boolean;
  @Field(() => Boolean, { description: "Whether the flag was changed since." }) moved!: boolean;
  @Field(() => typeNamed("Person"), { description: "Who asked." }) by!: RecordOf<"Person">;
  @Field(() => typeNamed("Person"), { nullable: true, description: "Who approved it." }) approvedBy!: RecordOf<"Person"> | null;
  @Field(() => DateTime, { nullable: true, description: "When it is to be made; null: with the approval." }) applyAt!: string | null;
  @Field(() => String, { nullable: true, description: "Why it was not made." }) declined!: string | null;
  @Field(() => typeNamed("Incident"), { nullable: true, description: "For which incident." }) incident!: RecordOf<"Incident"> | null;
  @Field(() => typeNamed("Targeting"), { description: "Of which flag, and where." }) targeting!: RecordOf<"Targeting">;
}

@ObjectType({ description: "Another flag that must give one of these here; else this one is off.", simpleResolvers: true })
export class FlagNeed {
  @Field(() => typeNamed("Flag"), { nullable: true, description: "The flag; null where it is not there." }) flag!: RecordOf<"Flag"> | null;
  @Field(() => [String], { description: "What it has to give." }) variants!: readonly string[];
}

@ObjectType({ description: "A ramp of a flag: up by steps, each watched.", simpleResolvers: true })
export class FlagRamp {
  @Field(() => ID, { description: "Its id." }) rampId!: string;
  @Field(() => Going, { description: "Where it is." }) state!: RampState;
  @Field(() => Int, { description: "The step that it is in, from 0; −1 before the first." }) step!: number;
  @Field(() => JsonValue, { description: "Its plan: the steps, with how each is watched." }) plan!: RampPlan;
  @Field(() => Int, { description: "The share that it began with, parts per 100,000: where it goes back to." }) from!: number;
  @Field(() => typeNamed("Person"), { nullable: true, description: "Who planned it." }) by!: RecordOf<"Person"> | null;
  @Field(() => [String], { description: "What was seen in each step that has passed." }) passed!: readonly string[];
  @Field(() => [String], { description: "What holds it." }) holds!: readonly string[];
  @Field(() => String, { nullable: true, description: "How it ended." }) outcome!: string | null;
}

@ObjectType({ description: "Something that changed what a flag gives in an environment.", simpleResolvers: true })
export class TargetingStep {
  @Field(() => Int, { description: "Its place in the record, which a revert names." }) revision!: number;
  @Field(() => LogEvent, { description: "What happened, when, and who did it." }) event!: LogEvent;
  @Field(() => [String], { description: "What differs from before, line by line." }) differences!: readonly string[];
  @Field(() => String, { nullable: true, description: "Why." }) reason!: string | null;
  @Field(() => Cohort, { nullable: true, description: "What it did to whom." }) cohort!: CohortShape | null;
  @Field(() => Float, { description: "Share of customers from then on, parts per 100,000; 0 while it was killed." }) parts!: number;
  @Field(() => Boolean, { description: "Whether it was killed from then on." }) killed!: boolean;
  @Field(() => JsonValue, { description: "Its rules from then on." }) rules!: object;
  @Field(() => typeNamed("Incident"), { nullable: true, description: "For which incident." }) incident!: RecordOf<"Incident"> | null;
  @Field(() => typeNamed("Deploy"), { nullable: true, description: "The deploy that made it." }) deploy!: RecordOf<"Deploy"> | null;
}
