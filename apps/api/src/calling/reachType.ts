import "reflect-metadata";
import { reachedMinutes, reachWords, type ReachedTime as Time, type ReachWord } from "@ballast/domain";
import { duration } from "@ballast/schema/words";
import { ArgsType, Field, Int, ObjectType } from "type-graphql";
import type { RecordOf } from "../graphql/context.ts";
import { enumType } from "../graphql/enums.ts";
import { namedRecord, typeNamed } from "../graphql/records.ts";
import { DateTime } from "../graphql/scalars.ts";
import type { Scope } from "../graphql/scope.ts";
import { listed } from "../words.ts";

/** So far ahead it is looked unless told, days. */
export const REACH_DAYS = 30;

const ScheduleReach = enumType<ReachWord>(
  "ScheduleReach", { options: reachWords },
  "How sure it is that a page reaches somebody: who is on call answered one, or a test page, in the last 90 days by a channel that they still have (proven), has a channel that wakes and answered none (unproven), has none (silent), or is nobody.",
);

@ObjectType({ description: "A time in which it is as sure that a page reaches somebody.", simpleResolvers: true })
export class ReachedTime {
  @Field(() => DateTime, { description: "Its start." }) from!: string;
  @Field(() => DateTime, { description: "Its end, which belongs to the next." }) to!: string;
  @Field(() => ScheduleReach, { description: "How sure it is." }) reach!: ReachWord;
  @Field(() => [typeNamed("Person")], { description: "Who is on call." }) people!: readonly RecordOf<"Person">[];
}

@ObjectType({ description: "Whether every minute of a time reaches somebody.", simpleResolvers: true })
export class Reachability {
  @Field(() => String, { description: "All of it in a sentence." }) sentence!: string;
  @Field(() => Int, { description: "Minutes in which somebody is on call who answered a page lately." }) proven!: number;
  @Field(() => Int, { description: "Minutes in which who is on call has answered none." }) unproven!: number;
  @Field(() => Int, { description: "Minutes in which who is on call has no channel that wakes." }) silent!: number;
  @Field(() => Int, { description: "Minutes in which nobody is on call." }) nobody!: number;
  @Field(() => [ReachedTime], { description: "Every minute, without gap or overlap." }) times!: readonly ReachedTime[];
}

@ArgsType()
export class AheadArgs {
  @Field(() => Int, { nullable: true, description: "So many days ahead; 30 unless told, 90 at most." }) days?: number | null;
}
/** How many days ahead are asked for. */
export const daysAhead = ({ days }: AheadArgs): number => Math.min(Math.max(days ?? REACH_DAYS, 1), 90);

interface Said {
  readonly days: number;
  /** What happens to whoever is reached. */
  readonly called: "is on call" | "is called";
}

const MINUTE_MS = 60_000;
const lasting = (minutes: number): string => duration(minutes * MINUTE_MS);

/** What is not proven, the worst first. */
function sentenceOf(minutes: Readonly<Record<ReachWord, number>>, unproven: readonly string[], { days, called }: Said): string {
  const parts = [
    ...(minutes.nobody === 0 ? [] : [`${lasting(minutes.nobody)} have nobody`]),
    ...(minutes.silent === 0 ? [] : [`${lasting(minutes.silent)} have only people with nothing that wakes them`]),
    ...(minutes.unproven === 0 ? [] : [
      `${lasting(minutes.unproven)} have only people who have answered no page for 90 days${unproven.length === 0 ? "" : ` (${listed(unproven)})`}`,
    ]),
  ];
  return parts.length === 0
    ? `At every minute of the next ${String(days)} days somebody ${called} who has answered a page lately.`
    : `Of the next ${String(days)} days ${listed(parts)}.`;
}

const MOST_NAMED = 5;

/** Times for GraphQL, and all of them in a sentence. */
export function reachabilityOf(scope: Scope, times: readonly Time[], said: Said): Reachability {
  const minutes = reachedMinutes(times);
  const person = (id: string): RecordOf<"Person"> => namedRecord(scope, "Person", id);
  const unproven = [...new Set(times.filter(({ word }) => word === "unproven").flatMap(({ people }) => people))];
  return {
    ...minutes, sentence: sentenceOf(minutes, unproven.slice(0, MOST_NAMED).map((id) => person(id).name), said),
    times: times.map(({ from, to, word, people }) => ({
      from: new Date(from).toISOString(), to: new Date(to).toISOString(), reach: word, people: people.map(person),
    })),
  };
}
