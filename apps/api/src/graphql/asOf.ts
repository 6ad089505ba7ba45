import "reflect-metadata";
import { Rejection } from "@ballast/domain";
import type { AsOf } from "@ballast/readmodel";
import { Field, InputType } from "type-graphql";
import { DateTime } from "./scalars.ts";

@InputType("AsOf", {
  description:
    "Looks back; exactly one of its fields. `position` and `recordedAt` show what was known then (a prefix of the log); `at` shows what was true at that moment, as known now.",
})
export class AsOfInput {
  @Field(() => String, { nullable: true, description: "A position of the log, inclusive." }) position?: string | null;
  @Field(() => DateTime, { nullable: true, description: "Everything that was recorded up to this instant." }) recordedAt?: string | null;
  @Field(() => DateTime, { nullable: true, description: "Everything that had happened up to this instant, whenever it became known." })
  at?: string | null;
}

/**
 * The moment asked for; undefined is now.
 * @throws Rejection INVALID_INPUT when several are named, or none in an input that is there
 */
export function readAsOf(input: AsOfInput | null | undefined): AsOf | undefined {
  if (input === null || input === undefined) return undefined;
  const { position, recordedAt, at } = input;
  const given: readonly AsOf[] = [...(position ? [{ position }] : []), ...(recordedAt ? [{ recordedAt }] : []), ...(at ? [{ at }] : [])];
  const [asOf] = given;
  if (asOf === undefined || given.length > 1)
    throw new Rejection("INVALID_INPUT", "asOf takes exactly one of position, recordedAt and at.", ["asOf"]);
  return asOf;
}
