import { z } from "zod";
import { defineEvent, type EventsOf } from "../defineEvent.ts";
import { instant, line, reason, uuid } from "../scalars.ts";

/** Who takes turns, in which zone, and when the shift changes. Wall-clock times follow the zone across DST. */
export const rotationLayer = z.object({
  effectiveFrom: instant,
  timeZone: z.string().min(1).max(100),
  handOver: z.object({
    every: z.enum(["day", "week"]),
    /** ISO weekday, 1 = Monday; only for weekly rotations. */
    weekday: z.int().min(1).max(7).nullable(),
    at: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "use HH:MM"),
  }),
  people: z.array(uuid).max(200),
  /** The local date on which the first person's first shift begins. */
  startsOn: z.iso.date(),
});
export type RotationLayer = z.infer<typeof rotationLayer>;

export const rotationOverride = z.object({ overrideId: uuid, personId: uuid, from: instant, to: instant, reason: z.string() });
export type RotationOverride = z.infer<typeof rotationOverride>;

const id = { rotationId: uuid };

export const rotationEvents = {
  RotationCreated: defineEvent({ type: "RotationCreated", schema: z.object({ ...id, name: line, layer: rotationLayer }) }),
  RotationRenamed: defineEvent({ type: "RotationRenamed", schema: z.object({ ...id, name: line }) }),
  /** The past stays what it was: the new layer holds from `layer.effectiveFrom`. */
  RotationChanged: defineEvent({ type: "RotationChanged", schema: z.object({ ...id, layer: rotationLayer }) }),
  OverrideAdded: defineEvent({ type: "OverrideAdded", schema: z.object({ ...id, override: rotationOverride }) }),
  OverrideRemoved: defineEvent({ type: "OverrideRemoved", schema: z.object({ ...id, overrideId: uuid, reason }) }),
};
export type RotationEvent = EventsOf<typeof rotationEvents>;
