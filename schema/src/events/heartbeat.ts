import { z } from "zod";
import { defineEvent, type EventsOf } from "../defineEvent.ts";
import { instant, line, reason, text, uuid } from "../scalars.ts";

/** In which an interval is said; a stored one keeps the unit that its owner thinks in. */
export const heartbeatUnits = ["minutes", "hours", "days"] as const;
export type HeartbeatUnit = (typeof heartbeatUnits)[number];

/** How bad its silence is, in the words of its integration. */
export const heartbeatPriorities = ["P1", "P2", "P3", "P4", "P5"] as const;
export type HeartbeatPriority = (typeof heartbeatPriorities)[number];

const id = { heartbeatId: uuid };

/** What a heartbeat is; nobody sends one less often than every 90 days. */
export const heartbeatContent = z.object({
  description: z.string().max(10_000),
  /** How often somebody says that they are well, in `unit`. */
  interval: z.int().min(1).max(129_600), unit: z.enum(heartbeatUnits),
  /** Whose silence it is; null: its integration's. */
  serviceId: uuid.nullable(),
  /** Who answers for it; null: whoever looks after its integration. */
  ownerId: uuid.nullable(),
  /** What the alert says; empty: that it is silent. */
  message: z.string().trim().max(300),
  tags: z.array(line).max(20), priority: z.enum(heartbeatPriorities),
  /** Whether anybody waits for it. */
  enabled: z.boolean(),
});
export type HeartbeatContent = z.infer<typeof heartbeatContent>;

/** What it is called; one of its integration's has this name. */
export const heartbeatName = z.string().trim().min(1).max(200);

export const heartbeatEvents = {
  /** What it is from then on. */
  HeartbeatWritten: defineEvent({
    type: "HeartbeatWritten",
    schema: z.object({ ...id, integrationId: uuid, name: heartbeatName, ...heartbeatContent.shape, at: instant }),
  }),
  HeartbeatTurned: defineEvent({ type: "HeartbeatTurned", schema: z.object({ ...id, enabled: z.boolean(), at: instant, reason: text }) }),
  HeartbeatRemoved: defineEvent({ type: "HeartbeatRemoved", schema: z.object({ ...id, reason }) }),
};
export type HeartbeatEvent = EventsOf<typeof heartbeatEvents>;

/** Of so many pings and silences a pulse keeps the last ones: silences are alerts, which stay. */
export const KEPT_PULSES = 200;

/** What was heard of a heartbeat, in a stream of its own that forgets. */
export const pulseEvents = {
  HeartbeatPinged: defineEvent({ type: "HeartbeatPinged", schema: z.object({ ...id, at: instant }) }),
  /** Nothing was heard of it when it was due, after it was heard last, or turned on. */
  HeartbeatFellSilent: defineEvent({ type: "HeartbeatFellSilent", schema: z.object({ ...id, heardAt: instant, dueAt: instant }) }),
};
export type PulseEvent = EventsOf<typeof pulseEvents>;
