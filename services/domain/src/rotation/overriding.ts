import type { DataOf, RotationEvent, RotationOverride } from "@ballast/schema";
import { Rejection } from "../rejection.ts";
import { sameContent } from "../sameContent.ts";
import { instantOf } from "../statistics/calendar.ts";
import type { CreatedRotation } from "./rotation.ts";

/** At most so many at once: a repair of two years of nights. */
const MOST_AT_ONCE = 800;

/**
 * The one added last lies over the others. What reaches into the past counts from now on: who was on call then stays
 * who was on call.
 */
export function addOverrides(
  { rotationId, overrides, now }: { readonly rotationId: string; readonly overrides: readonly RotationOverride[]; readonly now: string },
  rotation: CreatedRotation,
): readonly RotationEvent[] {
  if (overrides.length > MOST_AT_ONCE)
    throw new Rejection("INVALID_INPUT", `at most ${String(MOST_AT_ONCE)} overrides at once: choose a shorter time`, ["to"]);
  return overrides.flatMap((override) => addOverride({ rotationId, override, now }, rotation));
}

function addOverride(
  { rotationId, override, now }: DataOf<"OverrideAdded"> & { readonly now: string },
  rotation: CreatedRotation,
): readonly RotationEvent[] {
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

/** Taking the same one away twice is no error; one that has ended stays, as does what has passed of one that runs. */
export function removeOverride(
  { rotationId, overrideId, reason, now }: Omit<DataOf<"OverrideRemoved">, "at"> & { readonly now: string },
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
  return [{ type: "OverrideRemoved", data: { rotationId, overrideId, reason, at: now } }];
}
