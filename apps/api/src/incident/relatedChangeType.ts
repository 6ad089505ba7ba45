import "reflect-metadata";
import type { LinkType as LinkTypeName } from "@ballast/schema";
import { Field, Float, ObjectType } from "type-graphql";
import { LinkType } from "../graphql/enums.ts";
import type { RecordOf } from "../graphql/context.ts";
import { typeNamed } from "../graphql/records.ts";

@ObjectType({ description: "A deploy that may have to do with the incident, with what speaks for it.", simpleResolvers: true })
export class RelatedChange {
  @Field(() => typeNamed("Deploy"), { description: "The deploy; its commits are the diff, its lane's preview the undo." })
  deploy!: RecordOf<"Deploy">;
  @Field(() => Float, { description: "0 to 1: how suspect it is." }) score!: number;
  @Field(() => LinkType, { nullable: true, description: "What was said of it: a cause, suspected, ruled out; null where nothing was." })
  link!: LinkTypeName | null;
  @Field(() => [String], { description: "What speaks for it." }) reasons!: readonly string[];
  @Field(() => Float, { description: "How long before the impact's start it reached customers, ms; negative: after it." })
  beforeStartMs!: number;
}
