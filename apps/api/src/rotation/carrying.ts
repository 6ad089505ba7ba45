import "reflect-metadata";
import { carriedIn, ladderOf, nightOf } from "@ballast/domain";
import { calledBy } from "@ballast/domain/escalation";
import { mayHaveCome } from "@ballast/readmodel";
import { defaultPagePolicy, wakes, type PageStep } from "@ballast/schema";
import { Args, ArgsType, Field, FieldResolver, Float, Int, ObjectType, Resolver, Root } from "type-graphql";
import type { RecordOf } from "../graphql/context.ts";
import { callableIn, canBeWoken, onCallIn } from "../calling/callable.ts";
import { namedRecord, typeNamed } from "../graphql/records.ts";
import { DateTime } from "../graphql/scalars.ts";
import { momentOf, type Scope } from "../graphql/scope.ts";
import { Rotation, scheduleOf } from "./rotationType.ts";

const DAY_MS = 86_400_000;
/** How far back is counted what people carried. */
const BACK_MS = 90 * DAY_MS;

@ObjectType({ description: "What somebody carried.", simpleResolvers: true })
class Carrying {
  @Field(() => typeNamed("Person"), { description: "Who." }) person!: RecordOf<"Person">;
  @Field(() => Float, { description: "Hours on call." }) hours!: number;
  @Field(() => Int, { description: "Nights on call: 22:00 to 06:00 of their own zone." }) nights!: number;
  @Field(() => Int, { description: "Pages that reached them in such a night by a channel that can wake." }) woken!: number;
}

@ObjectType({ description: "One step of what a page would do.", simpleResolvers: true })
class PagingStep {
  @Field(() => Int, { description: "Minutes after the page was asked for." }) afterMinutes!: number;
  @Field(() => String, { description: "Whom it calls: person, next, everyone." }) step!: PageStep;
  @Field(() => [typeNamed("Person")], { description: "Those people." }) people!: readonly RecordOf<"Person">[];
  @Field(() => Int, { description: "How many of them have a channel that can wake them." }) canBeWoken!: number;
}

@ObjectType({ description: "What a page would do at a moment; nothing is sent.", simpleResolvers: true })
class PagingTry {
  @Field(() => [PagingStep], {
    description: "Its steps; one that would call nobody is passed over at once.",
  }) steps!: readonly PagingStep[];
  @Field(() => Int, { description: "How often it starts over." }) rounds!: number;
  @Field(() => String, { nullable: true, description: "Why the first call goes to everyone; null where it does not." })
  straightToEveryone!: string | null;
}

@ArgsType()
class MomentArgs {
  @Field(() => DateTime, { description: "The moment." }) at!: string;
}

/** Who carries a schedule, and whom it would call. */
@Resolver(() => Rotation)
export class CarryingResolver {
  @FieldResolver(() => [Carrying], {
    description: "What people carried in the 90 days before the moment; pages of incidents that one may not see are not counted.",
  })
  carried(@Root() rotation: Rotation): readonly Carrying[] {
    const { scope } = rotation;
    const to = momentOf(scope).getTime();
    const from = to - BACK_MS;
    const zones = new Map(scope.context.readModel.people.all(scope.asOf).map(({ id, timeZone }) => [id, timeZone]));
    const zoneOf = (id: string): string => zones.get(id) ?? "UTC";
    const woken = wokenIn(rotation, { from, to }, zoneOf);
    return carriedIn(scheduleOf(rotation), { from, to }, zoneOf).map(({ personId, onCallMs, nights }) => ({
      person: namedRecord(scope, "Person", personId), hours: Math.round(onCallMs / 360_000) / 10, nights, woken: woken.get(personId) ?? 0,
    }));
  }

  @FieldResolver(() => PagingTry, { description: "Whom a page to this schedule would call at a moment, step by step. Nothing is sent." })
  paging(@Root() rotation: Rotation, @Args(() => MomentArgs) { at }: MomentArgs): PagingTry {
    const { scope } = rotation;
    const { contacts, everybody } = callableIn(scope);
    const ladder = ladderOf({ rotations: [onCallIn(scope, rotation.row, at)], personIds: [], contacts, everybody });
    const steps = (["person", "next", "everyone"] as const).filter(
      (step) => ladder.straightToEveryone === null ? ladder[step].length > 0 : step === "everyone",
    );
    return {
      rounds: defaultPagePolicy.rounds, straightToEveryone: ladder.straightToEveryone,
      steps: steps.map((step, index) => ({
        step, afterMinutes: (index * defaultPagePolicy.acknowledgeWithinMs) / 60_000,
        people: ladder[step].map((id) => namedRecord(scope, "Person", id)),
        canBeWoken: canBeWoken(scope, ladder[step]),
      })),
    };
  }
}

/** How many pages of the schedule woke whom, as far as one may know of them. */
function wokenIn(
  { scope, key }: Rotation, { from, to }: { readonly from: number; readonly to: number }, zoneOf: (id: string) => string,
): ReadonlyMap<string, number> {
  const named = new Set(
    scope.context.readModel.escalations.all(scope.asOf).filter((policy) => calledBy(policy).rotationIds.includes(key)).map(({ id }) => id),
  );
  const pages = pagesSince(scope, from).filter(
    ({ rotationIds, escalations, requestedAt }) => Date.parse(requestedAt) < to && (rotationIds.includes(key)
      || escalations.some((policy) => policy.rotationIds.includes(key) || named.has(policy.escalationId))),
  );
  const woken = new Map<string, number>();
  for (const { sends } of pages) {
    const reached = sends.filter(({ outcome, channel }) => mayHaveCome(outcome) && channel !== null && wakes(channel));
    const people = reached.flatMap(
      ({ personId, at }) => (personId !== null && nightOf(Date.parse(at), zoneOf(personId)) !== null ? [personId] : []),
    );
    for (const id of new Set(people)) woken.set(id, (woken.get(id) ?? 0) + 1);
  }
  return woken;
}

const pagesSince = (scope: Scope, since: number) =>
  scope.context.readModel.pages.all({ viewer: scope.viewer, since: new Date(since).toISOString() }, scope.asOf);
