import type { DataOf, PagingRules, PersonEvent } from "@ballast/schema";
import { describe, expect, it } from "vitest";
import { given } from "../specification.ts";
import { personDecider, type PersonCommand } from "./personDecider.ts";

const personId = "00000000-0000-4000-8000-000000000001";
const [linkId, sessionId] = ["00000000-0000-4000-8000-000000000002", "00000000-0000-4000-8000-000000000003"];
const now = "2026-03-01T10:00:00Z";
const ana: DataOf<"PersonJoined"> = {
  personId, login: "ana", name: "Ana Keller", roles: ["engineer", "responder"],
  contacts: { email: "ana@example.org", chatWebhookUrl: null }, timeZone: "Europe/Zurich",
};
const joined: PersonEvent = { type: "PersonJoined", data: ana };
const left: PersonEvent = { type: "PersonLeft", data: { personId } };
const allRevoked: PersonEvent = { type: "SessionsRevoked", data: { personId, sessionId: null } };
const join = { type: "JoinPerson", now, ...ana } as const;

describe("a person's place", () => {
  const [lea, tim] = ["00000000-0000-4000-8000-000000000004", "00000000-0000-4000-8000-000000000005"];
  const place = { type: "PlacePerson", now, personId, teams: ["Payments"], reportsTo: lea, above: [lea, tim] } satisfies PersonCommand;
  const placed: PersonEvent = { type: "PersonPlaced", data: { personId, teams: ["Payments"], reportsTo: lea } };

  it("is their teams and to whom they report, which never comes back to them", () => {
    given(personDecider, [joined]).when(place).then([placed]);
    given(personDecider, [joined, placed]).when(place).then([]);
    given(personDecider, [joined])
      .when({ ...place, teams: [], above: [lea, personId] })
      .thenRejected("REPORTS_IN_CIRCLE", { path: ["reportsTo"] });
    given(personDecider, [joined]).when({ ...place, teams: [], reportsTo: personId, above: [] }).thenRejected("REPORTS_IN_CIRCLE");
    given(personDecider, [joined, left]).when({ ...place, teams: [] }).thenRejected("NOT_FOUND");
    expect(given(personDecider, [joined]).state).toMatchObject({ teams: [], reportsTo: null });
  });
});

describe("joining", () => {
  it("is done once, and not again after leaving, but in old logs", () => {
    given(personDecider, []).when(join).then([joined]);
    given(personDecider, [joined]).when(join).then([]);
    given(personDecider, [joined, left]).when(join).thenRejected("ALREADY_EXISTS", { path: ["personId"], message: "has left" });
    expect(given(personDecider, [joined, left, joined]).state).toMatchObject({ status: "active" });
  });
  it("refuses an id in use, no role, and an unknown zone", () => {
    given(personDecider, [joined]).when({ ...join, login: "anna" }).thenRejected("ALREADY_EXISTS", { path: ["personId"], message: "ana" });
    given(personDecider, []).when({ ...join, roles: [] }).thenRejected("INVALID_INPUT", { path: ["roles"] });
    given(personDecider, [])
      .when({ ...join, timeZone: "Mars/Olympus" })
      .thenRejected("INVALID_INPUT", { path: ["timeZone"], message: "Mars/Olympus" });
  });
});

describe("changing a person", () => {
  const describeAna = (name: string, timeZone = "Europe/Zurich") => ({ type: "DescribePerson", now, personId, name, timeZone }) as const;
  it("describes, or does nothing", () => {
    given(personDecider, [joined])
      .when(describeAna("Ana K.", "UTC"))
      .then([{ type: "PersonDescribed", data: { personId, name: "Ana K.", timeZone: "UTC" } }]);
    given(personDecider, [joined]).when(describeAna("Ana Keller")).then([]);
    given(personDecider, [joined]).when(describeAna("Ana", "Nowhere")).thenRejected("INVALID_INPUT", { path: ["timeZone"] });
  });
  it("sets contacts, or does nothing", () => {
    const contacts = { email: null, chatWebhookUrl: "https://chat.example.org/hook" };
    given(personDecider, [joined])
      .when({ type: "SetContacts", now, personId, contacts })
      .then([{ type: "ContactsSet", data: { personId, contacts } }]);
    given(personDecider, [joined]).when({ type: "SetContacts", now, personId, contacts: ana.contacts }).then([]);
    const set: PersonEvent = { type: "ContactsSet", data: { personId, contacts } };
    given(personDecider, [joined, set]).when({ type: "SetContacts", now, personId, contacts }).then([]);
    expect(given(personDecider, [joined, set]).state).toMatchObject({ contacts, teams: [], reportsTo: null });
  });
  it("sets roles, whatever their order, never none", () => {
    given(personDecider, [joined])
      .when({ type: "SetRoles", now, personId, roles: ["admin"] })
      .then([{ type: "RolesSet", data: { personId, roles: ["admin"] } }]);
    given(personDecider, [joined]).when({ type: "SetRoles", now, personId, roles: ["responder", "engineer"] }).then([]);
    given(personDecider, [joined]).when({ type: "SetRoles", now, personId, roles: [] }).thenRejected("INVALID_INPUT", { path: ["roles"] });
  });
});

describe("by which channels somebody is called", () => {
  const rules: PagingRules = {
    high: [{ channel: "chat", afterMinutes: 0 }, { channel: "mail", afterMinutes: 5 }], low: [], lowHours: { from: "20:00", to: "06:00" },
  };
  const set = (to: PagingRules | null) => ({ type: "SetPagingRules", now, personId, rules: to } as const);
  const said = (to: PagingRules | null): PersonEvent => ({ type: "PagingRulesSet", data: { personId, rules: to } });
  it("is as they say, and by all at once again", () => {
    given(personDecider, [joined]).when(set(rules)).then([said(rules)]);
    given(personDecider, [joined, said(rules)]).when(set(rules)).then([]);
    given(personDecider, [joined, said(rules)]).when(set(null)).then([said(null)]);
    given(personDecider, [joined]).when(set(null)).then([]);
  });
  it("is by one of them at once, by none twice, and leaves some of the day", () => {
    const refused = (part: Partial<PagingRules>, path: string) =>
      given(personDecider, [joined]).when(set({ ...rules, ...part })).thenRejected("INVALID_INPUT", { path: ["rules", path] });
    refused({ high: [{ channel: "mail", afterMinutes: 1 }] }, "high");
    refused({ low: [{ channel: "mail", afterMinutes: 0 }, { channel: "mail", afterMinutes: 5 }] }, "low");
    refused({ lowHours: { from: "08:00", to: "08:00" } }, "lowHours");
    refused({ lowHours: { from: "08:00", to: "08:30" } }, "lowHours");
  });
});

describe("a test page", () => {
  const testId = "00000000-0000-4000-8000-000000000007";
  const later = (ms: number): string => new Date(Date.parse(now) + ms).toISOString();
  const about = { personId, testId, channel: "mail" } as const;
  const ask = (at = now, id = testId, channel: "mail" | "sms" = "mail") =>
    ({ type: "AskTestPage", now: at, personId, testId: id, channel } as const);
  const asked: PersonEvent = { type: "TestPageAsked", data: { ...about, at: now } };
  const sent: PersonEvent = { type: "TestPageSent", data: about };
  const note = (refused: string | null) => ({ type: "NoteTestPage", now, personId, testId, refused } as const);
  const answer = (at = now) => ({ type: "AnswerTestPage", now: at, personId, testId } as const);
  const answered: PersonEvent = { type: "TestPageAnswered", data: { ...about, at: now } };

  it("goes by a channel that they have, once a minute, and once for each press", () => {
    given(personDecider, [joined]).when(ask()).then([asked]);
    given(personDecider, [joined, asked]).when(ask(later(10))).then([]);
    given(personDecider, [joined]).when(ask(now, testId, "sms")).thenRejected("INVALID_INPUT", { path: ["channel"], message: "sms" });
    given(personDecider, [joined, asked]).when(ask(later(59_000), linkId)).thenRejected("RATE_LIMITED", { message: "in 1 s" });
    given(personDecider, [joined, asked]).when(ask(later(60_000), linkId))
      .then([{ type: "TestPageAsked", data: { ...about, testId: linkId, at: later(60_000) } }]);
    given(personDecider, [joined, left]).when(ask()).thenRejected("NOT_FOUND");
  });
  it("goes out once a minute and 24 times a day, whatever address the channel gets in between: a stranger is not rung all night", () => {
    const moved = (email: string): PersonEvent => ({ type: "ContactsSet", data: { personId, contacts: { ...ana.contacts, email } } });
    const at = (index: number): string => later(index * 60_000);
    given(personDecider, [joined, asked, moved("stranger@example.org")])
      .when(ask(later(59_000), linkId)).thenRejected("RATE_LIMITED", { message: "in 1 s" });
    const day = Array.from({ length: 24 }, (_, index): PersonEvent[] => [
      moved(`${String(index)}@example.org`), { type: "TestPageAsked", data: { ...about, testId, at: at(index) } },
    ]).flat();
    given(personDecider, [joined, ...day])
      .when(ask(at(24), linkId)).thenRejected("RATE_LIMITED", { message: "24 test pages were asked for within a day: another one from" });
    given(personDecider, [joined, ...day]).when(ask(later(86_400_000), linkId))
      .then([{ type: "TestPageAsked", data: { ...about, testId: linkId, at: later(86_400_000) } }]);
  });
  it("that is answered verifies the channel, within a day, also before it is known to have gone out", () => {
    given(personDecider, [joined, asked]).when(note(null)).then([sent]);
    given(personDecider, [joined, asked]).when(note("550")).then([{ type: "TestPageRefused", data: { ...about, reason: "550" } }]);
    for (const history of [[joined, asked], [joined, asked, sent]]) given(personDecider, history).when(answer()).then([answered]);
    given(personDecider, [joined, asked, answered]).when(answer(later(5))).then([]);
    given(personDecider, [joined, asked, answered]).when(note("550")).then([]);
    given(personDecider, [joined, asked]).when(answer(later(86_400_001))).thenRejected("NOT_FOUND", { message: "day" });
    given(personDecider, [joined]).when(answer()).thenRejected("NOT_FOUND", { path: ["testId"] });
    expect(given(personDecider, [joined, asked, answered]).state).toMatchObject({ verified: [{ channel: "mail", at: now }] });
  });
  it("says nothing of another address, and what was shown of one stays when another channel changes", () => {
    const set = (contacts: DataOf<"ContactsSet">["contacts"]): PersonEvent => ({ type: "ContactsSet", data: { personId, contacts } });
    const history = [joined, asked, answered];
    expect(given(personDecider, [...history, set({ ...ana.contacts, email: "a@example.org" })]).state).toMatchObject({ verified: [] });
    expect(given(personDecider, [...history, set({ ...ana.contacts, phone: "+41791234567" })]).state)
      .toMatchObject({ verified: [{ channel: "mail" }] });
    given(personDecider, [joined, asked, set({ ...ana.contacts, email: "a@example.org" })]).when(answer()).thenRejected("NOT_FOUND");
  });
});

describe("what somebody is told by itself", () => {
  const rotationId = "00000000-0000-4000-8000-000000000008";
  const time = (day: number) => ({ from: `2026-03-0${String(day)}T20:00:00Z`, to: `2026-03-0${String(day)}T22:00:00Z` });
  const gaps = (kind: "gapAhead" | "gapToday" | "gapClosed" | "shift", ...days: number[]) =>
    ({ kind, rotationId, channel: null, times: days.map(time) }) as const;
  const give = (notice: DataOf<"NoticeGiven">["notice"], at = now) => ({ type: "GiveNotice", now: at, personId, notice } as const);
  const told = (notice: DataOf<"NoticeGiven">["notice"], at = now): PersonEvent =>
    ({ type: "NoticeGiven", data: { personId, notice, at } });

  it("is each time once, by its kind, and of several only the new", () => {
    given(personDecider, [joined]).when(give(gaps("gapAhead", 5, 6))).then([told(gaps("gapAhead", 5, 6))]);
    const history = [joined, told(gaps("gapAhead", 5, 6))];
    given(personDecider, history).when(give(gaps("gapAhead", 5, 6))).then([]);
    given(personDecider, history).when(give(gaps("gapAhead", 6, 7))).then([told(gaps("gapAhead", 7))]);
    given(personDecider, history).when(give(gaps("gapToday", 5))).then([told(gaps("gapToday", 5))]);
    given(personDecider, history).when(give(gaps("shift", 5))).then([told(gaps("shift", 5))]);
    given(personDecider, [...history, left]).when(give(gaps("gapAhead", 8))).thenRejected("NOT_FOUND");
  });
  it("is that a gap is closed only where they knew of it; one that opens again is told again", () => {
    const history = [joined, told(gaps("gapAhead", 5, 6))];
    given(personDecider, history).when(give(gaps("gapClosed", 5, 9))).then([told(gaps("gapClosed", 5))]);
    const closed = [...history, told(gaps("gapClosed", 5))];
    given(personDecider, closed).when(give(gaps("gapClosed", 5))).then([]);
    given(personDecider, closed).when(give(gaps("gapAhead", 5, 6))).then([told(gaps("gapAhead", 5))]);
  });
  it("is the week's letter once, though its reader has another clock by then, and the next week's again", () => {
    const week = (from: string): DataOf<"NoticeGiven">["notice"] =>
      ({ kind: "week", rotationId: null, channel: null, times: [{ from, to: "2026-03-09T08:00:00Z" }] });
    const history = [joined, told(week("2026-03-02T08:00:00Z"))];
    given(personDecider, history).when(give(week("2026-03-02T17:00:00Z"))).then([]);
    given(personDecider, history).when(give(week("2026-03-01T20:00:00Z"))).then([]);
    given(personDecider, history).when(give(week("2026-03-08T20:00:00Z"))).then([told(week("2026-03-08T20:00:00Z"))]);
  });
  it("is forgotten once it lies back, but for channels, of which the last word is known for good", () => {
    const channel: DataOf<"NoticeGiven">["notice"] = { kind: "channel", rotationId: null, channel: "mail", times: [time(1)] };
    const later = "2026-06-01T10:00:00Z";
    const { state } = given(personDecider, [joined, told(gaps("shift", 5)), told(channel), told(gaps("shift", 6), later)]);
    expect(state).toMatchObject({ told: [{ kind: "channel" }, { kind: "shift", from: time(6).from }] });
    given(personDecider, [joined, told(channel), told(gaps("shift", 6), later)]).when(give(channel, later)).then([]);
  });
  it("is what they have chosen", () => {
    const reminders = { turnDays: 3, standInDays: null, weekly: true };
    const set = { type: "SetReminders", now, personId, reminders } as const;
    const chosen: PersonEvent = { type: "RemindersSet", data: { personId, reminders } };
    given(personDecider, [joined]).when(set).then([chosen]);
    given(personDecider, [joined, chosen]).when(set).then([]);
    expect(given(personDecider, [joined]).state).toMatchObject({ reminders: { turnDays: null, standInDays: null, weekly: false } });
  });
});

describe("leaving", () => {
  it("ends all sessions, once", () => {
    given(personDecider, [joined]).when({ type: "Leave", now, personId }).then([left, allRevoked]);
    given(personDecider, [joined, left, allRevoked]).when({ type: "Leave", now, personId }).then([]);
  });
  it("refuses changes and sign-in afterwards", () => {
    const history = [joined, left, allRevoked];
    given(personDecider, history)
      .when({ type: "DescribePerson", now, personId, name: "x", timeZone: "UTC" })
      .thenRejected("NOT_FOUND", { message: "left" });
    given(personDecider, history).when({ type: "SetContacts", now, personId, contacts: ana.contacts }).thenRejected("NOT_FOUND");
    given(personDecider, history).when({ type: "SetRoles", now, personId, roles: ["admin"] }).thenRejected("NOT_FOUND");
    given(personDecider, history).when({ type: "UseSignInLink", now, personId, linkId }).thenRejected("NOT_FOUND");
  });
});

describe("sessions", () => {
  it("are revoked one by one, each once", () => {
    const revoke = { type: "RevokeSessions", now, personId, sessionId } as const;
    const revoked: PersonEvent = { type: "SessionsRevoked", data: { personId, sessionId } };
    given(personDecider, [joined]).when(revoke).then([revoked]);
    given(personDecider, [joined, revoked]).when(revoke).then([]);
  });
  it("are revoked all together as often as asked, also after leaving", () => {
    const revoke = { type: "RevokeSessions", now, personId, sessionId: null } as const;
    given(personDecider, [joined, allRevoked]).when(revoke).then([allRevoked]);
    given(personDecider, [joined, left]).when(revoke).then([allRevoked]);
  });
  it("begin with a link, which works once, also across leaving and coming back", () => {
    const use = { type: "UseSignInLink", now, personId, linkId } as const;
    const used: PersonEvent = { type: "SignInLinkUsed", data: { personId, linkId } };
    given(personDecider, [joined]).when(use).then([used]);
    given(personDecider, [joined, used]).when(use).thenRejected("NOT_SIGNED_IN", { path: ["linkId"], message: "used before" });
    given(personDecider, [joined, used, left, joined]).when(use).thenRejected("NOT_SIGNED_IN");
  });
});

describe("a person who never joined", () => {
  it("refuses everything else", () => {
    given(personDecider, [])
      .when({ type: "DescribePerson", now, personId, name: "x", timeZone: "UTC" })
      .thenRejected("NOT_FOUND", { path: ["personId"], message: personId });
    given(personDecider, []).when({ type: "SetContacts", now, personId, contacts: ana.contacts }).thenRejected("NOT_FOUND");
    given(personDecider, []).when({ type: "SetRoles", now, personId, roles: ["admin"] }).thenRejected("NOT_FOUND");
    given(personDecider, []).when({ type: "Leave", now, personId }).thenRejected("NOT_FOUND");
    given(personDecider, []).when({ type: "RevokeSessions", now, personId, sessionId: null }).thenRejected("NOT_FOUND");
    given(personDecider, []).when({ type: "UseSignInLink", now, personId, linkId }).thenRejected("NOT_FOUND");
  });
  it("is not made by stray facts", () => {
    expect(given(personDecider, [left, allRevoked]).state).toEqual({ status: "absent" });
    expect(given(personDecider, [joined, { ...joined, data: { ...ana, name: "Other" } }]).state).toMatchObject({ name: "Ana Keller" });
  });
});
