import type { DataOf, RotationEvent, RotationLayer } from "@ballast/schema";
import { aggregate } from "../aggregate.ts";
import { isTimeZone } from "../oncall/wallClock.ts";
import { Rejection } from "../rejection.ts";
import { sameContent } from "../sameContent.ts";
import { instantOf } from "../statistics/calendar.ts";
import { changedLayers, latestOrder, peopleFrom, sameOrder, type PeopleChange } from "./changedPeople.ts";
import { evolvePlan, type RotationPlan } from "./layers.ts";

/** What is known of a rotation that exists; its plan is what the on-call calculations take. */
interface CreatedRotation extends RotationPlan {
  readonly status: "created";
  readonly rotationId: string;
  readonly name: string;
  /** Overrides that were taken away: removing one twice is no error. */
  readonly removed: ReadonlySet<string>;
}

export type Rotation = { readonly status: "absent" } | CreatedRotation;

export type RotationCommand =
  | ({ readonly type: "CreateRotation"; readonly now: string } & DataOf<"RotationCreated">)
  | ({ readonly type: "RenameRotation"; readonly now: string } & DataOf<"RotationRenamed">)
  /** Other people, zone or hand-over from `layer.effectiveFrom` on; the past stays what it was. */
  | ({ readonly type: "ChangeRotation"; readonly now: string } & DataOf<"RotationChanged">)
  /** Other people, with the hand-overs as they are: nobody who stays loses the pager, nobody who goes keeps it. */
  | ({ readonly type: "ChangePeople"; readonly now: string; readonly rotationId: string } & PeopleChange)
  /** One person stands in for whoever has the turn, in `[from, to)`. */
  | ({ readonly type: "AddOverride"; readonly now: string } & DataOf<"OverrideAdded">)
  | ({ readonly type: "RemoveOverride"; readonly now: string } & DataOf<"OverrideRemoved">);

type Command<Type extends RotationCommand["type"]> = Extract<RotationCommand, { type: Type }>;

/** A form may have been open for a while, and clocks differ: "from now on" is not taken for the past. */
const CLOCK_TOLERANCE_MS = 5 * 60_000;

function evolve(rotation: Rotation, event: RotationEvent): Rotation {
  if (event.type === "RotationCreated") return rotation.status === "absent" ? created(event.data) : rotation;
  if (rotation.status === "absent") return rotation;
  switch (event.type) {
    case "RotationRenamed":
      return { ...rotation, name: event.data.name };
    case "OverrideRemoved":
      return { ...evolvePlan(rotation, event), removed: new Set([...rotation.removed, event.data.overrideId]) };
    case "RotationChanged":
    case "OverrideAdded":
      return evolvePlan(rotation, event);
  }
}

const created = ({ rotationId, name, layer }: DataOf<"RotationCreated">): Rotation => ({
  status: "created",
  rotationId,
  name,
  layers: [layer],
  overrides: [],
  removed: new Set(),
});

function createRotation({ type, now, ...data }: Command<"CreateRotation">, rotation: Rotation): readonly RotationEvent[] {
  if (rotation.status === "created") {
    if (rotation.name === data.name && sameContent(rotation.layers, [data.layer])) return [];
    throw new Rejection("ALREADY_EXISTS", `rotation ${data.rotationId} exists as "${rotation.name}"`, ["rotationId"]);
  }
  refuseUnusable(data.layer);
  return [{ type: "RotationCreated", data }];
}

function renameRotation({ rotationId, name }: Command<"RenameRotation">, rotation: CreatedRotation): readonly RotationEvent[] {
  return rotation.name === name ? [] : [{ type: "RotationRenamed", data: { rotationId, name } }];
}

function changeRotation({ rotationId, layer, now }: Command<"ChangeRotation">, rotation: CreatedRotation): readonly RotationEvent[] {
  if (rotation.layers.some((known) => sameContent(known, layer))) return [];
  refuseUnusable(layer);
  if (instantOf(layer.effectiveFrom) < instantOf(now) - CLOCK_TOLERANCE_MS) {
    throw new Rejection("INVALID_INPUT", `a change from ${layer.effectiveFrom} would rewrite who was on call then: it is ${now}`, [
      "layer", "effectiveFrom",
    ]);
  }
  return [{ type: "RotationChanged", data: { rotationId, layer } }];
}

/** Whoever is removed gives up what they took on here: their turns, planned ones too, and their standing in. */
function changePeople({ rotationId, people, takers, now }: Command<"ChangePeople">, rotation: CreatedRotation): readonly RotationEvent[] {
  if (sameOrder(latestOrder(rotation.layers, now), people)) return [];
  const layers = changedLayers(rotation.layers, { people, takers }, now);
  layers.forEach(refuseUnusable);
  const gone = peopleFrom(rotation.layers, now).filter((person) => !people.includes(person));
  const given = rotation.overrides.filter(({ personId, to }) => gone.includes(personId) && instantOf(to) > instantOf(now));
  return [
    ...layers
      .filter((layer) => !rotation.layers.some((known) => sameContent(known, layer)))
      .map((layer): RotationEvent => ({ type: "RotationChanged", data: { rotationId, layer } })),
    ...given.map(({ overrideId }): RotationEvent => ({
      type: "OverrideRemoved", data: { rotationId, overrideId, reason: "no longer takes turns here" },
    })),
  ];
}

function refuseUnusable({ people, timeZone, handOver }: RotationLayer): void {
  if (people.length === 0) throw new Rejection("EMPTY_ROTATION", "a rotation without people would wake nobody", ["layer", "people"]);
  if (!isTimeZone(timeZone)) {
    throw new Rejection("INVALID_INPUT", `"${timeZone}" is no time zone; name one like Europe/Zurich or UTC`, ["layer", "timeZone"]);
  }
  if (handOver.every === "week" && handOver.weekday === null) {
    throw new Rejection("INVALID_INPUT", "a weekly hand-over needs its weekday, 1 (Monday) to 7", ["layer", "handOver", "weekday"]);
  }
}

/**
 * The one added last lies over the others. What reaches into the past counts from now on: who was on call then stays
 * who was on call.
 */
function addOverride({ rotationId, override, now }: Command<"AddOverride">, rotation: CreatedRotation): readonly RotationEvent[] {
  const { overrideId, from, to } = override;
  const known = rotation.overrides.find((other) => other.overrideId === overrideId);
  if (known !== undefined && sameContent({ ...known, from }, override) && instantOf(known.from) >= instantOf(from)) return [];
  if (known !== undefined || rotation.removed.has(overrideId)) {
    throw new Rejection("ALREADY_EXISTS", `override ${overrideId} was used for another time or person`, ["override", "overrideId"]);
  }
  if (instantOf(from) >= instantOf(to))
    throw new Rejection("INVALID_INPUT", `an override ends after it begins: ${from} is not before ${to}`, ["override", "to"]);
  if (instantOf(to) <= instantOf(now))
    throw new Rejection("INVALID_INPUT", `this override ended at ${to}: it would rewrite who was on call then`, ["override", "to"]);
  const counted = instantOf(from) < instantOf(now) ? { ...override, from: now } : override;
  return [{ type: "OverrideAdded", data: { rotationId, override: counted } }];
}

function removeOverride(
  { rotationId, overrideId, reason, now }: Command<"RemoveOverride">,
  rotation: CreatedRotation,
): readonly RotationEvent[] {
  if (rotation.removed.has(overrideId)) return [];
  const known = rotation.overrides.find((override) => override.overrideId === overrideId);
  if (known === undefined) throw new Rejection("NOT_FOUND", `rotation "${rotation.name}" has no override ${overrideId}`, ["overrideId"]);
  if (instantOf(known.to) <= instantOf(now)) {
    throw new Rejection("INVALID_INPUT", `this override ended at ${known.to}: removing it would rewrite who was on call then`, [
      "overrideId",
    ]);
  }
  return [{ type: "OverrideRemoved", data: { rotationId, overrideId, reason } }];
}

function existing(rotation: Rotation, rotationId: string): CreatedRotation {
  if (rotation.status === "absent") throw new Rejection("NOT_FOUND", `there is no rotation ${rotationId}`, ["rotationId"]);
  return rotation;
}

function decide(command: RotationCommand, rotation: Rotation): readonly RotationEvent[] {
  switch (command.type) {
    case "CreateRotation":
      return createRotation(command, rotation);
    case "RenameRotation":
      return renameRotation(command, existing(rotation, command.rotationId));
    case "ChangeRotation":
      return changeRotation(command, existing(rotation, command.rotationId));
    case "ChangePeople":
      return changePeople(command, existing(rotation, command.rotationId));
    case "AddOverride":
      return addOverride(command, existing(rotation, command.rotationId));
    case "RemoveOverride":
      return removeOverride(command, existing(rotation, command.rotationId));
  }
}

/** Who takes turns and who stands in: every change holds from a moment on and leaves the past alone. */
export const rotationDecider = aggregate("rotation", {
  initialState: { status: "absent" }, evolve, decide, keyOf: (name: string) => [name],
});
