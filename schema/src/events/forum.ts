import { z } from "zod";
import { defineEvent, type EventsOf } from "../defineEvent.ts";
import { instant, line, reason, text, uuid } from "../scalars.ts";

/** What a series of reviews looks at: how things are built, whom they are bought from, how the program goes. */
export const forumKinds = ["architecture", "vendor", "program"] as const;
export type ForumKind = (typeof forumKinds)[number];
export const cadenceUnits = ["week", "month"] as const;
export type CadenceUnit = (typeof cadenceUnits)[number];
/** What is due, by itself; `other`: somebody wants to talk of it. */
export const dueKinds = ["incidentReview", "acceptance", "risk", "action", "exemption", "policy", "other"] as const;
export type DueKind = (typeof dueKinds)[number];
/** What a finding becomes. */
export const carrierKinds = ["risk", "action"] as const;
export type CarrierKind = (typeof carrierKinds)[number];

/** Of the UTC calendar. */
const day = z.iso.date();
/** Every so many weeks or months. */
export const cadence = z.object({ every: z.int().min(1).max(24), unit: z.enum(cadenceUnits) });
export type Cadence = z.infer<typeof cadence>;

const described = {
  title: line,
  kind: z.enum(forumKinds),
  /** Services that it is about; empty: all of them. */
  serviceIds: z.array(uuid).max(50),
  /** Whom it is about, of a review of a vendor. */
  vendor: line.nullable(),
  ownerId: uuid,
  participantIds: z.array(uuid).max(60),
  cadence,
  /** The day of the first one: the others are counted from it. */
  firstOn: day,
  /** How many days ahead the next one is opened, and its owner told. */
  tellDaysBefore: z.int().min(0).max(28),
};

/** A series of reviews that comes again by itself. */
export const forumEvents = {
  ForumFounded: defineEvent({ type: "ForumFounded", schema: z.object({ forumId: uuid, ...described }) }),
  ForumDescribed: defineEvent({ type: "ForumDescribed", schema: z.object({ forumId: uuid, ...described, reason: reason.nullable() }) }),
  /** It does not come again. */
  ForumEnded: defineEvent({ type: "ForumEnded", schema: z.object({ forumId: uuid, reason }) }),
  ForumReopened: defineEvent({ type: "ForumReopened", schema: z.object({ forumId: uuid, reason }) }),
};
export type ForumEvent = EventsOf<typeof forumEvents>;

/** What was due when people met: which record and why, never its words, which are its own to show. */
export const dueItem = z.object({
  itemId: uuid,
  kind: z.enum(dueKinds),
  /** Null of what somebody wants to talk of. */
  record: z.object({ kind: z.string().regex(/^[a-zA-Z]{1,40}$/), recordId: uuid }).nullable(),
  /** What is talked of, where no record says it. */
  title: line.nullable(),
  dueOn: day.nullable(),
});
export type DueItem = z.infer<typeof dueItem>;

const id = { sittingId: uuid };
const finding = { ...id, findingId: uuid };
const decision = { ...id, decisionId: uuid };

/** One review of a series, from the day it is opened on. */
export const sittingEvents = {
  SittingOpened: defineEvent({ type: "SittingOpened", schema: z.object({ ...id, forumId: uuid, dueOn: day }) }),
  SittingMoved: defineEvent({ type: "SittingMoved", schema: z.object({ ...id, dueOn: day, reason }) }),
  /** Somebody wants to talk of something that is not due. */
  SittingItemAdded: defineEvent({ type: "SittingItemAdded", schema: z.object({ ...id, itemId: uuid, title: line }) }),
  /** People meet: `due` is what was due, as everybody may know it. */
  SittingBegun: defineEvent({ type: "SittingBegun", schema: z.object({ ...id, at: instant, due: z.array(dueItem).max(300) }) }),
  SittingAttended: defineEvent({ type: "SittingAttended", schema: z.object({ ...id, personId: uuid, attends: z.boolean() }) }),
  SittingItemTalkedOf: defineEvent({
    type: "SittingItemTalkedOf", schema: z.object({ ...id, itemId: uuid, done: z.boolean(), note: text }),
  }),
  SittingDecided: defineEvent({
    type: "SittingDecided", schema: z.object({ ...decision, text: reason, reason, decidedBy: uuid, itemId: uuid.nullable() }),
  }),
  SittingDecisionUndone: defineEvent({ type: "SittingDecisionUndone", schema: z.object({ ...decision, reason }) }),
  FindingNoted: defineEvent({
    type: "FindingNoted", schema: z.object({ ...finding, title: line, text, notedBy: uuid, itemId: uuid.nullable() }),
  }),
  FindingRewritten: defineEvent({ type: "FindingRewritten", schema: z.object({ ...finding, title: line, text }) }),
  /** There is a record now that carries it on. */
  FindingBecame: defineEvent({ type: "FindingBecame", schema: z.object({ ...finding, kind: z.enum(carrierKinds), recordId: uuid }) }),
  FindingDismissed: defineEvent({ type: "FindingDismissed", schema: z.object({ ...finding, reason }) }),
  /** It is open again, whatever it became. */
  FindingTakenUp: defineEvent({ type: "FindingTakenUp", schema: z.object({ ...finding, reason }) }),
  SittingClosed: defineEvent({ type: "SittingClosed", schema: z.object({ ...id, heldOn: day, summary: text }) }),
  SittingSkipped: defineEvent({ type: "SittingSkipped", schema: z.object({ ...id, reason }) }),
  SittingReopened: defineEvent({ type: "SittingReopened", schema: z.object({ ...id, reason }) }),
};
export type SittingEvent = EventsOf<typeof sittingEvents>;
