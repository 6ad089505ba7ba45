import { z } from "zod";
import { defineEvent, type EventsOf } from "../defineEvent.ts";
import { customer, line, reason, slug, text, uuid } from "../scalars.ts";
import { condition } from "./targeting.ts";

/**
 * Who is in it: never the excluded, always the included, and whoever meets all conditions of one of the rules.
 * Segments are not made of segments.
 */
export const segmentMembers = z.object({
  included: z.array(customer).max(10_000),
  excluded: z.array(customer).max(10_000),
  rules: z.array(z.array(condition).min(1).max(20)).max(50),
});
export type SegmentMembers = z.infer<typeof segmentMembers>;

/** A group of customers with a name, the same wherever flags ask for it. */
export const segmentEvents = {
  SegmentDefined: defineEvent({
    type: "SegmentDefined",
    schema: z.object({ segmentId: uuid, key: slug, name: line, description: text, members: segmentMembers, reason: reason.nullable() }),
  }),
  /** Nobody asks for it any more. */
  SegmentArchived: defineEvent({ type: "SegmentArchived", schema: z.object({ segmentId: uuid, reason }) }),
};
export type SegmentEvent = EventsOf<typeof segmentEvents>;
