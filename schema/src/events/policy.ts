import { z } from "zod";
import { defineEvent, type EventsOf } from "../defineEvent.ts";
import { audiences } from "../readiness.ts";
import { instant, line, reason, text, uuid, webLink } from "../scalars.ts";

const day = z.iso.date();

/** How things are done here, in versions: whoever it is for says that they have read the one that holds. */
export const policyEvents = {
  /** Whole: what holds from then on, and asks everybody whom it is for again. The first version is 1. */
  PolicyPublished: defineEvent({
    type: "PolicyPublished",
    schema: z.object({
      policyId: uuid, name: line, version: z.int().min(1), text, url: webLink.nullable(), isFor: z.enum(audiences), reason,
    }),
  }),
  PolicyAcknowledged: defineEvent({
    type: "PolicyAcknowledged", schema: z.object({ policyId: uuid, version: z.int().min(1), personId: uuid, at: instant }),
  }),
  PolicyRetired: defineEvent({ type: "PolicyRetired", schema: z.object({ policyId: uuid, reason }) }),
};
export type PolicyEvent = EventsOf<typeof policyEvents>;

/** What people are trained in, and how long that holds. */
export const trainingEvents = {
  /** Whole: what it is from then on. `validDays` null: for good. */
  TrainingDefined: defineEvent({
    type: "TrainingDefined",
    schema: z.object({
      trainingId: uuid, name: line, isFor: z.enum(audiences), validDays: z.int().min(1).max(3_650).nullable(), url: webLink.nullable(),
    }),
  }),
  TrainingTaken: defineEvent({ type: "TrainingTaken", schema: z.object({ trainingId: uuid, personId: uuid, on: day, note: text }) }),
  /** It was not so: what was recorded last of this person is taken back. */
  TrainingStruck: defineEvent({ type: "TrainingStruck", schema: z.object({ trainingId: uuid, personId: uuid, reason }) }),
  TrainingRetired: defineEvent({ type: "TrainingRetired", schema: z.object({ trainingId: uuid, reason }) }),
};
export type TrainingEvent = EventsOf<typeof trainingEvents>;
