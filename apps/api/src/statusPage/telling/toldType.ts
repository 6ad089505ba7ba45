import "reflect-metadata";
import { Field, Int, ObjectType } from "type-graphql";

@ObjectType({ description: "How many subscribers, by the channel by which they hear.", simpleResolvers: true })
export class ToldByChannel {
  @Field(() => Int, { description: "By mail." }) mail!: number;
  @Field(() => Int, { description: "In a chat." }) chat!: number;
  @Field(() => Int, { description: "By a webhook." }) webhook!: number;
}
