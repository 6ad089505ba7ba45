import { z } from "zod";
import { defineEvent, type EventsOf } from "../defineEvent.ts";
import { wakingChannels } from "../paging.ts";
import { roles } from "../permissions.ts";
import { instant, line, reason, slug, uuid } from "../scalars.ts";

export const role = z.enum(roles);

/** A telephone number as E.164 has it: a plus sign, the country, the number, no spaces. */
export const phoneNumber = z.string().regex(/^\+[1-9]\d{6,14}$/u, "write it like +41791234567");

/** How somebody is reached; what is left out they do not have. */
export const contacts = z.object({
  email: z.email().nullable(), chatWebhookUrl: z.url().nullable(),
  /** Takes messages and calls. */
  phone: phoneNumber.optional(),
  /** A topic at a server that speaks ntfy's language, `https://ntfy.example.org/TOPIC`. */
  pushUrl: z.url().optional(),
  /** The key of an integration at PagerDuty (Events v2): whoever has it can call people there. */
  pagerDutyKey: z.string().regex(/^[A-Za-z0-9]{32}$/u, "the 32 letters and digits of an Events v2 integration").optional(),
});
export type Contacts = z.infer<typeof contacts>;

/** A channel, and so many minutes after the first one is used. */
export const pagingRule = z.object({ channel: z.enum(wakingChannels), afterMinutes: z.int().min(0).max(60) });
export type PagingRule = z.infer<typeof pagingRule>;

const hour = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "use HH:MM");
/** By which channels somebody wants to be called; none named: by all of them at once. */
export const pagingRules = z.object({
  high: z.array(pagingRule).max(10), low: z.array(pagingRule).max(10),
  /** Low urgency waits for these hours on the wall of their own zone; null: it comes at any hour. */
  lowHours: z.object({ from: hour, to: hour }).nullable(),
});
export type PagingRules = z.infer<typeof pagingRules>;

/** Of what somebody wants to be reminded: their own turns and what they stand in for, so many days ahead; and each week who is on call. */
export const reminders = z.object({
  turnDays: z.int().min(1).max(7).nullable(), standInDays: z.int().min(1).max(7).nullable(), weekly: z.boolean(),
});
export type Reminders = z.infer<typeof reminders>;

export const noticeKinds = ["gapAhead", "gapToday", "gapClosed", "shift", "week", "channel"] as const;
export type NoticeKind = (typeof noticeKinds)[number];
/** What somebody is told by itself: gaps of a schedule, shifts of theirs, a week, or a channel that was long not tried. */
export const notice = z.object({
  kind: z.enum(noticeKinds), rotationId: uuid.nullable(), channel: z.enum(wakingChannels).nullable(),
  times: z.array(z.object({ from: instant, to: instant })).min(1).max(50),
});
export type Notice = z.infer<typeof notice>;

const testPage = { personId: uuid, testId: uuid, channel: z.enum(wakingChannels) };

export const personEvents = {
  /** `login` is what a person types to sign in. */
  PersonJoined: defineEvent({
    type: "PersonJoined",
    schema: z.object({
      personId: uuid, login: z.string().min(1).max(200), name: line, roles: z.array(role).min(1), contacts, timeZone: z.string(),
    }),
  }),
  PersonDescribed: defineEvent({ type: "PersonDescribed", schema: z.object({ personId: uuid, name: line, timeZone: z.string() }) }),
  /** In which teams they work, and to whom they report; null: to nobody here. */
  PersonPlaced: defineEvent({
    type: "PersonPlaced", schema: z.object({ personId: uuid, teams: z.array(line).max(20), reportsTo: uuid.nullable() }),
  }),
  ContactsSet: defineEvent({ type: "ContactsSet", schema: z.object({ personId: uuid, contacts }) }),
  /** Null: by all their channels at once, whatever the urgency. */
  PagingRulesSet: defineEvent({ type: "PagingRulesSet", schema: z.object({ personId: uuid, rules: pagingRules.nullable() }) }),
  RemindersSet: defineEvent({ type: "RemindersSet", schema: z.object({ personId: uuid, reminders }) }),
  /** Found by time, each once: a message follows. */
  NoticeGiven: defineEvent({ type: "NoticeGiven", schema: z.object({ personId: uuid, notice, at: instant }) }),
  /** Asked for, to see whether one of their channels reaches them: whoever it reaches says so. */
  TestPageAsked: defineEvent({ type: "TestPageAsked", schema: z.object({ ...testPage, at: instant }) }),
  /** Handed to the channel; what comes of it its reader says. */
  TestPageSent: defineEvent({ type: "TestPageSent", schema: z.object(testPage) }),
  TestPageRefused: defineEvent({ type: "TestPageRefused", schema: z.object({ ...testPage, reason }) }),
  /** It has reached them: the channel, as it is now, is verified. */
  TestPageAnswered: defineEvent({ type: "TestPageAnswered", schema: z.object({ ...testPage, at: instant }) }),
  RolesSet: defineEvent({ type: "RolesSet", schema: z.object({ personId: uuid, roles: z.array(role).min(1) }) }),
  PersonLeft: defineEvent({ type: "PersonLeft", schema: z.object({ personId: uuid }) }),
  SessionsRevoked: defineEvent({ type: "SessionsRevoked", schema: z.object({ personId: uuid, sessionId: uuid.nullable() }) }),
  /** A one-time link was used; it works once, on every server. */
  SignInLinkUsed: defineEvent({ type: "SignInLinkUsed", schema: z.object({ personId: uuid, linkId: uuid }) }),
};
export type PersonEvent = EventsOf<typeof personEvents>;

export const tokenEvents = {
  TokenIssued: defineEvent({
    type: "TokenIssued",
    schema: z.object({
      tokenId: uuid, name: line, personId: uuid, roles: z.array(role).min(1), serviceIds: z.array(uuid), expiresAt: instant.nullable(),
      /** Whose flags an application may ask for; null for every other token. */
      environment: slug.nullable(),
    }),
    // Version 2: tokens of applications. Those of before were for people's programs.
    upcasts: [(data) => ({ ...data, environment: null })],
  }),
  TokenRevoked: defineEvent({ type: "TokenRevoked", schema: z.object({ tokenId: uuid }) }),
  /** Somebody came in with it; at most one an hour, whatever the number of requests and servers. */
  TokenUsed: defineEvent({ type: "TokenUsed", schema: z.object({ tokenId: uuid, at: instant }) }),
};
export type TokenEvent = EventsOf<typeof tokenEvents>;

/**
 * Sign-ins that failed, of one account or (`personId` null) of names that nobody has, added up over a few minutes: a
 * guesser must not fill the log. No name that was typed is kept, as people type their password there. Streams of these
 * keep their newest events only.
 */
export const signInEvents = {
  SignInsFailed: defineEvent({
    type: "SignInsFailed",
    schema: z.object({
      signInId: uuid, personId: uuid.nullable(), from: instant, until: instant,
      /** Tries that were wrong, and those that were refused unseen because there had been too many. */
      failed: z.int().min(0), refused: z.int().min(0),
      /** From where, some of them; and how many there were. */
      addresses: z.array(z.string().max(100)).max(10), addressCount: z.int().min(1),
    }),
  }),
};
export type SignInEvent = EventsOf<typeof signInEvents>;

/** Streams of these keep one event only (`$maxCount` 1): nothing old can leak. */
export const credentialEvents = {
  CredentialSet: defineEvent({
    type: "CredentialSet",
    schema: z.object({ subjectId: uuid, subject: z.enum(["person", "token"]), kind: z.enum(["scrypt", "sha256"]), hash: z.string() }),
  }),
};
export type CredentialEvent = EventsOf<typeof credentialEvents>;
