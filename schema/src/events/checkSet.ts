import { z } from "zod";
import { defineEvent, type EventsOf } from "../defineEvent.ts";
import { factKinds } from "../readiness.ts";
import { line, reason, slug, text, uuid } from "../scalars.ts";

const days = z.int().min(1).max(3_650);

/** What a check rests on: a fact of the log, or what somebody states, which holds for so many days. */
export const checkGround = z.discriminatedUnion("on", [
  /** `days`: how old what happened may be at most; null where the fact has no age. */
  z.object({ on: z.literal("fact"), fact: z.enum(factKinds), days: days.nullable() }),
  z.object({ on: z.literal("statement"), days }),
]);
export type CheckGround = z.infer<typeof checkGround>;

/** What a service has to show. `checkId` is what it is known by in every version of the set. */
export const readinessCheck = z.object({ checkId: slug, name: line, asks: text.max(2_000), ground: checkGround });
export type ReadinessCheck = z.infer<typeof readinessCheck>;

/** What services are held to, in versions. */
export const checkSetEvents = {
  /** Whole: what holds from then on. The first version is 1. */
  ChecksPublished: defineEvent({
    type: "ChecksPublished",
    schema: z.object({ checkSetId: uuid, name: line, version: z.int().min(1), checks: z.array(readinessCheck).min(1).max(40), reason }),
  }),
  ChecksRetired: defineEvent({ type: "ChecksRetired", schema: z.object({ checkSetId: uuid, reason }) }),
};
export type CheckSetEvent = EventsOf<typeof checkSetEvents>;
