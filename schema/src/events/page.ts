import { z } from "zod";
import { defineEvent, type EventsOf, type Upcast } from "../defineEvent.ts";
import { instant, line, milliseconds, replacedRun, severity, text, uuid } from "../scalars.ts";

export const pageChannel = z.enum(["mail", "chat", "inbox"]);
export type PageChannel = z.infer<typeof pageChannel>;

/** Whether a channel can wake somebody. The console's inbox is read by who is awake already. */
export const wakes = (channel: PageChannel): boolean => channel !== "inbox";

const repeatEveryMs = 30 * 60_000;
/**
 * How long a page waits before it goes on, how often it starts over at once, and after which pause it begins again while nobody answers.
 */
export const pagePolicy = z.object({ acknowledgeWithinMs: milliseconds, rounds: z.int().min(1).max(50), repeatEveryMs: milliseconds });
export type PagePolicy = z.infer<typeof pagePolicy>;
/** Five minutes to each of person, next person, everyone; six times over, and again every half an hour. */
export const defaultPagePolicy: PagePolicy = { acknowledgeWithinMs: 5 * 60_000, rounds: 6, repeatEveryMs };

/** One step of escalation. */
export const pageStep = z.enum(["person", "next", "everyone"]);
export type PageStep = z.infer<typeof pageStep>;

const id = { pageId: uuid };
const attempt = { key: line, step: pageStep, round: z.int().min(0), personId: uuid, channel: pageChannel };

/** One message that a step sends: to whom, through what. */
export const plannedSend = z.object({ key: line, personId: uuid, channel: pageChannel });
export type PlannedSend = z.infer<typeof plannedSend>;

/**
 * Version 2: the rotations of all services are called, not of the first alone; the severity it was asked for with; calling begins again.
 */
const everyRotation: Upcast = ({ rotationId, policy, ...request }) => ({
  ...request,
  severity: null,
  rotationIds: typeof rotationId === "string" ? [rotationId] : [],
  policy: { repeatEveryMs, ...(typeof policy === "object" ? policy : {}) },
});

export const pageEvents = {
  PageRequested: defineEvent({
    type: "PageRequested",
    upcasts: [everyRotation],
    /** No rotation and no person named: everybody who answers incidents. */
    schema: z.object({
      ...id, incidentId: uuid, purpose: z.enum(["responders", "commander"]), severity: severity.nullable(), rotationIds: z.array(uuid),
      personIds: z.array(uuid), reason: text, policy: pagePolicy,
    }),
  }),
  PageStarted: defineEvent({
    type: "PageStarted", schema: z.object({ ...id, requestEventId: uuid, workflowId: z.string(), runId: z.string() }),
  }),
  /** The run that called people was lost in the workflow engine; this one calls on from where it stood. */
  PageRunReplaced: defineEvent({ type: "PageRunReplaced", schema: z.object({ ...id, ...replacedRun }) }),
  /** A step begins: its clock runs from here, whatever its channels do. Won by one sender at an exact revision. */
  PageStepClaimed: defineEvent({
    type: "PageStepClaimed", schema: z.object({ ...id, step: pageStep, round: z.int().min(0), sends: z.array(plannedSend) }),
  }),
  /** Handed to the channel. Never twice for the same key = incident + step + round + person + channel. */
  PageSent: defineEvent({ type: "PageSent", schema: z.object({ ...id, ...attempt, address: z.string(), sentAt: instant }) }),
  PageDeliveryRefused: defineEvent({
    type: "PageDeliveryRefused",
    schema: z.object({
      ...id, key: line, step: pageStep, round: z.int().min(0), personId: uuid.nullable(), channel: pageChannel.nullable(), reason: text,
    }),
  }),
  /**
   * A try that may be repeated. `mayHaveArrived`: the channel fell silent with the message in its hands. `triesAgain`: in the background.
   */
  PageDeliveryFailed: defineEvent({
    type: "PageDeliveryFailed",
    schema: z.object({ ...id, ...attempt, attempt: z.int().min(0), mayHaveArrived: z.boolean(), triesAgain: z.boolean(), reason: text }),
  }),
  PageEscalated: defineEvent({ type: "PageEscalated", schema: z.object({ ...id, to: pageStep, round: z.int().min(0), reason: text }) }),
  /**
   * All rounds passed and nobody answered. It stays open; `againAt`: when calling begins again, null where the severity asks for no more.
   */
  PageUnanswered: defineEvent({ type: "PageUnanswered", schema: z.object({ ...id, round: z.int().min(0), againAt: instant.nullable() }) }),
  /** `late`: paging had ended before. `sentAt`: when this page was first handed to anybody, null if never. */
  PageAcknowledged: defineEvent({
    type: "PageAcknowledged", schema: z.object({ ...id, personId: uuid, late: z.boolean(), sentAt: instant.nullable() }),
  }),
  PageStopped: defineEvent({ type: "PageStopped", schema: z.object({ ...id, reason: text }) }),
};
export type PageEvent = EventsOf<typeof pageEvents>;
