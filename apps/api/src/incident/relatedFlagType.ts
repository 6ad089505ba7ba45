import "reflect-metadata";
import type { LinkType as LinkTypeName } from "@ballast/schema";
import { Field, Float, Int, ObjectType } from "type-graphql";
import type { RecordOf } from "../graphql/context.ts";
import { LinkType } from "../graphql/enums.ts";
import { typeNamed } from "../graphql/records.ts";
import { DateTime } from "../graphql/scalars.ts";

@ObjectType({
  description: "A flag that was turned before the incident, in one environment, with what speaks for it.", simpleResolvers: true,
})
export class RelatedFlagChange {
  @Field(() => typeNamed("Flag"), { description: "The flag." }) flag!: RecordOf<"Flag">;
  @Field(() => typeNamed("Targeting"), { description: "The flag where it was turned; its kill is the quickest undo." })
  targeting!: RecordOf<"Targeting">;
  @Field(() => DateTime, { description: "When it was turned last before the impact." }) at!: string;
  @Field(() => String, { description: "What was done, in a sentence." }) sentence!: string;
  @Field(() => Int, { description: "Share of customers before, parts per 100,000." }) from!: number;
  @Field(() => Int, { description: "Share of customers after, parts per 100,000." }) to!: number;
  @Field(() => Int, { description: "Revision of the flag's record before it: what a revert names to step back." }) revisionBefore!: number;
  @Field(() => Float, { description: "0 to 1: how suspect it is, on the scale of deploys." }) score!: number;
  @Field(() => LinkType, { nullable: true, description: "What was said of it: a cause, suspected, ruled out; null where nothing was." })
  link!: LinkTypeName | null;
  @Field(() => [String], { description: "What speaks for it." }) reasons!: readonly string[];
  @Field(() => Float, { description: "How long before the impact's start it was turned, ms; negative: after it." }) beforeStartMs!: number;
}
