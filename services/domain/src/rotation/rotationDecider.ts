import type { DataOf, RotationEvent } from "@ballast/schema";
import { aggregate } from "../aggregate.ts";
import { Rejection } from "../rejection.ts";
import { sameContent } from "../sameContent.ts";
import { instantOf } from "../statistics/calendar.ts";
import { importRotation } from "./importing.ts";
import { addLayer, changePeople, changeRotation, handTurnsOver, refuseUnusable } from "./layering.ts";
import { evolvePlan, beginningPlan } from "./layers.ts";
import { addOverrides, removeOverride } from "./overriding.ts";
import { askSwap, takeOver, takeSwap, withdrawSwap } from "./swapping.ts";
import type { CommandOf, CreatedRotation, Rotation, RotationCommand } from "./rotation.ts";

function evolve(rotation: Rotation, event: RotationEvent): Rotation {
  if (event.type === "RotationCreated") return rotation.status === "absent" ? created(event.data) : rotation;
  if (rotation.status === "absent") return rotation;
  switch (event.type) {
    case "RotationRenamed":
      return { ...rotation, name: event.data.name };
    case "RotationImported": {
      const { rotationId: _, ...imported } = event.data;
      return { ...rotation, imported };
    }
    case "OverrideRemoved":
      return { ...evolvePlan(rotation, event), removed: new Set([...rotation.removed, event.data.overrideId]) };
    case "RotationChanged":
    case "LayerAdded":
    case "OverrideAdded":
    case "FallbackSet":
    case "RotationOwnerSet":
    case "EmptyShiftAlertSet":
    case "FindingKept":
    case "SwapAsked":
    case "SwapWithdrawn":
    case "SwapTaken":
    case "PagerTakenOver":
      return evolvePlan(rotation, event);
  }
}

const created = ({ rotationId, name, layer }: DataOf<"RotationCreated">): Rotation => ({
  status: "created", rotationId, name, ...beginningPlan(layer), removed: new Set(), imported: null,
});

function createRotation({ type, now, ...data }: CommandOf<"CreateRotation">, rotation: Rotation): readonly RotationEvent[] {
  if (rotation.status === "created") {
    if (rotation.name === data.name && sameContent(rotation.layers, [data.layer])) return [];
    throw new Rejection("ALREADY_EXISTS", `rotation ${data.rotationId} exists as "${rotation.name}"`, ["rotationId"]);
  }
  refuseUnusable(data.layer);
  return [{ type: "RotationCreated", data }];
}

function renameRotation({ rotationId, name }: CommandOf<"RenameRotation">, rotation: CreatedRotation): readonly RotationEvent[] {
  return rotation.name === name ? [] : [{ type: "RotationRenamed", data: { rotationId, name } }];
}

function setFallback({ rotationId, personId, now }: CommandOf<"SetFallback">, rotation: CreatedRotation): readonly RotationEvent[] {
  const before = rotation.fallbacks.at(-1)?.personId ?? null;
  return before === personId ? [] : [{ type: "FallbackSet", data: { rotationId, personId, from: now } }];
}

const setOwner = ({ rotationId, personId }: CommandOf<"SetOwner">, rotation: CreatedRotation): readonly RotationEvent[] =>
  rotation.ownerId === personId ? [] : [{ type: "RotationOwnerSet", data: { rotationId, personId } }];

function setEmptyShiftAlert(
  { rotationId, alert, now }: CommandOf<"SetEmptyShiftAlert">, { emptyShifts: { alert: before } }: CreatedRotation,
): readonly RotationEvent[] {
  const same = alert === null ? before === null : before?.integrationId === alert.integrationId && before.severity === alert.severity;
  return same ? [] : [{ type: "EmptyShiftAlertSet", data: { rotationId, alert, at: now } }];
}

/** What has passed is no decision any more. */
function keepFinding({ type, now, ...data }: CommandOf<"KeepFinding">, rotation: CreatedRotation): readonly RotationEvent[] {
  const { kind, from, to, reason } = data;
  if (instantOf(from) >= instantOf(to)) throw new Rejection("INVALID_INPUT", `${from} is not before ${to}`, ["to"]);
  if (instantOf(to) <= instantOf(now)) throw new Rejection("INVALID_INPUT", `that was over at ${to}`, ["to"]);
  return rotation.kept.some((known) => sameContent(known, { kind, from, to, reason })) ? [] : [{ type: "FindingKept", data }];
}

function existing(rotation: Rotation, rotationId: string): CreatedRotation {
  if (rotation.status === "absent") throw new Rejection("NOT_FOUND", `there is no rotation ${rotationId}`, ["rotationId"]);
  return rotation;
}

function decide(command: RotationCommand, rotation: Rotation): readonly RotationEvent[] {
  if (command.type === "CreateRotation") return createRotation(command, rotation);
  if (command.type === "ImportRotation") return importRotation(command, rotation);
  const known = existing(rotation, command.rotationId);
  switch (command.type) {
    case "RenameRotation":
      return renameRotation(command, known);
    case "ChangeRotation":
      return changeRotation(command, known);
    case "AddLayer":
      return addLayer(command, known);
    case "ChangePeople":
      return changePeople(command, known);
    case "HandTurnsOver":
      return handTurnsOver(command, known);
    case "AddOverride":
      return addOverrides({ ...command, overrides: [command.override] }, known);
    case "AddOverrides":
      return addOverrides(command, known);
    case "RemoveOverride":
      return removeOverride(command, known);
    case "SetOwner":
      return setOwner(command, known);
    case "SetEmptyShiftAlert":
      return setEmptyShiftAlert(command, known);
    case "SetFallback":
      return setFallback(command, known);
    case "KeepFinding":
      return keepFinding(command, known);
    case "AskSwap":
      return askSwap(command, known);
    case "WithdrawSwap":
      return withdrawSwap(command, known);
    case "TakeSwap":
      return takeSwap(command, known);
    case "TakeOver":
      return takeOver(command, known);
  }
}

/** Who takes turns and who stands in: every change holds from a moment on and leaves the past alone. */
export const rotationDecider = aggregate("rotation", {
  initialState: { status: "absent" }, evolve, decide,
  /** One that came from another product goes by its id there. */
  keyOf: (name: string, source?: string) => (source === undefined ? [name] : [source, name]),
});
