import { z } from "zod";
import { defineEvent, type EventsOf } from "../defineEvent.ts";
import { usageSources } from "../readiness.ts";
import { line, reason, slug, text, uuid } from "../scalars.ts";

const id = { readinessId: uuid, serviceId: uuid };
const exemption = { ...id, exemptionId: uuid };
/** Of the UTC calendar. */
const day = z.iso.date();

/** A technology that a service is made with, in these versions. */
export const technologyUse = z.object({ technologyId: uuid, versions: z.array(line).max(20) });
export type TechnologyUse = z.infer<typeof technologyUse>;

/** What is stated of one service's readiness, a stream for each service. */
export const readinessEvents = {
  /** Who answers for it, and how much hangs on it: 1 is the most. Null: nobody has said. */
  ServiceOwnerSet: defineEvent({
    type: "ServiceOwnerSet",
    schema: z.object({ ...id, ownerId: uuid.nullable(), tier: z.int().min(1).max(4).nullable(), reason: reason.nullable() }),
  }),
  /** Somebody states that a check is met; it counts until the day before `until`. */
  CheckStated: defineEvent({
    type: "CheckStated", schema: z.object({ ...id, checkId: slug, statedBy: uuid, on: day, until: day, note: text }),
  }),
  CheckStatementTakenBack: defineEvent({ type: "CheckStatementTakenBack", schema: z.object({ ...id, checkId: slug, reason }) }),
  /** That a check counts as met until the day before `until`: by itself no longer. */
  ExemptionAsked: defineEvent({
    type: "ExemptionAsked", schema: z.object({ ...exemption, checkId: slug, askedBy: uuid, until: day, reason }),
  }),
  ExemptionGranted: defineEvent({ type: "ExemptionGranted", schema: z.object({ ...exemption, approverId: uuid, note: text }) }),
  ExemptionRefused: defineEvent({ type: "ExemptionRefused", schema: z.object({ ...exemption, approverId: uuid, reason }) }),
  /** By whoever asked for it, or because it is not needed any more. */
  ExemptionEnded: defineEvent({ type: "ExemptionEnded", schema: z.object({ ...exemption, reason }) }),
  /** These people were told that an exemption ends in so many days, or with 0 that it is over: once each. */
  ExemptionNoticed: defineEvent({
    type: "ExemptionNoticed", schema: z.object({ ...exemption, daysLeft: z.int().min(0).max(31), told: z.array(uuid).max(50) }),
  }),
  /** Somebody has read what to do when it breaks: what stood at that address, on that day. */
  RunbookRead: defineEvent({ type: "RunbookRead", schema: z.object({ ...id, personId: uuid, url: z.url(), on: day }) }),
  /**
   * What it is made with, whole, as one source says: takes the place of what that source said before. Of a file, how many packages it
   * names, and which of those that the service names itself no technology of the list is made of.
   */
  TechnologiesStated: defineEvent({
    type: "TechnologiesStated",
    schema: z.object({
      ...id, source: z.enum(usageSources), uses: z.array(technologyUse).max(500), packages: z.int().min(0),
      unlisted: z.array(line).max(200), unlistedCount: z.int().min(0),
    }),
  }),
};
export type ReadinessEvent = EventsOf<typeof readinessEvents>;

/** A check of a service that somebody is asked about. */
export const askedCheck = z.object({ serviceId: uuid, checkId: slug, name: line });
export type AskedCheck = z.infer<typeof askedCheck>;

/** People who are asked about checks that are not met, a stream for each. */
export const askingEvents = {
  /** One message, whatever the number of checks; `on` is the day, UTC. */
  OwnerAsked: defineEvent({
    type: "OwnerAsked",
    schema: z.object({ askingId: uuid, personId: uuid, on: day, checks: z.array(askedCheck).min(1).max(500), note: text }),
  }),
};
export type AskingEvent = EventsOf<typeof askingEvents>;
