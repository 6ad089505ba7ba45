import "reflect-metadata";
import type { Actor } from "@ballast/schema";
import { Field, ObjectType } from "type-graphql";
import { DateTime } from "../graphql/scalars.ts";
import { ActorType, toActor } from "./actorType.ts";

@ObjectType({ description: "A day that was promised after another one.", simpleResolvers: true })
export class Slip {
  @Field(() => DateTime, { description: "When it was moved." }) at!: string;
  @Field(() => ActorType, { description: "Who moved it." }) by!: ActorType;
  @Field(() => String, { description: "The day that was promised before." }) from!: string;
  @Field(() => String, { description: "The day that is promised since." }) to!: string;
  @Field(() => String, { description: "Why." }) reason!: string;
}

interface Moved<Known> {
  readonly slips: readonly Known[];
  /** Who moved its days when, in the order of its slips. */
  readonly moves: readonly { readonly at: string; readonly by: Actor }[];
}

/** Slips with who moved them and when. */
export const movedSlips = <Known extends object>({ slips, moves }: Moved<Known>): (Known & Pick<Slip, "at" | "by">)[] =>
  slips.flatMap((slip, index) => {
    const move = moves[index];
    return move === undefined ? [] : [{ ...slip, at: move.at, by: toActor(move.by) }];
  });
