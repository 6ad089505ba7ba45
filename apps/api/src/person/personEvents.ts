import type { Contacts, CredentialEvent, NoticeKind, PersonEvent, SignInEvent } from "@ballast/schema";
import { allows } from "../auth/permissions.ts";
import { because, type Sentences, type Telling } from "../events/saying.ts";
import type { Known, Scope } from "../graphql/context.ts";
import { capital, count, listed } from "../words.ts";
import { isTrusted } from "./personType.ts";

/** How the events of people read. */
export const personSentences: Sentences<CredentialEvent | PersonEvent | SignInEvent> = {
  PersonJoined: ({ name, roles }) => `${name} joined as ${roles.join(", ")}`,
  PersonDescribed: ({ name }, { by }) => `${by} described ${name}`,
  PersonPlaced: ({ personId, teams, reportsTo }, { by, person }) =>
    `${by} said where ${person(personId)} works: ${teams.length === 0 ? "in no team" : listed(teams)}${reportsTo === null ? "" : `, reporting to ${person(reportsTo)}`}`,
  ContactsSet: ({ personId }, { by, person }) => `${by} set how ${person(personId)} is reached`,
  PagingRulesSet: ({ personId, rules }, { by, person }) =>
    rules === null
      ? `${by} let ${person(personId)} be called by all channels at once`
      : `${by} set by which channels ${person(personId)} is called`,
  RemindersSet: ({ personId }, { by, person }) => `${by} set of what ${person(personId)} is reminded`,
  NoticeGiven: ({ personId, notice: { kind, rotationId, channel, times } }, { person, rotation }) =>
    `${person(personId)} is told of ${noticed(kind, times.length)}${rotationId === null ? "" : ` of ${rotation(rotationId)}`}${channel === null ? "" : `: ${channel}`}`,
  TestPageAsked: ({ personId, channel }, { by, person }) => `${by} asked for a test page to ${person(personId)} by ${channel}`,
  TestPageSent: ({ personId, channel }, { person }) => `A test page to ${person(personId)} went out by ${channel}`,
  TestPageRefused: ({ personId, channel, reason }, { person }) =>
    `A test page to ${person(personId)} was not taken by ${channel}${because(reason)}`,
  TestPageAnswered: ({ personId, channel }, { person }) => `${person(personId)} answered a test page by ${channel}: it reaches them`,
  RolesSet: ({ personId, roles }, { by, person }) => `${by} made ${person(personId)} ${roles.join(", ")}`,
  PersonLeft: ({ personId }, { person }) => `${person(personId)} has left`,
  SessionsRevoked: ({ personId, sessionId }, { person }) =>
    sessionId === null ? `All sessions of ${person(personId)} were ended` : `${person(personId)} signed out`,
  SignInLinkUsed: ({ personId }, { person }) => `${person(personId)} signed in by a link`,
  SignInsFailed: ({ personId, failed, refused, addressCount }, { person }) =>
    `${capital(count(failed + refused, "sign-in"))} ${personId === null ? "with names that nobody has" : `as ${person(personId)}`} failed, from ${addressCount === 1 ? "one address" : `${addressCount} addresses`}`,
  CredentialSet: ({ subject }, { by }) => `${by} set the secret of a ${subject}`,
};

const noticed = (kind: NoticeKind, times: number): string =>
  kind === "gapClosed" ? `${count(times, "gap")} that ${times === 1 ? "is" : "are"} closed`
  : kind === "gapAhead" || kind === "gapToday" ? `${count(times, "gap")}${kind === "gapToday" ? " within a day" : " ahead"}`
  : kind === "shift" ? `${count(times, "shift")} of theirs`
  : kind === "week" ? "who is on call this week" : "a channel that was long not tried";

/** Whom they concern. */
export const personTelling: Telling<CredentialEvent | PersonEvent | SignInEvent> = {
  PersonJoined: "followers",
  PersonDescribed: "followers",
  PersonPlaced: "followers",
  ContactsSet: "followers",
  PagingRulesSet: "followers",
  RemindersSet: "followers",
  NoticeGiven: { silent: "it is a message to one person, who has it" },
  TestPageAsked: "followers",
  TestPageSent: { silent: "that it reached somebody is what counts: they say so" },
  TestPageRefused: "followers",
  TestPageAnswered: "followers",
  RolesSet: "followers",
  PersonLeft: "followers",
  SessionsRevoked: "followers",
  SignInLinkUsed: "followers",
  SignInsFailed: "followers",
  CredentialSet: { silent: "its own stream keeps one event only; who set a password or issued a token is told by that" },
};

/** Of how a person is reached everybody sees the mail address; the rest lets whoever has it write there, call, or have them called. */
const withoutChat = <Data extends { readonly personId: string; readonly contacts: Contacts }>(data: Data, scope: Scope): object =>
  isTrusted(scope, data.personId) ? data : { ...data, contacts: { email: data.contacts.email, chatWebhookUrl: null } };

/** What lets others in or leads to people is for themselves and for administrators. */
export const personShown = {
  CredentialSet: (data) => ({ ...data, hash: "" }),
  SignInsFailed: (data, { principal }) => (allows(principal.roles, "person.write") ? data : { ...data, addresses: [] }),
  PersonJoined: withoutChat,
  ContactsSet: withoutChat,
} satisfies Known["shown"];
