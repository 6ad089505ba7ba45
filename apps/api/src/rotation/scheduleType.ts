import "reflect-metadata";
import type { FindingKind as FoundKind, RotationLayer } from "@ballast/schema";
import { Field, Int, ObjectType } from "type-graphql";
import type { RecordOf } from "../graphql/context.ts";
import { RepairHow, ScheduleFindingKind, SwapState } from "../graphql/enums.ts";
import { namedRecord, typeNamed } from "../graphql/records.ts";
import { DateTime, JsonValue } from "../graphql/scalars.ts";
import { momentOf } from "../graphql/scope.ts";
import { Shift, type Rotation } from "./rotationType.ts";
import { layersAt } from "@ballast/domain";

type Person = RecordOf<"Person">;

@ObjectType({ description: "Somebody on call, and what put them there.", simpleResolvers: true })
export class OnDuty {
  @Field(() => typeNamed("Person"), { description: "Who." }) person!: Person;
  @Field(() => String, { nullable: true, description: "The layer by which they are; null: by an override, or as the fallback." })
  layerId!: string | null;
  @Field(() => Boolean, { description: "Whether an override put them there." }) override!: boolean;
}

@ObjectType({ description: "A time in which the same people are on call.", simpleResolvers: true })
export class Duty {
  @Field(() => DateTime, { description: "Its start." }) from!: string;
  @Field(() => DateTime, { description: "Its end, which belongs to the next." }) to!: string;
  @Field(() => [OnDuty], { description: "Everybody who is: a page calls them all." }) people!: readonly OnDuty[];
  @Field(() => Boolean, { description: "Nobody is on call: who is named is the fallback." }) gap!: boolean;
}

@ObjectType({ description: "A time in which nobody, or several people, are on call.", simpleResolvers: true })
export class FoundTime {
  @Field(() => DateTime, { description: "Its start." }) from!: string;
  @Field(() => DateTime, { description: "Its end." }) to!: string;
  @Field(() => [typeNamed("Person")], { description: "Who: several, or the fallback." }) people!: readonly Person[];
}

@ObjectType({ description: "A change of a zone's clock that a schedule follows.", simpleResolvers: true })
export class ClockChange {
  @Field(() => String, { description: "The zone." }) timeZone!: string;
  @Field(() => DateTime, { description: "When." }) at!: string;
  @Field(() => Int, { description: "Minutes ahead of UTC before it." }) before!: number;
  @Field(() => Int, { description: "Minutes ahead of UTC after it." }) after!: number;
}

@ObjectType({ description: "One way to put it right.", simpleResolvers: true })
export class Repair {
  @Field(() => RepairHow, { description: "Who is on call through it." }) how!: "stay" | "come";
  @Field(() => [Shift], { description: "The overrides that it adds." }) overrides!: readonly Shift[];
}

@ObjectType({ description: "Something to decide about a schedule before it happens.", simpleResolvers: true })
export class ScheduleFinding {
  @Field(() => ScheduleFindingKind, { description: "Whether nobody is on call, or several people at once." }) kind!: FoundKind;
  @Field(() => DateTime, { description: "The start of the first time." }) from!: string;
  @Field(() => DateTime, { description: "The end of the last one." }) to!: string;
  @Field(() => [FoundTime], { description: "Each time: the same time of the day again within a week is one finding." })
  times!: readonly FoundTime[];
  @Field(() => ClockChange, { nullable: true, description: "The change of a clock since which it happens." }) cause!: ClockChange | null;
  @Field(() => String, { nullable: true, description: "Why it stays as it is; null: nobody has decided that." }) kept!: string | null;
  @Field(() => [Repair], { description: "Ways to put it right, each with what it would add." }) repairs!: readonly Repair[];
}

@ObjectType({ description: "A layer of a schedule: who takes turns in it, and at which hours." })
export class Layer {
  @Field(() => String, { description: "Its id in the schedule." }) id!: string;
  @Field(() => String, { description: "Its name; empty where the schedule has one." }) name!: string;
  @Field(() => String, { description: "The zone whose clock on the wall it follows." }) timeZone!: string;
  @Field(() => JsonValue, { description: 'When its shift changes: `{every: "hour" | "day" | "week", weekday, at: "09:00"}`.' })
  handOver!: object;
  @Field(() => Int, { description: "How many of these one turn lasts." }) turnLength!: number;
  @Field(() => JsonValue, { description: "At which hours it is on call: `[{weekdays, from, to, daysLater}]`; none: at all hours." })
  hours!: readonly object[];
  @Field(() => [typeNamed("Person")], { description: "Who takes turns, in order." }) people!: readonly Person[];
  @Field(() => String, { description: "The local date on which the first person's first shift begins." }) startsOn!: string;
  @Field(() => DateTime, { description: "From when this version of it holds." }) effectiveFrom!: string;
  @Field(() => DateTime, { nullable: true, description: "From when on nobody is on call by it." }) endsAt!: string | null;
  @Field(() => Int, { description: "Where several layers have somebody, those of the highest level answer." }) level!: number;
  rotation!: Rotation;
}

@ObjectType({ description: "A shift for which somebody asked for a stand-in.", simpleResolvers: true })
export class ShiftSwap {
  @Field(() => String, { description: "Its id, for taking it." }) id!: string;
  @Field(() => typeNamed("Person"), { description: "Who asked." }) person!: Person;
  @Field(() => DateTime, { description: "From when." }) from!: string;
  @Field(() => DateTime, { description: "Until when." }) to!: string;
  @Field(() => String, { description: "Why." }) reason!: string;
  @Field(() => SwapState, { description: "Where it stands." }) state!: "open" | "taken" | "withdrawn";
  @Field(() => typeNamed("Person"), { nullable: true, description: "The volunteer." }) takenBy!: Person | null;
}

@ObjectType({ description: "A schedule as it would be.", simpleResolvers: true })
export class ScheduleAfter {
  @Field(() => [Duty], { description: "Who would be on call." }) duties!: readonly Duty[];
  @Field(() => [ScheduleFinding], { description: "What would be wrong with it." }) findings!: readonly ScheduleFinding[];
}

/** The layers that hold at the moment, and those that only begin later, each as it will begin. */
export function layersOf(rotation: Rotation): readonly Layer[] {
  const { row: { layers }, scope } = rotation;
  const now = momentOf(scope).getTime();
  const held = layersAt(layers, now);
  const begun = new Set(layers.filter(({ effectiveFrom }) => Date.parse(effectiveFrom) <= now).map(({ layerId }) => layerId));
  const ahead = layers.filter(({ layerId }, at) => !begun.has(layerId) && layers.findIndex((each) => each.layerId === layerId) === at);
  return [...held, ...ahead].map((layer) => toLayer(rotation, layer));
}

const toLayer = (rotation: Rotation, { layerId, people, ...layer }: RotationLayer): Layer => ({
  ...layer, id: layerId, people: people.map((id) => namedRecord(rotation.scope, "Person", id)), rotation,
});
