import "reflect-metadata";
import { Rejection } from "@ballast/domain";
import { compileFlag, contextOf, OpenFlag, type FlagFollower, type FlagInEnvironment } from "@ballast/flags";
import { Arg, Field, FieldResolver, Int, ObjectType, Resolver, Root } from "type-graphql";
import { fleetCustomers, fleetDivided, type FleetCounts, type FleetWindow } from "../fleet/fleetMetrics.ts";
import { find } from "../graphql/records.ts";
import { DateTime } from "../graphql/scalars.ts";
import { Targeting } from "./targetingType.ts";

@ObjectType({ description: "What some customers met with.", simpleResolvers: true })
export class FlagSide {
  @Field(() => Int, { description: "Requests." }) requests!: number;
  @Field(() => Int, { description: "Requests that failed." }) errors!: number;
  @Field(() => Int, { nullable: true, description: "Share of failed requests, parts per 100,000; null without requests." })
  errorsPer100k!: number | null;
}

@ObjectType({
  description: "What customers with a flag met with in its services, beside those without; while it is killed, up to the kill.",
  simpleResolvers: true,
})
export class FlagEvidence {
  @Field(() => DateTime, { description: "From when it was counted." }) from!: string;
  @Field(() => DateTime, { description: "Up to when." }) to!: string;
  @Field(() => FlagSide, { nullable: true, description: "Customers who get, or got before the kill, anything but its off variant." })
  within!: FlagSide | null;
  @Field(() => FlagSide, { nullable: true, description: "All others." }) without!: FlagSide | null;
  @Field(() => FlagSide, { nullable: true, description: "Those who had it, since it is killed; null while it is not." })
  sinceKill!: FlagSide | null;
  @Field(() => Int, { nullable: true, description: "How long that is, ms; null while it is not killed." }) sinceKillMs!: number | null;
}

/** What is asked of the fleet: who asked for something, and what they met with by group. */
export interface EvidenceSource {
  readonly customers: (window: FleetWindow) => Promise<readonly string[] | null>;
  readonly divided: (
    window: FleetWindow & { readonly services: readonly string[]; readonly groups: readonly (readonly string[])[] },
  ) => Promise<readonly (FleetCounts | null)[] | null>;
}

interface Question {
  readonly subject: FlagInEnvironment;
  readonly held: Pick<FlagFollower["held"], "world" | "customer">;
  /** Services that the flag names and a fleet runs there. */
  readonly services: readonly string[];
  readonly killedAt: Date | null;
  readonly seconds: number;
  readonly now: Date;
}

const sideOf = (counts: FleetCounts | null | undefined): FlagSide | null => {
  if (counts === null || counts === undefined) return null;
  const { requests, errors } = counts;
  return { requests, errors, errorsPer100k: requests === 0 ? null : Math.round((errors / requests) * 100_000) };
};

/** Those who get something of the flag, and those who do not; a kill apart, which takes it from everybody. */
function sidesOf({ subject, held }: Question, ids: readonly string[]): readonly [within: readonly string[], without: readonly string[]] {
  const alive = { ...subject, targeting: { ...subject.targeting, kills: [] } };
  const flag = new OpenFlag(compileFlag(alive, held.world(subject.targeting.environment)));
  const has = (id: string): boolean => {
    const { variant } = flag.evaluate(held.customer(id)?.context ?? contextOf({ targetingKey: id }));
    return variant !== null && variant !== subject.targeting.offVariant;
  };
  const groups = Map.groupBy(ids, has);
  return [groups.get(true) ?? [], groups.get(false) ?? []];
}

/**
 * What those with the flag met with beside those without, over the last so many seconds, or before its kill and since. Null where no
 * fleet runs its services there, it does not answer in time, or the flag cannot be compiled: no evidence is not good evidence.
 */
export async function evidenceOf(source: EvidenceSource, question: Question): Promise<FlagEvidence | null> {
  const { services: [service, ...others], killedAt, seconds, now, subject: { targeting: { environment } } } = question;
  if (service === undefined) return null;
  const to = killedAt ?? now;
  const from = new Date(to.getTime() - seconds * 1_000);
  const asked = await Promise.all(question.services.map((one) => source.customers({ service: one, environment, from, to: now })));
  if (asked.some((one) => one === null)) return null;
  const groups = sidesOf(question, [...new Set(asked.flatMap((one) => one ?? []))]);
  const count = (window: { readonly from: Date; readonly to: Date }) =>
    source.divided({ service, environment, services: others, groups, ...window });
  const [before, since] = await Promise.all([count({ from, to }), killedAt === null || to >= now ? null : count({ from: to, to: now })]);
  if (before === null) return null;
  return {
    from: from.toISOString(), to: to.toISOString(), within: sideOf(before[0]), without: sideOf(before[1]),
    sinceKill: sideOf(since?.[0]), sinceKillMs: killedAt === null ? null : now.getTime() - killedAt.getTime(),
  };
}

/** How far evidence reaches back unless told, seconds, and at most. */
const [USUAL_SECONDS, MOST_SECONDS] = [300, 3_600];

/** What a flag did to those who have it. */
@Resolver(() => Targeting)
export class EvidenceResolver {
  @FieldResolver(() => FlagEvidence, {
    nullable: true,
    description: "What customers with it met with, beside those without, as the fleet counts; null without data, and when looking back.",
  })
  async evidence(
    @Root() { scope, key, row }: Targeting,
    @Arg("seconds", () => Int, { nullable: true, description: "How many seconds back; 300 unless told, at most 3,600." })
    seconds: number | null,
  ): Promise<FlagEvidence | null> {
    const { flags: { held }, fleet, readModel, now } = scope.context;
    const subject = held.subject(key);
    const flag = find(scope, "Flag", row.flagId)?.row;
    if (scope.asOf !== undefined || fleet === null || subject === undefined || flag?.status !== "managed") return null;
    const services = readModel.services
      .getMany([...flag.serviceIds])
      .filter(({ environments }) => environments.some(({ name, target }) => name === row.environment && target.kind === "fleet"))
      .map(({ slug }) => slug);
    const kills = row.killed.map(({ at }) => Date.parse(at));
    const source: EvidenceSource = {
      customers: (window) => fleetCustomers(fleet, window), divided: (window) => fleetDivided(fleet, window),
    };
    try {
      return await evidenceOf(source, {
        subject, held, services, now: now(), killedAt: kills.length === 0 ? null : new Date(Math.min(...kills)),
        seconds: Math.min(MOST_SECONDS, Math.max(1, seconds ?? USUAL_SECONDS)),
      });
    } catch (error) {
      if (error instanceof Rejection) return null;
      throw error;
    }
  }
}
