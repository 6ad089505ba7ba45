import "reflect-metadata";
import { Field, ObjectType } from "type-graphql";

@ObjectType({ description: "A role that incidents of a type have beside those of every incident.", simpleResolvers: true })
export class IncidentTypeRole {
  @Field(() => String, { description: "What it is called." }) name!: string;
  @Field(() => String, { description: "What it is for." }) purpose!: string;
}

@ObjectType({ description: "Something to look at, at a place of the web.", simpleResolvers: true })
export class Shortcut {
  @Field(() => String, { description: "What it is." }) label!: string;
  @Field(() => String, { description: "Where it is." }) url!: string;
}
