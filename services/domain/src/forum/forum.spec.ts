import type { ForumEvent, SittingEvent } from "@ballast/schema";
import { describe, expect, it } from "vitest";
import { given } from "../specification.ts";
import {
  dueOf, forumDecider, lastDayOf, nextAfter, nextSittingOn, sittingDecider, type KnownSitting, type MayBeDue, type SittingCommand,
} from "./index.ts";

const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;
const [forumId, sittingId, owner, item, finding, decision, risk, service, other] = [1, 2, 3, 4, 5, 6, 7, 8, 9].map(id) as [
  string, string, string, string, string, string, string, string, string,
];
const now = "2026-12-03T10:00:00Z";
const described = {
  title: "Architecture", kind: "architecture", serviceIds: [], vendor: null, ownerId: owner, participantIds: [],
  cadence: { every: 1, unit: "month" }, firstOn: "2026-12-31", tellDaysBefore: 7,
} as const;
const foundedData = { ...described, forumId, serviceIds: [], participantIds: [] };
const founded: ForumEvent = { type: "ForumFounded", data: foundedData };

describe("a cadence", () => {
  it("keeps its day of the month, or takes the last one where a month is shorter", () => {
    const days = ["2026-12-31", "2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30"];
    for (const [index, day] of days.entries())
      expect(nextAfter({ every: 1, unit: "month" }, "2026-12-31", days[index - 1] ?? null)).toBe(day);
    expect(nextAfter({ every: 24, unit: "month" }, "2024-02-29", "2026-02-28")).toBe("2028-02-29");
  });

  it("goes by weeks from the first day, however late the last one was", () => {
    const next = (after: string | null) => nextAfter({ every: 2, unit: "week" }, "2026-12-03", after);
    expect([next(null), next("2026-12-02"), next("2026-12-03"), next("2026-12-16"), next("2026-12-17"), next("2036-12-03")]).toEqual([
      "2026-12-03", "2026-12-03", "2026-12-17", "2026-12-17", "2026-12-31", "2036-12-04",
    ]);
  });
});

describe("a forum", () => {
  it("is founded for a day to come; the same again is nothing, and another with its id refused", () => {
    const found = { type: "FoundForum", now, ...foundedData } as const;
    given(forumDecider, []).when(found).then([founded]);
    given(forumDecider, [founded]).when(found).then([]);
    given(forumDecider, [founded]).when({ ...found, title: "Another" }).thenRejected("ALREADY_EXISTS");
    given(forumDecider, []).when({ ...found, firstOn: "2026-11-30" }).thenRejected("INVALID_INPUT", { path: ["firstOn"] });
    // Where it is founded it may still be the day before.
    const yesterday: ForumEvent = { type: "ForumFounded", data: { ...foundedData, firstOn: "2026-12-02" } };
    given(forumDecider, []).when({ ...found, firstOn: "2026-12-02" }).then([yesterday]);
    given(forumDecider, []).when({ ...found, firstOn: "2026-12-01" }).thenRejected("INVALID_INPUT", { path: ["firstOn"] });
  });

  it("is due once for all the days that passed without one: after a year nobody skips fifty", () => {
    const weekly = { cadence: { every: 1, unit: "week" }, firstOn: "2026-12-03" } as const;
    const on = (last: string | null, today: string) => nextSittingOn(weekly, { last, today });
    expect([on("2026-12-03", "2026-12-10"), on("2026-12-03", "2026-12-16"), on("2026-12-03", "2026-12-17")]).toEqual([
      "2026-12-10", "2026-12-10", "2026-12-17",
    ]);
    expect([on("2026-12-03", "2027-12-03"), on(null, "2027-12-03"), on("2027-12-09", "2027-12-03")]).toEqual([
      "2027-12-02", "2027-12-02", "2027-12-16",
    ]);
    const monthly = { cadence: { every: 1, unit: "month" }, firstOn: "2026-12-31" } as const;
    const monthlyOn = (today: string) => nextSittingOn(monthly, { last: "2026-12-31", today });
    expect([monthlyOn("2027-02-27"), monthlyOn("2027-02-28"), monthlyOn("2028-03-01")]).toEqual(["2027-01-31", "2027-02-28", "2028-02-29"]);
  });

  it("has no day that is more than ten years away: reviews are counted from one to the next", () => {
    const found = { type: "FoundForum", now, ...foundedData } as const;
    const describing = { type: "DescribeForum", now, ...foundedData, reason: null } as const;
    const far = { path: ["firstOn"] };
    given(forumDecider, []).when({ ...found, firstOn: "2036-12-03" }).then([
      { type: "ForumFounded", data: { ...foundedData, firstOn: "2036-12-03" } },
    ]);
    given(forumDecider, []).when({ ...found, firstOn: "9999-12-31" }).thenRejected("INVALID_INPUT", far);
    for (const firstOn of ["2036-12-04", "9999-12-31", "2016-12-02", "0000-01-01"])
      given(forumDecider, [founded]).when({ ...describing, firstOn }).thenRejected("INVALID_INPUT", far);
    // One that has come for many years is described anew all the same.
    given(forumDecider, [founded]).when({ ...describing, now: "2046-12-03T10:00:00Z", title: "Old" }).then([
      { type: "ForumDescribed", data: { ...foundedData, title: "Old", reason: null } },
    ]);
    const open = { type: "OpenSitting", now, sittingId, forumId } as const;
    const move = { type: "MoveSitting", now, sittingId, reason: "away" } as const;
    for (const dueOn of ["9999-12-31", "2036-12-04", "2016-12-02"]) {
      given(sittingDecider, []).when({ ...open, dueOn }).thenRejected("INVALID_INPUT", { path: ["dueOn"] });
      given(sittingDecider, [opened]).when({ ...move, dueOn }).thenRejected("INVALID_INPUT", { path: ["dueOn"] });
    }
  });

  it("about a vendor says which, and no other does", () => {
    const found = { type: "FoundForum", now, ...foundedData } as const;
    given(forumDecider, []).when({ ...found, kind: "vendor" }).thenRejected("INVALID_INPUT", { path: ["vendor"] });
    given(forumDecider, []).when({ ...found, vendor: "Post & Co" }).thenRejected("INVALID_INPUT", {
      path: ["vendor"], message: "only a vendor's review names one",
    });
    given(forumDecider, []).when({ ...found, kind: "vendor" }).thenRejected("INVALID_INPUT", { message: "say which vendor" });
    given(forumDecider, [founded]).when({ type: "DescribeForum", now, ...foundedData, kind: "vendor", reason: null })
      .thenRejected("INVALID_INPUT", { path: ["vendor"] });
  });

  it("is described anew, ended and reopened, each once", () => {
    const weekly = { ...foundedData, cadence: { every: 1, unit: "week" } as const, reason: "too rarely" };
    given(forumDecider, [founded]).when({ type: "DescribeForum", now, ...weekly }).then([{ type: "ForumDescribed", data: weekly }]);
    expect(given(forumDecider, [founded, { type: "ForumDescribed", data: weekly }]).state).toMatchObject({ cadence: weekly.cadence });
    given(forumDecider, [founded]).when({ type: "DescribeForum", now, ...foundedData, reason: "again" }).then([]);
    const ended: ForumEvent = { type: "ForumEnded", data: { forumId, reason: "merged" } };
    given(forumDecider, [founded]).when({ type: "EndForum", now, forumId, reason: "merged" }).then([ended]);
    given(forumDecider, [founded, ended]).when({ type: "EndForum", now, forumId, reason: "merged" }).then([]);
    given(forumDecider, [founded, ended]).when({ type: "DescribeForum", now, ...weekly }).thenRejected("FORUM_ENDED");
    given(forumDecider, [founded, ended]).when({ type: "ReopenForum", now, forumId, reason: "needed" }).then([
      { type: "ForumReopened", data: { forumId, reason: "needed" } },
    ]);
    given(forumDecider, [founded]).when({ type: "ReopenForum", now, forumId, reason: "needed" }).then([]);
    given(forumDecider, []).when({ type: "EndForum", now, forumId, reason: "none" }).thenRejected("NOT_FOUND");
  });

  it("comes again after every day that the last one was due, moved to or held on", () => {
    const forum = { cadence: { every: 1, unit: "week" }, firstOn: "2026-12-03" } as const;
    const today = "2026-12-03";
    expect(nextSittingOn(forum, { last: null, today })).toBe("2026-12-03");
    const next = (sitting: Pick<KnownSitting, "dueOn" | "moves" | "heldOn">) => nextSittingOn(forum, { last: lastDayOf(sitting), today });
    expect(next({ dueOn: "2026-12-03", moves: [], heldOn: "2026-12-02" })).toBe("2026-12-10");
    expect(next({ dueOn: "2026-12-03", moves: [], heldOn: "2026-12-11" })).toBe("2026-12-17");
    // One that was held earlier than it was opened for does not come again on that day.
    expect(next({ dueOn: "2026-12-01", moves: [{ from: "2026-12-10", to: "2026-12-01", reason: "x" }], heldOn: null })).toBe("2026-12-17");
  });
});

const opened: SittingEvent = { type: "SittingOpened", data: { sittingId, forumId, dueOn: "2026-12-03" } };
const begun: SittingEvent = {
  type: "SittingBegun",
  data: {
    sittingId, at: now, due: [{ itemId: item, kind: "risk", record: { kind: "risk", recordId: risk }, title: null, dueOn: "2026-12-01" }],
  },
};
const noted: SittingEvent = {
  type: "FindingNoted", data: { sittingId, findingId: finding, title: "No alert", text: "", notedBy: owner, itemId: item },
};
const became: SittingEvent = { type: "FindingBecame", data: { sittingId, findingId: finding, kind: "risk", recordId: risk } };
const close: SittingCommand = { type: "CloseSitting", now, sittingId, heldOn: "2026-12-03", today: "2026-12-03", summary: "" };
const closed: SittingEvent = { type: "SittingClosed", data: { sittingId, heldOn: "2026-12-03", summary: "" } };

describe("a review of a series", () => {
  it("is opened once for its day, moved with a reason, and begun with what is due", () => {
    const open = { type: "OpenSitting", now, sittingId, forumId, dueOn: "2026-12-03" } as const;
    given(sittingDecider, []).when(open).then([opened]);
    given(sittingDecider, [opened]).when(open).then([]);
    const move = { type: "MoveSitting", now, sittingId, dueOn: "2026-12-04", reason: "holiday" } as const;
    const moved: SittingEvent = { type: "SittingMoved", data: { sittingId, dueOn: "2026-12-04", reason: "holiday" } };
    given(sittingDecider, [opened]).when(move).then([moved]);
    given(sittingDecider, [opened, moved]).when(move).then([]);
    expect(given(sittingDecider, [opened, moved]).state).toMatchObject({
      dueOn: "2026-12-04", moves: [{ from: "2026-12-03", to: "2026-12-04", reason: "holiday" }],
    });
    given(sittingDecider, [opened]).when({ type: "BeginSitting", now, sittingId, due: begun.data.due }).then([begun]);
    given(sittingDecider, [opened, begun]).when({ type: "BeginSitting", now, sittingId, due: [] }).then([]);
    expect(given(sittingDecider, [opened, begun]).state).toMatchObject({ status: "meeting", agenda: [{ itemId: item, done: false }] });
  });

  it("knows who is there, what was said of an item, and what was decided; a decision is undone, not taken out", () => {
    const attend = { type: "AttendSitting", now, sittingId, personId: owner, attends: true } as const;
    const attended: SittingEvent = { type: "SittingAttended", data: { sittingId, personId: owner, attends: true } };
    given(sittingDecider, [opened]).when(attend).then([attended]);
    given(sittingDecider, [opened, attended]).when(attend).then([]);
    given(sittingDecider, [opened]).when({ ...attend, attends: false }).then([]);
    const another: SittingEvent = { type: "SittingAttended", data: { sittingId, personId: other, attends: true } };
    const gone: SittingEvent = { type: "SittingAttended", data: { sittingId, personId: owner, attends: false } };
    expect(given(sittingDecider, [opened, attended, attended, another]).state).toMatchObject({ attended: [owner, other] });
    expect(given(sittingDecider, [opened, attended, another, gone]).state).toMatchObject({ attended: [other] });
    const talk = { type: "TalkOfItem", now, sittingId, itemId: item, done: true, note: "mended", seenRevision: null } as const;
    const talked: SittingEvent = { type: "SittingItemTalkedOf", data: { sittingId, itemId: item, done: true, note: "mended" } };
    given(sittingDecider, [opened, begun]).when(talk).then([talked]);
    given(sittingDecider, [opened, begun, talked]).when(talk).then([]);
    const more = { ...talked.data, note: "mended twice" };
    given(sittingDecider, [opened, begun, talked]).when({ ...talk, note: more.note }).then([{ type: "SittingItemTalkedOf", data: more }]);
    const elsewhen = { type: "OpenSitting", now, sittingId, forumId, dueOn: "2026-12-03", movedTo: "2026-12-04" } as const;
    given(sittingDecider, []).when(elsewhen).then([
      opened, { type: "SittingMoved", data: { sittingId, dueOn: "2026-12-04", reason: "opened for this day" } },
    ]);
    given(sittingDecider, []).when({ ...elsewhen, movedTo: "2026-12-03" }).then([opened]);
    given(sittingDecider, [opened]).when(elsewhen).then([]);
    // Who was late is shown both; who has seen the last word, or says the same, is not.
    const late = { ...talk, note: "not mended" };
    given(sittingDecider, [opened, begun, talked]).when({ ...late, seenRevision: 0 }).thenRejected("LINE_CHANGED", {
      path: ["seenRevision"], message: /Theirs: "mended"\. Yours: "not mended"/,
    });
    given(sittingDecider, [opened, begun, talked]).when({ ...late, seenRevision: 1 }).then([
      { type: "SittingItemTalkedOf", data: { ...talked.data, note: "not mended" } },
    ]);
    given(sittingDecider, [opened, begun, talked]).when({ ...talk, seenRevision: 0 }).then([]);
    given(sittingDecider, [opened]).when(talk).thenRejected("NOT_FOUND", { path: ["itemId"] });
    const decided: SittingEvent = {
      type: "SittingDecided", data: { sittingId, decisionId: decision, text: "Buy", reason: "cheap", decidedBy: owner, itemId: item },
    };
    given(sittingDecider, [opened, begun]).when({ type: "Decide", now, ...decided.data }).then([decided]);
    given(sittingDecider, [opened, begun, decided]).when({ type: "Decide", now, ...decided.data }).then([]);
    const undo = { type: "UndoDecision", now, sittingId, decisionId: decision, reason: "dear" } as const;
    const undone: SittingEvent = { type: "SittingDecisionUndone", data: { sittingId, decisionId: decision, reason: "dear" } };
    given(sittingDecider, [opened, begun, decided, closed]).when(undo).then([undone]);
    given(sittingDecider, [opened, begun, decided, undone]).when(undo).then([]);
    given(sittingDecider, [opened, begun]).when(undo).thenRejected("NOT_FOUND");
    expect(given(sittingDecider, [opened, begun, decided, undone]).state).toMatchObject({ decisions: [{ text: "Buy", undone: "dear" }] });
    const add = { type: "AddSittingItem", now, sittingId, itemId: other, title: "The lease" } as const;
    const added: SittingEvent = { type: "SittingItemAdded", data: { sittingId, itemId: other, title: "The lease" } };
    given(sittingDecider, [opened]).when(add).then([added]);
    given(sittingDecider, [opened, added]).when(add).then([]);
    given(sittingDecider, [opened, begun]).when(add).then([added]);
    // What somebody added before stands behind what is due.
    const again: SittingEvent = { ...begun, data: { ...begun.data, due: [...begun.data.due, {
      itemId: other, kind: "risk", record: { kind: "risk", recordId: risk }, title: null, dueOn: "2026-12-01",
    }] } };
    expect(given(sittingDecider, [opened, added, again]).state, "what stands there stands there once").toMatchObject({
      agenda: [{ itemId: item }, { itemId: other, kind: "other" }],
    });
    expect(given(sittingDecider, [opened, added, begun]).state).toMatchObject({
      agenda: [{ itemId: item }, { itemId: other, kind: "other" }],
    });
  });

  it("is not closed before it began, nor while a finding is neither a risk, an action nor dismissed", () => {
    given(sittingDecider, [opened]).when(close).thenRejected("MEETING_NOT_BEGUN");
    given(sittingDecider, [opened, begun]).when({ ...close, heldOn: "2026-12-04" }).thenRejected("INVALID_INPUT", { path: ["heldOn"] });
    given(sittingDecider, [opened, begun]).when(close).then([closed]);
    given(sittingDecider, [opened, { type: "SittingSkipped", data: { sittingId, reason: "holiday" } }]).when(close)
      .thenRejected("REVIEW_CLOSED");
    given(sittingDecider, [opened, begun, noted]).when({ type: "DismissFinding", now, sittingId, findingId: other, reason: "known" })
      .thenRejected("NOT_FOUND", { path: ["findingId"] });
    given(sittingDecider, [opened, begun, noted]).when(close).thenRejected("FINDINGS_OPEN", { message: "“No alert”" });
    given(sittingDecider, [opened, begun, noted, became]).when(close).then([closed]);
    given(sittingDecider, [opened, begun, noted, became, closed]).when(close).then([]);
    const dismiss = { type: "DismissFinding", now, sittingId, findingId: finding, reason: "known" } as const;
    const dismissed: SittingEvent = { type: "FindingDismissed", data: { sittingId, findingId: finding, reason: "known" } };
    given(sittingDecider, [opened, begun, noted]).when(dismiss).then([dismissed]);
    given(sittingDecider, [opened, begun, noted, dismissed]).when(dismiss).then([]);
    given(sittingDecider, [opened, begun, noted, dismissed]).when(close).then([closed]);
    const many = [11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22].map((n): SittingEvent =>
      ({ ...noted, data: { ...noted.data, findingId: id(n), title: `Finding ${String(n)}` } }));
    given(sittingDecider, [opened, begun, ...many]).when(close).thenRejected("FINDINGS_OPEN", { message: "more" });
    given(sittingDecider, [opened, begun, noted, became]).when(dismiss)
      .thenRejected("TRANSITION_NOT_ALLOWED", { message: "“No alert” is a risk" });
    given(sittingDecider, [opened, begun, noted, dismissed])
      .when({ type: "CarryFinding", now, sittingId, findingId: finding, kind: "risk", recordId: risk })
      .thenRejected("TRANSITION_NOT_ALLOWED", { message: "was dismissed" });
    const rewritten: SittingEvent = {
      type: "FindingRewritten", data: { sittingId, findingId: finding, title: "No page", text: "at night" },
    };
    expect(given(sittingDecider, [opened, begun, noted, rewritten]).state).toMatchObject({
      findings: [{ title: "No page", text: "at night" }],
    });
  });

  it("lets one record carry a finding on, until it is taken up again", () => {
    const carry = { type: "CarryFinding", now, sittingId, findingId: finding, kind: "risk", recordId: risk } as const;
    given(sittingDecider, [opened, begun, noted]).when(carry).then([became]);
    given(sittingDecider, [opened, begun, noted, became]).when(carry).then([]);
    given(sittingDecider, [opened, begun, noted, became]).when({ ...carry, recordId: other }).thenRejected("TRANSITION_NOT_ALLOWED");
    given(sittingDecider, [opened, begun, noted, became]).when({ ...carry, kind: "action" }).thenRejected("TRANSITION_NOT_ALLOWED");
    given(sittingDecider, [opened, begun, noted, became])
      .when({ type: "DismissFinding", now, sittingId, findingId: finding, reason: "no" })
      .thenRejected("TRANSITION_NOT_ALLOWED");
    given(sittingDecider, [opened, begun]).when(carry).thenRejected("NOT_FOUND", { path: ["findingId"] });
    const takeUp = { type: "TakeUpFinding", now, sittingId, findingId: finding, reason: "wrong one" } as const;
    const takenUp: SittingEvent = { type: "FindingTakenUp", data: { sittingId, findingId: finding, reason: "wrong one" } };
    given(sittingDecider, [opened, begun, noted, became]).when(takeUp).then([takenUp]);
    given(sittingDecider, [opened, begun, noted]).when(takeUp).then([]);
    given(sittingDecider, [opened, begun, noted, became, takenUp]).when(close).thenRejected("FINDINGS_OPEN");
    const again = { type: "NoteFinding", now, ...noted.data } as const;
    given(sittingDecider, [opened, begun]).when(again).then([noted]);
    given(sittingDecider, [opened, begun, noted]).when(again).then([]);
    const rewrite = { type: "RewriteFinding", now, sittingId, findingId: finding, title: "No alarm", text: "" } as const;
    given(sittingDecider, [opened, begun, noted]).when(rewrite).then([
      { type: "FindingRewritten", data: { sittingId, findingId: finding, title: "No alarm", text: "" } },
    ]);
    given(sittingDecider, [opened, begun, noted]).when({ ...rewrite, title: "No alert" }).then([]);
  });

  it("is skipped or reopened with a reason; what is over takes nothing more", () => {
    const skip = { type: "SkipSitting", now, sittingId, reason: "away" } as const;
    const skipped: SittingEvent = { type: "SittingSkipped", data: { sittingId, reason: "away" } };
    given(sittingDecider, [opened]).when(skip).then([skipped]);
    given(sittingDecider, [opened, skipped]).when(skip).then([]);
    given(sittingDecider, [opened, begun, closed]).when(skip).thenRejected("REVIEW_CLOSED");
    given(sittingDecider, [opened, begun, closed]).when({ type: "NoteFinding", now, ...noted.data }).thenRejected("REVIEW_CLOSED");
    const reopen = { type: "ReopenSitting", now, sittingId, reason: "forgotten" } as const;
    const reopened: SittingEvent = { type: "SittingReopened", data: { sittingId, reason: "forgotten" } };
    given(sittingDecider, [opened, begun, closed]).when(reopen).then([reopened]);
    given(sittingDecider, [opened, begun]).when(reopen).then([]);
    expect(given(sittingDecider, [opened, begun, closed, reopened]).state).toMatchObject({ status: "meeting", heldOn: null });
    expect(given(sittingDecider, [opened, skipped, reopened]).state).toMatchObject({ status: "preparing", skipped: null });
  });
});

describe("what is due", () => {
  const one = (kind: MayBeDue["kind"], n: number, dueOn: string | null, serviceIds: readonly string[] | null = null): MayBeDue => ({
    kind, record: { kind, recordId: id(n) }, dueOn, serviceIds,
  });
  const due = (serviceIds: string[], all: readonly MayBeDue[]) =>
    dueOf({ serviceIds }, all, { on: "2026-12-10", nextOn: "2027-01-10" }).map(({ record }) => Number(record?.recordId.slice(-3)));

  it("is what its day has come for, and what ends before the next review", () => {
    expect(due([], [
      one("risk", 11, "2026-12-10"), one("risk", 12, "2026-12-11"), one(
        "acceptance", 13, "2027-01-09",
      ), one("acceptance", 14, "2027-01-10"),
      one("exemption", 15, "2027-01-09"), one("action", 16, "2026-12-09"), one("action", 17, "2026-12-10"), one("policy", 18, null),
      one("incidentReview", 19, "2026-12-10"), one("incidentReview", 20, "2026-12-11"), one("incidentReview", 21, null),
    ])).toEqual([21, 19, 13, 11, 16, 15, 18]);
  });

  it("is about the forum's services alone, where it names some", () => {
    const all = [one("risk", 11, "2026-12-01", [service]), one("risk", 12, "2026-12-01", [other]), one("risk", 13, "2026-12-01", null)];
    expect(due([service], all)).toEqual([11]);
    expect(due([], all)).toEqual([11, 12, 13]);
  });
});
