import type { RotationEvent, RotationLayer } from "@ballast/schema";
import { layerIds } from "../oncall/layerSpans.ts";
import { isTimeZone } from "../oncall/wallClock.ts";
import { Rejection } from "../rejection.ts";
import { sameContent } from "../sameContent.ts";
import { instantOf } from "../statistics/calendar.ts";
import { changedLayers, latestOrder, peopleFrom, sameOrder } from "./changedPeople.ts";
import { versionsOf } from "./layers.ts";
import { ordersWithout } from "./leaving.ts";
import type { CommandOf, CreatedRotation } from "./rotation.ts";

/** A form may have been open for a while, and clocks differ: "from now on" is not taken for the past. */
const CLOCK_TOLERANCE_MS = 5 * 60_000;
export const MOST_LAYERS = 20;

export function changeRotation(
  { rotationId, layer, now }: CommandOf<"ChangeRotation">, rotation: CreatedRotation,
): readonly RotationEvent[] {
  const versions = versionsOf(rotation.layers, layer.layerId);
  if (versions.length === 0) throw new Rejection("NOT_FOUND", `"${rotation.name}" has no layer ${layer.layerId}`, ["layer", "layerId"]);
  if (versions.some((known) => sameContent(known, layer))) return [];
  refuseUnusable(layer);
  refusePast(layer, now);
  const ends = layer.endsAt === null ? Infinity : instantOf(layer.endsAt);
  // What is planned for after its end does not bring it back.
  const endless = versions.filter(({ effectiveFrom, endsAt }) => instantOf(effectiveFrom) >= ends && endsAt !== effectiveFrom);
  return [layer, ...endless.map((planned) => ({ ...planned, endsAt: planned.effectiveFrom }))].map((each) => ({
    type: "RotationChanged", data: { rotationId, layer: each },
  }));
}

export function addLayer({ rotationId, layer, now }: CommandOf<"AddLayer">, rotation: CreatedRotation): readonly RotationEvent[] {
  const known = versionsOf(rotation.layers, layer.layerId);
  if (known.some((version) => sameContent(version, layer))) return [];
  if (known.length > 0) throw new Rejection("ALREADY_EXISTS", `"${rotation.name}" has a layer ${layer.layerId}`, ["layer", "layerId"]);
  if (layerIds(rotation.layers).length >= MOST_LAYERS)
    throw new Rejection("INVALID_INPUT", `a schedule has at most ${String(MOST_LAYERS)} layers: change one that ended`, ["layer"]);
  refuseUnusable(layer);
  refusePast(layer, now);
  return [{ type: "LayerAdded", data: { rotationId, layer } }];
}

/** Whoever is removed gives up what they took on here: their turns, planned ones too, and their standing in. */
export function changePeople(
  { rotationId, layerId, people, takers, now }: CommandOf<"ChangePeople">,
  rotation: CreatedRotation,
): readonly RotationEvent[] {
  const versions = versionsOf(rotation.layers, layerId);
  if (versions.length === 0) throw new Rejection("NOT_FOUND", `"${rotation.name}" has no layer ${layerId}`, ["layerId"]);
  if (sameOrder(latestOrder(versions, now), people)) return [];
  const layers = changedLayers(versions, { people, takers }, now);
  layers.forEach(refuseUnusable);
  const elsewhere = rotation.layers.filter((layer) => layer.layerId !== layerId);
  const staying = layerIds(elsewhere).flatMap((id) => peopleFrom(versionsOf(elsewhere, id), now));
  const gone = peopleFrom(versions, now).filter((person) => !people.includes(person) && !staying.includes(person));
  return [
    ...layers
      .filter((layer) => !versions.some((known) => sameContent(known, layer)))
      .map((layer): RotationEvent => ({ type: "RotationChanged", data: { rotationId, layer } })),
    ...givenBack(rotation, gone, now),
  ];
}

/** In every layer they take turns in, theirs are their taker's, or the others'; where they stand in, they do so no more. */
export function handTurnsOver(
  { rotationId, personId, takerId, now }: CommandOf<"HandTurnsOver">,
  rotation: CreatedRotation,
): readonly RotationEvent[] {
  const changed = ordersWithout(rotation.layers, { personId, takerId }, now).flatMap(({ layerId, ...order }) => {
    const versions = versionsOf(rotation.layers, layerId);
    return changedLayers(versions, order, now).filter((layer) => !versions.some((known) => sameContent(known, layer)));
  });
  changed.forEach(refuseUnusable);
  return [
    ...changed.map((layer): RotationEvent => ({ type: "RotationChanged", data: { rotationId, layer } })),
    ...givenBack(rotation, [personId], now),
  ];
}

const givenBack = ({ overrides, rotationId }: CreatedRotation, gone: readonly string[], now: string): readonly RotationEvent[] =>
  overrides
    .filter(({ personId, to }) => gone.includes(personId) && instantOf(to) > instantOf(now))
    .map(({ overrideId }) => ({
      type: "OverrideRemoved", data: { rotationId, overrideId, reason: "no longer takes turns here", at: now },
    }));

function refusePast({ effectiveFrom }: RotationLayer, now: string): void {
  if (instantOf(effectiveFrom) >= instantOf(now) - CLOCK_TOLERANCE_MS) return;
  throw new Rejection("INVALID_INPUT", `a change from ${effectiveFrom} would rewrite who was on call then: it is ${now}`, [
    "layer", "effectiveFrom",
  ]);
}

/** @throws Rejection where a layer would wake nobody, or cannot be worked out */
export function refuseUnusable({ people, timeZone, handOver, hours, effectiveFrom, endsAt }: RotationLayer): void {
  if (people.length === 0) throw new Rejection("EMPTY_ROTATION", "a rotation without people would wake nobody", ["layer", "people"]);
  if (!isTimeZone(timeZone)) {
    throw new Rejection("INVALID_INPUT", `"${timeZone}" is no time zone; name one like Europe/Zurich or UTC`, ["layer", "timeZone"]);
  }
  if (handOver.every === "week" && handOver.weekday === null) {
    throw new Rejection("INVALID_INPUT", "a weekly hand-over needs its weekday, 1 (Monday) to 7", ["layer", "handOver", "weekday"]);
  }
  const turned = hours.findIndex(({ from, to, daysLater }) => daysLater === 0 && to <= from);
  if (turned >= 0) {
    const { from = "", to = "" } = hours[turned] ?? {};
    throw new Rejection("INVALID_INPUT", `hours from ${from} to ${to} of the same day are none: say how many days later they end`, [
      "layer", "hours", String(turned), "daysLater",
    ]);
  }
  if (endsAt !== null && instantOf(endsAt) < instantOf(effectiveFrom))
    throw new Rejection("INVALID_INPUT", `a layer that holds from ${effectiveFrom} cannot end before, at ${endsAt}`, ["layer", "endsAt"]);
}
