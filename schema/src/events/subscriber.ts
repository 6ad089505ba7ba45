import { z } from "zod";
import { defineEvent, type EventsOf } from "../defineEvent.ts";
import { instant, line, reason, text, uuid, webLink } from "../scalars.ts";

/** Ways in which somebody hears what a status page says: mail, a chat's webhook as Slack has it, a signed webhook for programs. */
export const subscriberChannels = ["mail", "chat", "webhook"] as const;
export const subscriberChannel = z.enum(subscriberChannels);
export type SubscriberChannel = z.infer<typeof subscriberChannel>;

/** Of what somebody hears; neither named: of all of the page. Of a group whatever stands under it then, also what comes to it later. */
export const subscriberScope = z.object({ componentIds: z.array(uuid).max(1_000), groupIds: z.array(uuid).max(100) });
export type SubscriberScope = z.infer<typeof subscriberScope>;

const id = { subscriberId: uuid };

/** Who hears of a status page. No address stands in these: it is in `reach`, and nowhere once it is taken away. */
export const subscriberEvents = {
  /** Somebody asked for it, or for another part of the page; nothing but the question whether they meant it goes out until they say so. */
  SubscriptionAsked: defineEvent({
    type: "SubscriptionAsked",
    schema: z.object({
      ...id, statusPageId: uuid, channel: subscriberChannel, scope: subscriberScope, askId: uuid, at: instant,
      /** What they are asked, in the page's language. */
      asking: z.object({ subject: z.string().max(1_000), text, link: line }),
    }),
  }),
  SubscriptionConfirmed: defineEvent({ type: "SubscriptionConfirmed", schema: z.object({ ...id, askId: uuid }) }),
  /** By hand or from a list: they agreed to it elsewhere, `reason` says where. */
  SubscriberAdded: defineEvent({
    type: "SubscriberAdded",
    schema: z.object({ ...id, statusPageId: uuid, channel: subscriberChannel, scope: subscriberScope, reason }),
  }),
  SubscriberRemoved: defineEvent({
    type: "SubscriberRemoved", schema: z.object({ ...id, by: z.enum(["themselves", "hand", "time"]) }),
  }),
};
export type SubscriberEvent = EventsOf<typeof subscriberEvents>;

/** Streams of these keep one event only (`$maxCount` 1): an address that was taken away is nowhere any more. */
export const reachEvents = {
  /** Where a subscriber is reached, sealed under the installation's key; null: nowhere. */
  ReachSet: defineEvent({ type: "ReachSet", schema: z.object({ ...id, sealed: z.string().max(20_000).nullable() }) }),
};
export type ReachEvent = EventsOf<typeof reachEvents>;

/** What subscribers are told: an update was posted, an incident is solved without a word, a maintenance was announced, began, is over. */
export const publicationKinds = ["update", "resolved", "merged", "announced", "begun", "completed"] as const;
export const publicationKind = z.enum(publicationKinds);
export type PublicationKind = z.infer<typeof publicationKind>;

/** About what: an incident, with its update where that is it, or a maintenance. */
export const publicationSubject = z.object({
  kind: publicationKind, incidentId: uuid.nullable(), updateId: uuid.nullable(), maintenanceId: uuid.nullable(),
});
export type PublicationSubject = z.infer<typeof publicationSubject>;

/** So many get a message in one mailing at most. */
export const MOST_IN_MAILING = 100;

const counts = z.object({ mail: z.int().min(0), chat: z.int().min(0), webhook: z.int().min(0) });
export type ByChannel = z.infer<typeof counts>;

/** What one page's subscribers are told, in its language; the same words for all of them. */
export const publishedNotice = z.object({
  statusPageId: uuid,
  /** What the page is called, where it stands for readers, and below the server's address. */
  name: line, url: webLink, path: z.string().max(200),
  subject: z.string().max(1_000),
  text,
  /** Where to read it all. */
  link: webLink,
  /** Under the message, before the address at which it can be stopped. */
  footer: z.string().max(1_000),
  /** For programs. */
  about: z.object({ id: uuid, title: z.string().max(1_000), status: line, body: text, components: z.array(line).max(1_000), at: instant }),
  /** Mailings by channel: who hears of it is in the one that their id says. */
  mailings: counts,
});
export type PublishedNotice = z.infer<typeof publishedNotice>;

const publication = { publicationId: uuid };

export const publicationEvents = {
  /** It was taken back while nobody had been told. */
  PublicationWithdrawn: defineEvent({ type: "PublicationWithdrawn", schema: z.object({ ...publication, ...publicationSubject.shape }) }),
  /** The time in which it could be taken back is over: from here on it goes out. */
  PublicationReleased: defineEvent({ type: "PublicationReleased", schema: z.object({ ...publication, ...publicationSubject.shape }) }),
  /** What is said to whom: the first server that hears of it writes it down for all of them. */
  PublicationAddressed: defineEvent({
    type: "PublicationAddressed", schema: z.object({ ...publication, notices: z.array(publishedNotice).max(50) }),
  }),
  /** All of its mailings are on their way. */
  PublicationListed: defineEvent({ type: "PublicationListed", schema: z.object({ ...publication, told: counts }) }),
};
export type PublicationEvent = EventsOf<typeof publicationEvents>;

/** What became of a message: it went out, was refused for good, failed and is tried again or was given up, or nobody can know. */
export const mailingOutcomes = ["sent", "refused", "failed", "gone", "unknown"] as const;
export const mailingOutcome = z.enum(mailingOutcomes);
export type MailingOutcome = z.infer<typeof mailingOutcome>;

const mailing = { mailingId: uuid };
const subscribers = z.array(uuid).min(1).max(MOST_IN_MAILING);

export const mailingEvents = {
  MailingListed: defineEvent({
    type: "MailingListed",
    schema: z.object({
      ...mailing, ...publication, statusPageId: uuid, channel: subscriberChannel, subscriberIds: subscribers,
    }),
  }),
  /** These are sent now: written down before it is done, so that nobody gets one twice. */
  MailingTried: defineEvent({ type: "MailingTried", schema: z.object({ ...mailing, subscriberIds: subscribers }) }),
  MailingTold: defineEvent({
    type: "MailingTold",
    schema: z.object({
      ...mailing,
      results: z.array(z.object({ subscriberId: uuid, outcome: mailingOutcome, why: z.string().max(500) })).min(1).max(MOST_IN_MAILING),
    }),
  }),
  /** What failed is not tried any more. */
  MailingGivenUp: defineEvent({ type: "MailingGivenUp", schema: z.object({ ...mailing }) }),
};
export type MailingEvent = EventsOf<typeof mailingEvents>;
