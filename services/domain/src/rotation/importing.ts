import type { RotationEvent, RotationLayer } from "@ballast/schema";
import { layerIds } from "../oncall/layerSpans.ts";
import { Rejection } from "../rejection.ts";
import { sameContent } from "../sameContent.ts";
import { instantOf } from "../statistics/calendar.ts";
import { MOST_LAYERS, refuseUnusable } from "./layering.ts";
import { heldAt, versionsOf } from "./layers.ts";
import { addOverrides, removeOverride } from "./overriding.ts";
import type { CommandOf, CreatedRotation, ImportedSchedule, Rotation } from "./rotation.ts";

type Layers = ImportedSchedule["layers"];

/** A layer as its source says it, without what it is called here. */
const said = ({ layer: { layerId: _, ...layer } }: Layers[number]): object => layer;

const laterOf = (one: string, other: string): string => (instantOf(one) > instantOf(other) ? one : other);

/** Whether nobody is on call by it any more. */
const isOver = ({ endsAt }: RotationLayer, now: string): boolean => endsAt !== null && instantOf(endsAt) <= instantOf(now);

/**
 * A schedule of another product: made where it is not there, and where its source says something else than the last time, that is
 * changed. What was changed here stays, unless it changed there too. It holds from now on: who was on call before is no matter of ours.
 */
export function importRotation(
  { type, now, ...data }: CommandOf<"ImportRotation">, rotation: Rotation,
): readonly RotationEvent[] {
  const { rotationId, ...wanted } = data;
  if (rotation.status === "absent") return firstImport(wanted, { rotationId, now });
  const before = rotation.imported;
  if (before === null)
    throw new Rejection("ALREADY_EXISTS", `rotation ${rotationId} exists as "${rotation.name}" and came from nowhere`, ["sourceId"]);
  const layers = wanted.layers.map((each) => ({ ...each, layer: { ...each.layer, layerId: layerIdOf(before, each) } }));
  if (sameContent(lasting(before, now), lasting({ ...wanted, layers }, now))) return [];
  return [
    ...(before.name === wanted.name || rotation.name === wanted.name
      ? [] : [{ type: "RotationRenamed" as const, data: { rotationId, name: wanted.name } }]),
    ...changedLayers(rotation, { before: before.layers, layers }, now),
    ...changedOverrides(rotation, { before: before.overrides, overrides: wanted.overrides }, now),
    { type: "RotationImported", data: { rotationId, ...wanted, layers } },
  ];
}

/** What of it is not over yet: exports leave out what is. */
const lasting = ({ layers, overrides, ...rest }: ImportedSchedule, now: string): ImportedSchedule => ({
  ...rest, layers: layers.filter(({ layer }) => !isOver(layer, now)), overrides: overrides.filter(
    ({ to }) => instantOf(to) > instantOf(now),
  ),
});

/** A layer that came before keeps its id. */
const layerIdOf = ({ layers }: ImportedSchedule, { sourceId, layer }: Layers[number]): string =>
  layers.find((known) => known.sourceId === sourceId)?.layer.layerId ?? layer.layerId;

function firstImport(
  wanted: ImportedSchedule, { rotationId, now }: { readonly rotationId: string; readonly now: string },
): readonly RotationEvent[] {
  const alive = wanted.layers.filter(({ layer }) => !isOver(layer, now));
  const [first] = alive;
  if (first === undefined) throw new Rejection("EMPTY_ROTATION", `every layer of "${wanted.name}" has ended`, ["layers"]);
  // The one that a schedule begins with has the schedule's own id.
  const layers = wanted.layers.map((each) => (each === first ? { ...each, layer: { ...each.layer, layerId: rotationId } } : each));
  const events = layers.filter(({ layer }) => !isOver(layer, now)).map(({ layer: there }, at): RotationEvent => {
    const layer = { ...there, effectiveFrom: laterOf(there.effectiveFrom, now) };
    refuseUnusable(layer);
    return at === 0
      ? { type: "RotationCreated", data: { rotationId, name: wanted.name, layer } }
      : { type: "LayerAdded", data: { rotationId, layer } };
  });
  const overrides = wanted.overrides
    .filter(({ to }) => instantOf(to) > instantOf(now))
    .map((override): RotationEvent => ({
      type: "OverrideAdded", data: { rotationId, override: { ...override, from: laterOf(override.from, now) } },
    }));
  return [
    ...events, ...overrides,
    { type: "RotationImported", data: { rotationId, ...wanted, layers } },
  ];
}

function changedLayers(
  { rotationId, layers: known, name }: CreatedRotation, { before, layers }: {
    readonly before: Layers; readonly layers: Layers;
  }, now: string,
): readonly RotationEvent[] {
  const change = (layer: RotationLayer): RotationEvent => ({ type: "RotationChanged", data: { rotationId, layer } });
  const events = layers.flatMap((each): readonly RotationEvent[] => {
    const last = before.find(({ sourceId }) => sourceId === each.sourceId);
    if (last !== undefined && sameContent(said(last), said(each))) return [];
    const { layerId } = each.layer;
    const versions = versionsOf(known, layerId);
    if (isOver(each.layer, now)) return ended(versions, now).map(change);
    refuseUnusable(each.layer);
    const layer = { ...each.layer, effectiveFrom: laterOf(each.layer.effectiveFrom, now) };
    if (versions.length === 0) return [{ type: "LayerAdded", data: { rotationId, layer } }];
    return replaced(versions, layer, now).map(change);
  });
  const gone = before.filter(({ sourceId }) => !layers.some((each) => each.sourceId === sourceId));
  const added = events.filter(({ type }) => type === "LayerAdded").length;
  if (layerIds(known).length + added > MOST_LAYERS)
    throw new Rejection("INVALID_INPUT", `"${name}" would have more than ${String(MOST_LAYERS)} layers, with those that ended`, ["layers"]);
  return [...events, ...gone.flatMap(({ layer }) => ended(versionsOf(known, layer.layerId), now)).map(change)];
}

/** Versions that make the layer say this from its moment on, whatever was planned for later, and nothing from now until then. */
function replaced(versions: readonly RotationLayer[], layer: RotationLayer, now: string): readonly RotationLayer[] {
  const from = instantOf(layer.effectiveFrom);
  const later = versions.filter(({ effectiveFrom }) => instantOf(effectiveFrom) > from);
  const until = from > instantOf(now) ? ended(versions.filter(({ effectiveFrom }) => instantOf(effectiveFrom) < from), now) : [];
  return [...until, layer, ...later.map(({ effectiveFrom }) => ({ ...layer, effectiveFrom, ...endingBy(layer, effectiveFrom) }))];
}

/** What ends before a version of it would begin ends with that. */
const endingBy = ({ endsAt }: RotationLayer, effectiveFrom: string): Pick<RotationLayer, "endsAt"> => ({
  endsAt: endsAt !== null && instantOf(endsAt) < instantOf(effectiveFrom) ? effectiveFrom : endsAt,
});

/** Versions that end the layer now, whatever was planned. */
function ended(versions: readonly RotationLayer[], now: string): readonly RotationLayer[] {
  const held = heldAt(versions, instantOf(now));
  const planned = versions.filter(({ effectiveFrom }) => instantOf(effectiveFrom) > instantOf(now));
  return [
    ...(held === undefined || isOver(held, now) ? [] : [{ ...held, effectiveFrom: now, endsAt: now }]),
    ...planned.map((version) => ({ ...version, endsAt: version.effectiveFrom })),
  ];
}

type Overrides = ImportedSchedule["overrides"];

/** What is new there stands in here; what is gone there stands in no more, unless it was taken back here before. */
function changedOverrides(
  rotation: CreatedRotation, { before, overrides }: { readonly before: Overrides; readonly overrides: Overrides }, now: string,
): readonly RotationEvent[] {
  const { rotationId, removed } = rotation;
  const isKnown = (list: Overrides, id: string): boolean => list.some(({ overrideId }) => overrideId === id);
  const gone = rotation.overrides.filter(({ overrideId, to }) =>
    isKnown(before, overrideId) && !isKnown(overrides, overrideId) && instantOf(to) > instantOf(now));
  const come = overrides.filter(({ overrideId, to }) =>
    !isKnown(before, overrideId) && !removed.has(overrideId) && instantOf(to) > instantOf(now));
  return [
    ...gone.flatMap(({ overrideId }) => removeOverride({ rotationId, overrideId, reason: "is gone where it came from", now }, rotation)),
    ...addOverrides({ rotationId, overrides: come, now }, rotation),
  ];
}
