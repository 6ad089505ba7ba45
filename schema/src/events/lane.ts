import { z } from "zod";
import { defineEvent, type EventsOf } from "../defineEvent.ts";
import { customer, percent, reason, slug, uuid, line } from "../scalars.ts";

const releaseRef = { releaseId: uuid, version: line };

/** A lane is one service in one environment: what is exposed there, its lock, its hold, its last known good. */
export const laneEvents = {
  LaneOpened: defineEvent({ type: "LaneOpened", schema: z.object({ laneId: uuid, serviceId: uuid, environment: slug }) }),
  /**
   * By a deploy or by a rollback: a second press attaches to a rollback and finds it here. The same rollback again: it
   * goes on to another release. The how-manyth lock it is tells targets who comes too late.
   */
  LaneLocked: defineEvent({
    type: "LaneLocked", schema: z.object({ laneId: uuid, deployId: uuid, ...releaseRef, kind: z.enum(["deploy", "rollback"]) }),
  }),
  LaneUnlocked: defineEvent({ type: "LaneUnlocked", schema: z.object({ laneId: uuid, deployId: uuid, reason: reason.nullable() }) }),
  ExposureShifted: defineEvent({
    type: "ExposureShifted",
    schema: z.object({ laneId: uuid, deployId: uuid, ...releaseRef, percent, customers: z.array(customer) }),
  }),
  ReleaseServedEveryone: defineEvent({ type: "ReleaseServedEveryone", schema: z.object({ laneId: uuid, deployId: uuid, ...releaseRef }) }),
  /** Soaked successfully: from now on a candidate for last known good, whatever was wrong with it here before. */
  ReleaseProvedGood: defineEvent({ type: "ReleaseProvedGood", schema: z.object({ laneId: uuid, deployId: uuid, ...releaseRef }) }),
  /** Rolled back here: no rollback goes there by itself before it proved good again. */
  ReleaseFoundFaulty: defineEvent({
    type: "ReleaseFoundFaulty", schema: z.object({ laneId: uuid, deployId: uuid, ...releaseRef, reason }),
  }),
  LaneHeld: defineEvent({ type: "LaneHeld", schema: z.object({ laneId: uuid, deployId: uuid, ...releaseRef, reason }) }),
  HoldReleased: defineEvent({ type: "HoldReleased", schema: z.object({ laneId: uuid, reason }) }),
};
export type LaneEvent = EventsOf<typeof laneEvents>;
