import type { Contacts, DataOf, PagingRules, PersonEvent, Reminders, Role, WakingChannel } from "@ballast/schema";
import { aggregate, type KeyPart } from "../aggregate.ts";
import { isTimeZone } from "../oncall/wallClock.ts";
import { Rejection } from "../rejection.ts";
import { sameContent } from "../sameContent.ts";
import { evolveNotices, giveNotice, nothingTold, type ToldTime } from "./notices.ts";
import {
  answerTestPage, askTestPage, evolveTests, noteTestPage, untested, withContacts, type AskedTest, type TestPage, type TestPageOf,
  type VerifiedChannel,
} from "./testPages.ts";

/** What is known of a person; who left stays known, for the history's sake. */
interface KnownPerson {
  readonly status: "active" | "left";
  readonly personId: string;
  readonly login: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly contacts: Contacts;
  /** What they want to be reminded of. */
  readonly reminders: Reminders;
  /** Of which times that are still ahead they were told. */
  readonly told: readonly ToldTime[];
  /** The last test page of each channel. */
  readonly testPages: readonly TestPage[];
  /** Channels that are known to reach them, as they are now. */
  readonly verified: readonly VerifiedChannel[];
  /** When test pages of the last day were asked for. */
  readonly testsAsked: readonly AskedTest[];
  /** By which channels they want to be called, and when; null: by all of them at once. */
  readonly pagingRules: PagingRules | null;
  readonly timeZone: string;
  /** In which they work. */
  readonly teams: readonly string[];
  /** To whom they report; null: to nobody here. */
  readonly reportsTo: string | null;
  /** One-time links that were used. */
  readonly usedLinkIds: readonly string[];
  /** Sessions that were revoked one by one. */
  readonly revokedSessionIds: readonly string[];
}

export type Person = { readonly status: "absent" } | KnownPerson;

export type PersonCommand =
  /** Once: who left stays left, with everything that was theirs. Coming back is another person with the same login. */
  | ({ readonly type: "JoinPerson"; readonly now: string } & DataOf<"PersonJoined">)
  | ({ readonly type: "DescribePerson"; readonly now: string } & DataOf<"PersonDescribed">)
  | ({ readonly type: "SetContacts"; readonly now: string } & DataOf<"ContactsSet">)
  /** Null: by all channels at once again. */
  | ({ readonly type: "SetPagingRules"; readonly now: string } & DataOf<"PagingRulesSet">)
  | ({ readonly type: "SetReminders"; readonly now: string } & DataOf<"RemindersSet">)
  /** Found by time; what they know already is left out. */
  | ({ readonly type: "GiveNotice"; readonly now: string } & Omit<DataOf<"NoticeGiven">, "at">)
  /** Once a minute for each channel at most. */
  | ({ readonly type: "AskTestPage"; readonly channel: WakingChannel } & TestPageOf)
  /** `refused`: why it did not go out; null: it did. */
  | ({ readonly type: "NoteTestPage"; readonly refused: string | null } & TestPageOf)
  /** Whoever it reached says so, within a day. */
  | ({ readonly type: "AnswerTestPage" } & TestPageOf)
  /** `above`: everybody to whom the new superior reports in turn. */
  | ({ readonly type: "PlacePerson"; readonly now: string; readonly above: readonly string[] } & DataOf<"PersonPlaced">)
  /** That one administrator stays is for the caller to see: it takes all people to know. */
  | ({ readonly type: "SetRoles"; readonly now: string } & DataOf<"RolesSet">)
  /** Ends the person's sessions too. */
  | ({ readonly type: "Leave"; readonly now: string } & DataOf<"PersonLeft">)
  /** `sessionId` null: all sessions that began before now. */
  | ({ readonly type: "RevokeSessions"; readonly now: string } & DataOf<"SessionsRevoked">)
  /** Works once, on every server: the second use finds the first one in the log. */
  | ({ readonly type: "UseSignInLink"; readonly now: string } & DataOf<"SignInLinkUsed">);

type Command<Type extends PersonCommand["type"]> = Extract<PersonCommand, { type: Type }>;

function evolve(person: Person, event: PersonEvent): Person {
  if (event.type === "PersonJoined") return person.status === "active" ? person : joined(person, event.data);
  if (person.status === "absent") return person;
  switch (event.type) {
    case "PersonDescribed":
      return { ...person, name: event.data.name, timeZone: event.data.timeZone };
    case "PersonPlaced":
      return { ...person, teams: event.data.teams, reportsTo: event.data.reportsTo };
    case "ContactsSet":
      return withContacts(person, event.data.contacts);
    case "RemindersSet":
    case "NoticeGiven":
      return evolveNotices(person, event);
    case "TestPageAsked":
    case "TestPageSent":
    case "TestPageRefused":
    case "TestPageAnswered":
      return evolveTests(person, event);
    case "PagingRulesSet":
      return { ...person, pagingRules: event.data.rules };
    case "RolesSet":
      return { ...person, roles: event.data.roles };
    case "PersonLeft":
      return { ...person, status: "left" };
    case "SessionsRevoked": {
      const { sessionId } = event.data;
      return sessionId === null ? person : { ...person, revokedSessionIds: withId(person.revokedSessionIds, sessionId) };
    }
    case "SignInLinkUsed":
      return { ...person, usedLinkIds: withId(person.usedLinkIds, event.data.linkId) };
  }
}

const withId = (known: readonly string[], id: string): readonly string[] => (known.includes(id) ? known : [...known, id]);

/** In old logs people came back under the same id; a link that was used stays used even so. */
const joined = (person: Person, data: DataOf<"PersonJoined">): Person => ({
  ...data,
  status: "active",
  ...untested,
  ...nothingTold,
  pagingRules: person.status === "absent" ? null : person.pagingRules,
  teams: person.status === "absent" ? [] : person.teams,
  reportsTo: person.status === "absent" ? null : person.reportsTo,
  usedLinkIds: person.status === "absent" ? [] : person.usedLinkIds,
  revokedSessionIds: person.status === "absent" ? [] : person.revokedSessionIds,
});

function joinPerson({ type, now, ...data }: Command<"JoinPerson">, person: Person): readonly PersonEvent[] {
  if (person.status === "active") {
    const { personId, login, name, roles, contacts, timeZone } = person;
    if (sameContent({ personId, login, name, roles, contacts, timeZone }, data)) return [];
    throw new Rejection("ALREADY_EXISTS", `person ${personId} is here as ${name} (${login})`, ["personId"]);
  }
  if (person.status === "left")
    throw new Rejection("ALREADY_EXISTS", `${person.name} (${person.login}) has left: coming back begins anew, under an id of its own`, [
      "personId",
    ]);
  refuseNoRoles(data.roles);
  refuseUnknownZone(data.timeZone);
  return [{ type: "PersonJoined", data }];
}

function describePerson({ personId, name, timeZone }: Command<"DescribePerson">, person: KnownPerson): readonly PersonEvent[] {
  if (person.name === name && person.timeZone === timeZone) return [];
  refuseUnknownZone(timeZone);
  return [{ type: "PersonDescribed", data: { personId, name, timeZone } }];
}

function placePerson({ type, now, above, ...data }: Command<"PlacePerson">, person: KnownPerson): readonly PersonEvent[] {
  if (data.reportsTo === data.personId || (data.reportsTo !== null && above.includes(data.personId)))
    throw new Rejection("REPORTS_IN_CIRCLE", `${person.name} would report to themselves`, ["reportsTo"]);
  const same = sameContent({ teams: person.teams, reportsTo: person.reportsTo }, { teams: data.teams, reportsTo: data.reportsTo });
  return same ? [] : [{ type: "PersonPlaced", data }];
}

function setContacts({ personId, contacts }: Command<"SetContacts">, person: KnownPerson): readonly PersonEvent[] {
  return sameContent(person.contacts, contacts) ? [] : [{ type: "ContactsSet", data: { personId, contacts } }];
}

const wallMinutes = (at: string): number => Number(at.slice(0, 2)) * 60 + Number(at.slice(3));

/** The first channel is used at once; none is named twice, and hours leave some of the day. */
function setPagingRules({ personId, rules }: Command<"SetPagingRules">, person: KnownPerson): readonly PersonEvent[] {
  for (const urgency of ["high", "low"] as const) {
    const said = rules?.[urgency] ?? [];
    if (new Set(said.map(({ channel }) => channel)).size < said.length)
      throw new Rejection("INVALID_INPUT", `a channel is named twice for ${urgency} urgency`, ["rules", urgency]);
    if (said.length > 0 && said.every(({ afterMinutes }) => afterMinutes > 0))
      throw new Rejection("INVALID_INPUT", `one channel is used at once for ${urgency} urgency: 0 minutes`, ["rules", urgency]);
  }
  if (rules !== null && rules.lowHours !== null) {
    const { from, to } = rules.lowHours;
    const length = (wallMinutes(to) - wallMinutes(from) + 1_440) % 1_440;
    if (length < 60) throw new Rejection(
      "INVALID_INPUT", "an hour of the day is left at least; null where it comes at any", ["rules", "lowHours"],
    );
  }
  return sameContent(person.pagingRules, rules) ? [] : [{ type: "PagingRulesSet", data: { personId, rules } }];
}

const setReminders = ({ personId, reminders }: Command<"SetReminders">, person: KnownPerson): readonly PersonEvent[] =>
  sameContent(person.reminders, reminders) ? [] : [{ type: "RemindersSet", data: { personId, reminders } }];

function setRoles({ personId, roles }: Command<"SetRoles">, person: KnownPerson): readonly PersonEvent[] {
  refuseNoRoles(roles);
  const same = sameContent([...new Set(person.roles)].toSorted(), [...new Set(roles)].toSorted());
  return same ? [] : [{ type: "RolesSet", data: { personId, roles } }];
}

function leave({ personId }: Command<"Leave">, person: KnownPerson): readonly PersonEvent[] {
  if (person.status === "left") return [];
  return [
    { type: "PersonLeft", data: { personId } },
    { type: "SessionsRevoked", data: { personId, sessionId: null } },
  ];
}

/** All sessions can be revoked again and again: each time means those that began since. */
function revokeSessions({ personId, sessionId }: Command<"RevokeSessions">, person: KnownPerson): readonly PersonEvent[] {
  if (sessionId !== null && person.revokedSessionIds.includes(sessionId)) return [];
  return [{ type: "SessionsRevoked", data: { personId, sessionId } }];
}

function signInByLink({ personId, linkId }: Command<"UseSignInLink">, person: KnownPerson): readonly PersonEvent[] {
  if (person.usedLinkIds.includes(linkId)) {
    throw new Rejection("NOT_SIGNED_IN", "this sign-in link was used before, and each works once: ask for a new one", ["linkId"]);
  }
  return [{ type: "SignInLinkUsed", data: { personId, linkId } }];
}

function refuseNoRoles(roles: readonly Role[]): void {
  if (roles.length === 0) throw new Rejection("INVALID_INPUT", "a person has one role at least; viewer is the smallest", ["roles"]);
}

function refuseUnknownZone(timeZone: string): void {
  if (isTimeZone(timeZone)) return;
  throw new Rejection("INVALID_INPUT", `"${timeZone}" is no time zone; name one like Europe/Zurich or UTC`, ["timeZone"]);
}

function known(person: Person, personId: string): KnownPerson {
  if (person.status === "absent") throw new Rejection("NOT_FOUND", `there is no person ${personId}`, ["personId"]);
  return person;
}

function active(person: Person, personId: string): KnownPerson {
  const found = known(person, personId);
  if (found.status === "left") throw new Rejection("NOT_FOUND", `${found.name} has left; let them join anew`, ["personId"]);
  return found;
}

function decide(command: PersonCommand, person: Person): readonly PersonEvent[] {
  switch (command.type) {
    case "JoinPerson":
      return joinPerson(command, person);
    case "DescribePerson":
      return describePerson(command, active(person, command.personId));
    case "PlacePerson":
      return placePerson(command, active(person, command.personId));
    case "SetContacts":
      return setContacts(command, active(person, command.personId));
    case "SetPagingRules":
      return setPagingRules(command, active(person, command.personId));
    case "SetReminders":
      return setReminders(command, active(person, command.personId));
    case "GiveNotice":
      return giveNotice(command, active(person, command.personId));
    case "AskTestPage":
      return askTestPage(command, active(person, command.personId));
    case "NoteTestPage":
      return noteTestPage(command, active(person, command.personId));
    case "AnswerTestPage":
      return answerTestPage(command, active(person, command.personId));
    case "SetRoles":
      return setRoles(command, active(person, command.personId));
    case "Leave":
      return leave(command, known(person, command.personId));
    case "RevokeSessions":
      return revokeSessions(command, known(person, command.personId));
    case "UseSignInLink":
      return signInByLink(command, active(person, command.personId));
  }
}

/** Who comes back after leaving is another person: `joining` counts how often the login has joined, from 1. */
function keyOf(login: string, joining = 1): readonly KeyPart[] {
  const name = login.trim().toLowerCase();
  return joining === 1 ? [name] : [name, joining];
}

/** A person: who they are, how they are reached, what they may do, and that a sign-in link works once. */
export const personDecider = aggregate("person", { initialState: { status: "absent" }, evolve, decide, keyOf });
