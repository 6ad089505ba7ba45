import "reflect-metadata";
import { setImmediate as turn } from "node:timers/promises";
import {
  reachabilityWithin, reachedMinutes, reachWords, type ReachedTime as Time, type ReachWord,
} from "@ballast/domain";
import { duration } from "@ballast/schema/words";
import { Args, ArgsType, Field, FieldResolver, Int, ObjectType, Resolver, Root } from "type-graphql";
import { Gauge } from "prom-client";
import { reachesIn, lastAnswers } from "../calling/proven.ts";
import type { ApiServer, RecordOf } from "../graphql/context.ts";
import { enumType } from "../graphql/enums.ts";
import { namedRecord, typeNamed } from "../graphql/records.ts";
import { DateTime } from "../graphql/scalars.ts";
import { momentOf } from "../graphql/scope.ts";
import type { Duty } from "../slice.ts";
import { listed } from "../words.ts";
import { Rotation, scheduleOf } from "./rotationType.ts";

const DAY_MS = 86_400_000;
/** So far ahead it is looked unless told, days. */
const DAYS = 30;

const ScheduleReach = enumType<ReachWord>(
  "ScheduleReach", { options: reachWords },
  "How sure it is that a page reaches somebody: who is on call answered one in the last 90 days by a channel that they still have (proven), has a channel that wakes and answered none (unproven), has none (silent), or is nobody.",
);

@ObjectType({ description: "A time in which it is as sure that a page reaches somebody.", simpleResolvers: true })
class ReachedTime {
  @Field(() => DateTime, { description: "Its start." }) from!: string;
  @Field(() => DateTime, { description: "Its end, which belongs to the next." }) to!: string;
  @Field(() => ScheduleReach, { description: "How sure it is." }) reach!: ReachWord;
  @Field(() => [typeNamed("Person")], { description: "Who is on call." }) people!: readonly RecordOf<"Person">[];
}

@ObjectType({ description: "Whether every minute of a time reaches somebody.", simpleResolvers: true })
class Reachability {
  @Field(() => String, { description: "All of it in a sentence." }) sentence!: string;
  @Field(() => Int, { description: "Minutes in which somebody is on call who answered a page lately." }) proven!: number;
  @Field(() => Int, { description: "Minutes in which who is on call has answered none." }) unproven!: number;
  @Field(() => Int, { description: "Minutes in which who is on call has no channel that wakes." }) silent!: number;
  @Field(() => Int, { description: "Minutes in which nobody is on call." }) nobody!: number;
  @Field(() => [ReachedTime], { description: "Every minute, without gap or overlap." }) times!: readonly ReachedTime[];
}

@ObjectType({ description: "The last page that somebody answered.", simpleResolvers: true })
class AnsweredPage {
  @Field(() => DateTime, { description: "When." }) at!: string;
  @Field(() => [String], { description: "Channels that had brought it." }) channels!: readonly string[];
}

@ArgsType()
class AheadArgs {
  @Field(() => Int, { nullable: true, description: "So many days ahead; 30 unless told, 90 at most." }) days?: number | null;
}

const MINUTE_MS = 60_000;
const lasting = (minutes: number): string => duration(minutes * MINUTE_MS);

/** What is not proven, the worst first. */
function sentenceOf(minutes: Readonly<Record<ReachWord, number>>, unproven: readonly string[], days: number): string {
  const parts = [
    ...(minutes.nobody === 0 ? [] : [`${lasting(minutes.nobody)} have nobody`]),
    ...(minutes.silent === 0 ? [] : [`${lasting(minutes.silent)} have only people with nothing that wakes them`]),
    ...(minutes.unproven === 0 ? [] : [
      `${lasting(minutes.unproven)} have only people who have answered no page for 90 days${unproven.length === 0 ? "" : ` (${listed(unproven)})`}`,
    ]),
  ];
  return parts.length === 0
    ? `At every minute of the next ${String(days)} days somebody is on call who has answered a page lately.`
    : `Of the next ${String(days)} days ${listed(parts)}.`;
}

const MOST_NAMED = 5;

/** Whether every minute of a schedule reaches somebody. */
@Resolver(() => Rotation)
export class ReachabilityResolver {
  @FieldResolver(() => Reachability, {
    description: "Whether somebody is on call at every minute ahead of whom an answered page proves that they are reached, as far as one may know of pages.",
  })
  reachability(@Root() rotation: Rotation, @Args(() => AheadArgs) args: AheadArgs): Reachability {
    const { scope } = rotation;
    const days = Math.min(Math.max(args.days ?? DAYS, 1), 90);
    const now = momentOf(scope).getTime();
    const knownOf = reachesIn(scope.context.readModel, { viewer: scope.viewer, now, asOf: scope.asOf });
    const times = reachabilityWithin(scheduleOf(rotation), { from: now, to: now + days * DAY_MS }, knownOf);
    const minutes = reachedMinutes(times);
    const person = (id: string): RecordOf<"Person"> => namedRecord(scope, "Person", id);
    const unproven = [...new Set(times.filter(({ word }) => word === "unproven").flatMap(({ people }) => people))];
    return {
      ...minutes, sentence: sentenceOf(minutes, unproven.slice(0, MOST_NAMED).map((id) => person(id).name), days),
      times: times.map(({ from, to, word, people }: Time) => ({
        from: new Date(from).toISOString(), to: new Date(to).toISOString(), reach: word, people: people.map(person),
      })),
    };
  }
}

/** Whether somebody is known to be reached. */
@Resolver(() => typeNamed("Person"))
export class AnsweredPageResolver {
  @FieldResolver(() => AnsweredPage, {
    nullable: true,
    description: "The last page that they answered by a channel which they still have, in the last 90 days, as far as one may know of it; null: none.",
  })
  lastAnswered(@Root() { scope, key }: RecordOf<"Person">): AnsweredPage | null {
    const { readModel } = scope.context;
    const found = lastAnswers(readModel, { viewer: scope.viewer, now: momentOf(scope).getTime(), asOf: scope.asOf }).get(key);
    return found === undefined ? null : { at: new Date(found.at).toISOString(), channels: found.channels };
  }
}

const name = "ballast_oncall_reach_minutes";
/** Whoever sees nothing that is private: a figure tells of no private incident. */
const anybody = { personId: "00000000-0000-0000-0000-000000000000" };

/** So long, ms, it works before it lets others have their turn: hundreds of schedules with turns of an hour take a second. */
const AT_ONCE_MS = 20;

/** The minutes of the next 30 days of every schedule, for Prometheus; worked out once a minute, when somebody asks. */
export function measuringReach({ readModel, metrics, now }: Pick<ApiServer, "readModel" | "metrics" | "now">): Duty {
  let measuredAt = -Infinity;
  let underWay: Promise<void> = Promise.resolve();
  const gauge = new Gauge({
    name, labelNames: ["schedule", "reach"], registers: [],
    help: "Minutes of the next 30 days by how sure it is that a page to the schedule reaches somebody: proven, unproven, silent, nobody.",
    collect() {
      const from = now().getTime();
      if (from - measuredAt >= MINUTE_MS) {
        measuredAt = from;
        underWay = measure(from);
      }
      return underWay;
    },
  });
  const measure = async (from: number): Promise<void> => {
    const knownOf = reachesIn(readModel, { viewer: anybody, now: from });
    const left = readModel.people.left();
    const found: (readonly [schedule: string, reach: string, minutes: number])[] = [];
    let began = performance.now();
    for (const { name: schedule, layers, overrides, fallbacks } of readModel.rotations.all()) {
      const times = reachabilityWithin({ layers, overrides, fallbacks, left }, { from, to: from + DAYS * DAY_MS }, knownOf);
      for (const [reach, minutes] of Object.entries(reachedMinutes(times))) found.push([schedule, reach, minutes]);
      if (performance.now() - began < AT_ONCE_MS) continue;
      await turn();
      began = performance.now();
    }
    gauge.reset();
    for (const [schedule, reach, minutes] of found) gauge.set({ schedule, reach }, minutes);
  };
  metrics.registry.registerMetric(gauge);
  return { stop: () => Promise.resolve(metrics.registry.removeSingleMetric(name)) };
}
