import "reflect-metadata";
import type { Actor } from "@ballast/schema";
import { Field, ID, ObjectType } from "type-graphql";
import { toGlobalId } from "../graphql/globalId.ts";

@ObjectType("Actor", { description: "Who did something, and by which door.", simpleResolvers: true })
export class ActorType {
  @Field(() => ID, { nullable: true, description: "The person; null for machines." }) personId!: string | null;
  @Field(() => String, { description: "Name at the time." }) name!: string;
  @Field(() => String, { description: "How it came in: console, cli, api-token, local-credential, webhook, workflow, import or system." })
  means!: string;
  @Field(() => String, { nullable: true, description: "For whom a machine acted." }) onBehalfOf!: string | null;
}

/** An event's actor for GraphQL. */
export const toActor = ({ personId, name, means, onBehalfOf }: Actor): ActorType => ({
  personId: personId === null ? null : toGlobalId("Person", personId), name, means, onBehalfOf: onBehalfOf?.name ?? null,
});
