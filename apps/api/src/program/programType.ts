import "reflect-metadata";
import { colours, type Colour } from "@ballast/domain/program";
import { Field, Float, ID, Int, ObjectType } from "type-graphql";
import type { ProgramItem as Item, RecordOf, Scope } from "../graphql/context.ts";
import { enumType } from "../graphql/enums.ts";
import { RecordNode } from "../graphql/node.ts";
import { typeNamed } from "../graphql/records.ts";
import { DateTime } from "../graphql/scalars.ts";

export const ProgramColour = enumType<Colour>("ProgramColour", { options: colours }, "How a program stands; the worst wins.");

@ObjectType({ description: "A trigger as it is written, and whether it fires.", simpleResolvers: true })
export class ProgramTrigger {
  @Field(() => ProgramColour, { description: "The colour that it gives." }) colour!: Colour;
  @Field(() => String, { description: "What it says." }) rule!: string;
  @Field(() => String, { nullable: true, description: "What made it fire; null: it does not." }) because!: string | null;
}

@ObjectType({ description: "How available something was over the last days, whatever its own window.", simpleResolvers: true })
export class LatelyAvailability {
  @Field(() => Int, { description: "Of the last so many days." }) days!: number;
  @Field(() => Float, { nullable: true, description: "Share of the observed time that was good; null where nothing was observed." })
  availabilityPercent!: number | null;
  @Field(() => Float, { description: "Bad minutes." }) badMinutes!: number;
}

@ObjectType({ description: "An objective on the board.", simpleResolvers: true })
export class ProgramObjective {
  @Field(() => typeNamed("Objective"), { description: "The objective; where it stands is said there." }) objective!: RecordOf<"Objective">;
  @Field(() => Float, {
    nullable: true, description: "How many times faster than evenly its budget goes; null where there is no even pace.",
  })
  pace!: number | null;
  @Field(() => [LatelyAvailability], { description: "Over the last 28, 30 and 90 days." }) lately!: readonly LatelyAvailability[];
  @Field(() => [DateTime], { description: "When releases of its services reached customers first in the period." })
  releasedAt!: readonly string[];
}

@ObjectType({ description: "Something that somebody promised, or has to decide.", simpleResolvers: true })
export class ProgramItem {
  @Field(() => String, { description: "What it is, in a word." }) kind!: string;
  @Field(() => ID, { description: "Its id in lists: what it is, and the record's." }) key!: string;
  @Field(() => String, { description: "What is promised, or to be decided." }) title!: string;
  @Field(() => RecordNode, { nullable: true, description: "The record." }) record!: RecordNode | null;
  @Field(() => String, { nullable: true, description: "The day that is promised, or on which something ends." }) dueOn!: string | null;
  @Field(() => [String], { description: "Days that were promised before, the latest first." }) before!: readonly string[];
  @Field(() => Int, { description: "Whole days since the day; 0 while it lies ahead." }) overdueDays!: number;
  @Field(() => Float, { nullable: true, description: "Bad minutes a year that hang on it." }) minutes!: number | null;
  @Field(() => String, { description: "Why it stands here now." }) why!: string;
  @Field(() => [String], { description: "What it waits for." }) waitsFor!: readonly string[];
  @Field(() => String, { nullable: true, description: "The day to which it then computes." }) realDueOn!: string | null;
  @Field(() => String, { nullable: true, description: "The word on its button; null where nothing is to be decided." }) decide!:
    string | null;
  @Field(() => String, {
    nullable: true, description: "Where in the console that is decided; else where it is shown.",
  }) view!: string | null;
  item!: Item;
  scope!: Scope;
}

@ObjectType({ description: "How often something happened since the week began.", simpleResolvers: true })
export class ProgramChange {
  @Field(() => String, { description: "What, in words: `2 incidents`." }) words!: string;
  @Field(() => Int, { description: "How often." }) count!: number;
  @Field(() => String, { description: "Where in the console these are listed." }) view!: string;
}

@ObjectType({
  description: "The program at one moment: its colour by written triggers, and what they were made from.", simpleResolvers: true,
})
export class Program {
  @Field(() => ProgramColour, { description: "The worst colour that fires." }) colour!: Colour;
  @Field(() => [String], { description: "What made it so." }) because!: readonly string[];
  @Field(() => [ProgramTrigger], { description: "Every trigger, as it is written." }) triggers!: readonly ProgramTrigger[];
  @Field(() => DateTime, { description: "The moment." }) at!: string;
  @Field(() => String, { nullable: true, description: "Where in the log it is; null before anything was recorded." }) position!:
    string | null;
  @Field(() => [ProgramObjective], { description: "Objectives, by their names." }) objectives!: readonly ProgramObjective[];
  @Field(() => Int, { description: "How many things need a decision." }) decisionCount!: number;
  @Field(() => Int, { description: "How many promises were moved." }) slippedCount!: number;
  @Field(() => Int, { description: "How many wait for something else." }) blockedCount!: number;
  @Field(() => [ProgramItem], { description: "What is overdue, the longest first." }) overdue!: readonly ProgramItem[];
  @Field(() => DateTime, { description: "When the week began: since the last review." }) since!: string;
  @Field(() => [ProgramChange], { description: "What changed since then." }) changed!: readonly ProgramChange[];
  /** What needs a decision, what hangs most on first. */
  decisions!: readonly ProgramItem[];
  /** Promises that were moved, the dearest first. */
  slipped!: readonly ProgramItem[];
  /** What waits for something else. */
  blocked!: readonly ProgramItem[];
}
