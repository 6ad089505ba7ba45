import { z } from "zod";
import { defineEvent, type EventsOf } from "../defineEvent.ts";
import { instant, line, milliseconds, text, uuid } from "../scalars.ts";

export const pageChannel = z.enum(["mail", "chat", "inbox"]);
export type PageChannel = z.infer<typeof pageChannel>;

/** How long a page waits before it goes on, and how often it starts over. */
export const pagePolicy = z.object({ acknowledgeWithinMs: milliseconds, rounds: z.int().min(1).max(50) });
export type PagePolicy = z.infer<typeof pagePolicy>;
/** Five minutes to each of person, next person, everyone; six times over. */
export const defaultPagePolicy: PagePolicy = { acknowledgeWithinMs: 5 * 60_000, rounds: 6 };

/** One step of escalation. */
export const pageStep = z.enum(["person", "next", "everyone"]);
export type PageStep = z.infer<typeof pageStep>;

const id = { pageId: uuid };

export const pageEvents = {
  PageRequested: defineEvent({
    type: "PageRequested",
    schema: z.object({ ...id, incidentId: uuid, purpose: z.enum(["responders", "commander"]), rotationId: uuid.nullable(), personIds: z.array(uuid), reason: text, policy: pagePolicy }),
  }),
  PageStarted: defineEvent({ type: "PageStarted", schema: z.object({ ...id, requestEventId: uuid, workflowId: z.string(), runId: z.string() }) }),
  /** Handed to the channel. Never twice for the same key = incident + step + round + person + channel. */
  PageSent: defineEvent({ type: "PageSent", schema: z.object({ ...id, key: line, step: pageStep, round: z.int().min(0), personId: uuid, channel: pageChannel, address: z.string(), sentAt: instant }) }),
  PageDeliveryRefused: defineEvent({ type: "PageDeliveryRefused", schema: z.object({ ...id, key: line, step: pageStep, round: z.int().min(0), personId: uuid.nullable(), channel: pageChannel.nullable(), reason: text }) }),
  PageEscalated: defineEvent({ type: "PageEscalated", schema: z.object({ ...id, to: pageStep, round: z.int().min(0), reason: text }) }),
  /** `late`: paging had ended before. `sentAt`: when this page was first handed to anybody, null if never. */
  PageAcknowledged: defineEvent({ type: "PageAcknowledged", schema: z.object({ ...id, personId: uuid, late: z.boolean(), sentAt: instant.nullable() }) }),
  PageStopped: defineEvent({ type: "PageStopped", schema: z.object({ ...id, reason: text }) }),
};
export type PageEvent = EventsOf<typeof pageEvents>;
