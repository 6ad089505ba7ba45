import "reflect-metadata";
import {
  clockChanges, duties, evolvePlan, findingsIn, layerSpans, refuseUnusable, repairOf, versionsOf, type ClockChange as Change,
  type Finding as Found, type RotationPlan, type RotationSchedule,
} from "@ballast/domain";
import { ids } from "@ballast/eventlog";
import { Args, ArgsType, Field, FieldResolver, Resolver, Root } from "type-graphql";
import type { RecordOf } from "../graphql/context.ts";
import { namedRecord, typeNamed } from "../graphql/records.ts";
import { DateTime } from "../graphql/scalars.ts";
import { momentOf, type Scope } from "../graphql/scope.ts";
import { layerOf } from "./layerOf.ts";
import { layerField } from "./rotationInputs.ts";
import { Rotation, scheduleOf, Shift } from "./rotationType.ts";
import { ClockChange, Duty, ScheduleFinding, Layer, layersOf, ScheduleAfter, ShiftSwap } from "./scheduleType.ts";
import { shiftWindow } from "./shiftWindow.ts";

@ArgsType()
class PartOfTimeArgs {
  @Field(() => DateTime, { description: "From this instant." }) from!: string;
  @Field(() => DateTime, { description: "To this instant; at most two years later." }) to!: string;
}

@ArgsType()
class AfterLayerArgs extends PartOfTimeArgs {
  @Field(() => layerField.type(), { description: "The layer." }) layer!: unknown;
  @Field(() => String, { nullable: true, description: "Which one it is a version of; a new one unless told." }) layerId?: string | null;
}

const iso = (instant: number): string => new Date(instant).toISOString();
const person = (scope: Scope, id: string): RecordOf<"Person"> => namedRecord(scope, "Person", id);
const windowOf = (args: PartOfTimeArgs) => {
  const { from, to } = shiftWindow(args);
  return { from: Date.parse(from), to: Date.parse(to) };
};

const changeSaid = ({ timeZone, at, before, after }: Change): ClockChange => ({
  timeZone, at: iso(at), before: Math.round(before / 60_000), after: Math.round(after / 60_000),
});

const dutiesOf = (scope: Scope, schedule: RotationSchedule, args: PartOfTimeArgs): readonly Duty[] => {
  const { from, to } = shiftWindow(args);
  return duties(schedule, from, to).map((duty) => ({
    from: iso(duty.from), to: iso(duty.to), gap: duty.gap,
    people: duty.people.map(
      ({ personId, layerId, overrideId }) => ({ person: person(scope, personId), layerId, override: overrideId !== null }),
    ),
  }));
};

/** What was found in a plan, and how each may be put right; times of the day are compared on the wall of the first layer. */
function findingsOf(
  scope: Scope, schedule: RotationSchedule & Pick<RotationPlan, "kept">, args: PartOfTimeArgs,
): readonly ScheduleFinding[] {
  const { kept, layers } = schedule;
  return findingsIn(schedule, windowOf(args), { kept, timeZone: layers[0]?.timeZone ?? "UTC" }).map((found) => ({
    kind: found.kind, from: iso(found.from), to: iso(found.to), kept: found.kept,
    cause: found.cause === null ? null : changeSaid(found.cause),
    times: found.times.map(({ from, to, people }) => ({ from: iso(from), to: iso(to), people: people.map((id) => person(scope, id)) })),
    repairs: repairsOf(scope, schedule, found),
  }));
}

const repairsOf = (scope: Scope, schedule: RotationSchedule, found: Found): ScheduleFinding["repairs"] =>
  (["stay", "come"] as const).flatMap((how) => {
    const repairs = repairOf(schedule, found, how);
    return repairs === null
      ? []
      : [{ how, overrides: repairs.map(({ personId, from, to }) => ({ from, to, person: person(scope, personId), override: true })) }];
  });

/** A schedule in its layers, and what it comes to. */
@Resolver(() => Rotation)
export class ScheduleResolver {
  @FieldResolver(() => [Layer], { description: "Its layers, in the order in which they are asked; those that only begin later too." })
  scheduleLayers(@Root() rotation: Rotation): readonly Layer[] {
    return layersOf(rotation);
  }

  @FieldResolver(() => typeNamed("Person"), { nullable: true, description: "Who answers where nobody is on call; null: nobody." })
  fallback(@Root() { row, scope }: Rotation): RecordOf<"Person"> | null {
    const now = momentOf(scope).getTime();
    const id = row.fallbacks.findLast(({ from }) => Date.parse(from) <= now)?.personId ?? null;
    return id === null ? null : person(scope, id);
  }

  @FieldResolver(() => typeNamed("Person"), {
    nullable: true, description: "Who is told of its gaps before they happen; null: whoever takes turns.",
  })
  owner(@Root() { row, scope }: Rotation): RecordOf<"Person"> | null {
    return row.ownerId === null ? null : person(scope, row.ownerId);
  }

  @FieldResolver(() => [Duty], { description: "The schedule of a time with everybody who is on call, without gap or overlap." })
  duties(@Root() rotation: Rotation, @Args(() => PartOfTimeArgs) args: PartOfTimeArgs): readonly Duty[] {
    return dutiesOf(rotation.scope, scheduleOf(rotation), args);
  }

  @FieldResolver(() => [ScheduleFinding], { description: "Every gap and every overlap of a time, the earliest first." })
  findings(@Root() rotation: Rotation, @Args(() => PartOfTimeArgs) args: PartOfTimeArgs): readonly ScheduleFinding[] {
    return findingsOf(rotation.scope, { ...scheduleOf(rotation), kept: rotation.row.kept }, args);
  }

  @FieldResolver(() => [ShiftSwap], { description: "Shifts for which somebody asked for a stand-in, that are not over yet." })
  swaps(@Root() { row, scope }: Rotation): readonly ShiftSwap[] {
    const now = momentOf(scope).getTime();
    return row.swaps.filter(
      ({ to, state }) => Date.parse(to) > now && state !== "withdrawn",
    ).map(({ swapId, personId, takenBy, ...swap }) => ({
      ...swap, id: swapId, person: person(scope, personId), takenBy: takenBy === null ? null : person(scope, takenBy),
    }));
  }

  @FieldResolver(() => [ClockChange], { description: "Changes of the clocks that its layers follow, within a time." })
  clockChanges(@Root() { row }: Rotation, @Args(() => PartOfTimeArgs) args: PartOfTimeArgs): readonly ClockChange[] {
    return clockChanges(row, windowOf(args)).map(changeSaid);
  }

  @FieldResolver(() => ScheduleAfter, { description: "What a time would be with this layer, before `setLayer` says so." })
  afterLayer(
    @Root() rotation: Rotation,
    @Args(() => AfterLayerArgs) { layer: given, layerId, ...args }: AfterLayerArgs,
  ): ScheduleAfter {
    const { row, scope } = rotation;
    const now = momentOf(scope).toISOString();
    const layer = layerOf(layerField.schema.parse(given), { layerId: layerId ?? ids.part(row.id, "preview"), now });
    refuseUnusable(layer);
    const after = {
      ...scheduleOf(rotation), ...evolvePlan<RotationPlan>(row, { type: "LayerAdded", data: { rotationId: row.id, layer } }),
    };
    return { duties: dutiesOf(scope, after, args), findings: findingsOf(scope, after, args) };
  }
}

/** The shifts of one layer, before anything lies over them. */
@Resolver(() => Layer)
export class LayerResolver {
  @FieldResolver(() => [Shift], { description: "Who is on call by this layer alone; what is not there, nobody is by it." })
  shifts(@Root() { id, rotation }: Layer, @Args(() => PartOfTimeArgs) args: PartOfTimeArgs): readonly Shift[] {
    return layerSpans(versionsOf(rotation.row.layers, id), windowOf(args)).map(({ from, to, personId }) => ({
      from: iso(from), to: iso(to), person: person(rotation.scope, personId), override: false,
    }));
  }
}
