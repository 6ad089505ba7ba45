import "reflect-metadata";
import { Field, ObjectType } from "type-graphql";
import { DateTime } from "../graphql/scalars.ts";

@ObjectType({ description: "An alert that cleared and was never seen firing.", simpleResolvers: true })
export class UnseenClear {
  @Field(() => String, { description: "The alert's id." }) id!: string;
  @Field(() => String, { description: "Its name." }) name!: string;
  @Field(() => String, { description: "What its sender knows it by." }) fingerprint!: string;
  @Field(() => String, { nullable: true, description: "Severity in the other system's words." }) severity!: string | null;
  @Field(() => DateTime, { description: "When it cleared." }) endsAt!: string;
  @Field(() => DateTime, { description: "When that was received." }) receivedAt!: string;
}
