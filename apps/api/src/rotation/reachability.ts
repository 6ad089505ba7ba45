import "reflect-metadata";
import { setImmediate as turn } from "node:timers/promises";
import { reachabilityWithin, reachedMinutes } from "@ballast/domain";
import { Args, Field, FieldResolver, ObjectType, Resolver, Root } from "type-graphql";
import { Gauge } from "prom-client";
import { reachesIn, lastAnswers } from "../calling/proven.ts";
import { AheadArgs, daysAhead, Reachability, reachabilityOf, REACH_DAYS } from "../calling/reachType.ts";
import type { ApiServer, RecordOf } from "../graphql/context.ts";
import { typeNamed } from "../graphql/records.ts";
import { DateTime } from "../graphql/scalars.ts";
import { momentOf } from "../graphql/scope.ts";
import type { Duty } from "../slice.ts";
import { Rotation, scheduleOf } from "./rotationType.ts";

const DAY_MS = 86_400_000;
@ObjectType({ description: "The last page or test page that somebody answered.", simpleResolvers: true })
class AnsweredPage {
  @Field(() => DateTime, { description: "When." }) at!: string;
  @Field(() => [String], { description: "Channels that had brought it." }) channels!: readonly string[];
}

const MINUTE_MS = 60_000;

/** Whether every minute of a schedule reaches somebody. */
@Resolver(() => Rotation)
export class ReachabilityResolver {
  @FieldResolver(() => Reachability, {
    description: "Whether somebody is on call at every minute ahead of whom an answered page proves that they are reached, as far as one may know of pages.",
  })
  reachability(@Root() rotation: Rotation, @Args(() => AheadArgs) args: AheadArgs): Reachability {
    const { scope } = rotation;
    const days = daysAhead(args);
    const now = momentOf(scope).getTime();
    const knownOf = reachesIn(scope.context.readModel, { viewer: scope.viewer, now, asOf: scope.asOf });
    const times = reachabilityWithin(scheduleOf(rotation), { from: now, to: now + days * DAY_MS }, knownOf);
    return reachabilityOf(scope, times, { days, called: "is on call" });
  }
}

/** Whether somebody is known to be reached. */
@Resolver(() => typeNamed("Person"))
export class AnsweredPageResolver {
  @FieldResolver(() => AnsweredPage, {
    nullable: true,
    description: "The last page or test page that they answered by a channel which they still have, in the last 90 days, as far as one may know of it; null: none.",
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
      const times = reachabilityWithin({ layers, overrides, fallbacks, left }, { from, to: from + REACH_DAYS * DAY_MS }, knownOf);
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
