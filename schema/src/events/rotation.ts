import { z } from "zod";
import { defineEvent, type EventsOf, type Upcast } from "../defineEvent.ts";
import { instant, line, reason, uuid } from "../scalars.ts";

/** A time on the wall, HH:MM. */
export const wallTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "use HH:MM");

/** On these weekdays (ISO, 1 = Monday) a layer is on call from one time of the wall to another, that of `daysLater` days after. */
export const layerHours = z.object({
  weekdays: z.array(z.int().min(1).max(7)).min(1).max(7), from: wallTime, to: wallTime, daysLater: z.int().min(0).max(7),
});
export type LayerHours = z.infer<typeof layerHours>;

/** Who takes turns, in which zone, and when the shift changes. Wall-clock times follow the zone across DST. */
export const rotationLayer = z.object({
  /** The layer of which this is a version; the one that a schedule began with has the schedule's own id. */
  layerId: uuid,
  /** Empty: the schedule has one layer, which needs no name. */
  name: z.string().max(100),
  effectiveFrom: instant,
  timeZone: z.string().min(1).max(100),
  handOver: z.object({
    every: z.enum(["hour", "day", "week"]),
    /** ISO weekday, 1 = Monday; only for weekly rotations. */
    weekday: z.int().min(1).max(7).nullable(),
    at: wallTime,
  }),
  /** So many hours, days or weeks one turn lasts. */
  turnLength: z.int().min(1).max(1_000),
  people: z.array(uuid).max(200),
  /** The local date on which the first person's first shift begins. */
  startsOn: z.iso.date(),
  /** From then on nobody is on call by this version; null: it has no end. */
  endsAt: instant.nullable(),
  /** When it is on call, on its own wall; empty: always. */
  hours: z.array(layerHours).max(20),
  /** Where several layers have somebody, those of the highest level answer, all of them. */
  level: z.int().min(0).max(99),
});
export type RotationLayer = z.infer<typeof rotationLayer>;

/** What a layer is unless it says more: on call at all hours, without end, one hour, day or week to a turn. */
export const plainLayer = { name: "", turnLength: 1, endsAt: null, hours: [], level: 0 } satisfies Partial<RotationLayer>;

/** `insteadOf`: only this person is stood in for, wherever they are on call; null: whoever is. */
export const rotationOverride = z.object({
  overrideId: uuid, personId: uuid, from: instant, to: instant, reason: z.string(), insteadOf: uuid.nullable(),
});
export type RotationOverride = z.infer<typeof rotationOverride>;

/** What may be wrong with a schedule: nobody is on call, or several people at once. */
export const findingKind = z.enum(["gap", "overlap"]);
export type FindingKind = z.infer<typeof findingKind>;

const id = { rotationId: uuid };

/** How an empty shift is an alert: `severity` as the integration calls it. */
export const emptyShiftAlert = z.object({ integrationId: uuid, severity: line.max(100) });
export type EmptyShiftAlert = z.infer<typeof emptyShiftAlert>;

/** Version 2: a schedule has several layers, with hours and an end. What there was is the first one, on call at all hours. */
const oneOfSeveral: Upcast = ({ layer, rotationId, ...data }) => ({
  ...data, rotationId, layer: { ...plainLayer, layerId: rotationId, ...(typeof layer === "object" ? layer : {}) },
});

export const rotationEvents = {
  RotationCreated: defineEvent({
    type: "RotationCreated", schema: z.object({ ...id, name: line, layer: rotationLayer }), upcasts: [oneOfSeveral],
  }),
  RotationRenamed: defineEvent({ type: "RotationRenamed", schema: z.object({ ...id, name: line }) }),
  /** The past stays what it was: the new version of the layer holds from `layer.effectiveFrom`. */
  RotationChanged: defineEvent({ type: "RotationChanged", schema: z.object({ ...id, layer: rotationLayer }), upcasts: [oneOfSeveral] }),
  /** Another layer, beside those that there are or over them. */
  LayerAdded: defineEvent({ type: "LayerAdded", schema: z.object({ ...id, layer: rotationLayer }) }),
  OverrideAdded: defineEvent({
    type: "OverrideAdded",
    schema: z.object({ ...id, override: rotationOverride }),
    // Version 2: one of several may be stood in for. Until then whoever had the turn was.
    upcasts: [({ override, ...data }) => ({ ...data, override: { insteadOf: null, ...(typeof override === "object" ? override : {}) } })],
  }),
  /** It ends at that moment: who stood in until then stood in. Null, of before version 2: it counts as if it had never been. */
  OverrideRemoved: defineEvent({
    type: "OverrideRemoved",
    schema: z.object({ ...id, overrideId: uuid, reason, at: instant.nullable() }),
    upcasts: [(data) => ({ ...data, at: null })],
  }),
  /** Who answers where nobody is on call, from a moment on; null: nobody does. */
  FallbackSet: defineEvent({ type: "FallbackSet", schema: z.object({ ...id, personId: uuid.nullable(), from: instant }) }),
  /** Who is told of gaps before they happen; null: whoever takes turns. */
  RotationOwnerSet: defineEvent({ type: "RotationOwnerSet", schema: z.object({ ...id, personId: uuid.nullable() }) }),
  /** Through which integration an empty shift is an alert from then on, and how severe in its words; null: through none. */
  EmptyShiftAlertSet: defineEvent({
    type: "EmptyShiftAlertSet", schema: z.object({ ...id, alert: emptyShiftAlert.nullable(), at: instant }),
  }),
  /** What was found wrong between two moments stays as it is, for a reason. */
  FindingKept: defineEvent({
    type: "FindingKept", schema: z.object({ ...id, kind: findingKind, from: instant, to: instant, reason }),
  }),
  /** Somebody asks for a stand-in in a shift of theirs: whoever takes turns there is told, and may take it. */
  SwapAsked: defineEvent({
    type: "SwapAsked", schema: z.object({ ...id, swapId: uuid, personId: uuid, from: instant, to: instant, reason: z.string().max(2_000) }),
  }),
  SwapWithdrawn: defineEvent({ type: "SwapWithdrawn", schema: z.object({ ...id, swapId: uuid }) }),
  /** A volunteer took it, by the override that is added with it. Both are told. */
  SwapTaken: defineEvent({
    type: "SwapTaken",
    schema: z.object({ ...id, swapId: uuid, personId: uuid, askedBy: uuid, overrideId: uuid, from: instant, to: instant }),
  }),
  /** Somebody took the pager at once, by the override that is added with it, from who had it. All of them are told. */
  /**
   * What another product's export says of a schedule that came from there, whole: what changed since is what a later import changes. The
   * layers hold from when they do there; what that made of the schedule here stands in the events beside this one.
   */
  RotationImported: defineEvent({
    type: "RotationImported",
    schema: z.object({
      ...id, source: line, sourceId: line, name: line,
      layers: z.array(z.object({ sourceId: line, layer: rotationLayer })).max(20), overrides: z.array(rotationOverride).max(800),
    }),
  }),
  PagerTakenOver: defineEvent({
    type: "PagerTakenOver",
    schema: z.object({ ...id, personId: uuid, fromPersonIds: z.array(uuid).max(100), overrideId: uuid, until: instant }),
  }),
};
export type RotationEvent = EventsOf<typeof rotationEvents>;
