import { describe, expect, it } from "vitest";
import { nextResponse, reviewDueAt, type ResponseFacts } from "./nextResponse.ts";

const minute = 60_000;
const declared = Date.parse("2026-03-02T10:00:00Z");
const times = {
  firstUpdateWithinMs: 5 * minute, updateEveryMs: 20 * minute, commanderWithinMs: 5 * minute, quietAfterAcknowledgeMs: 15 * minute,
};
const facts = (given: Partial<ResponseFacts> = {}): ResponseFacts => ({
  state: "triage", severity: 2, declaredAt: declared, resolvedAt: null, hasCommander: false, workedOnSinceAcknowledged: false,
  acknowledgedAt: null, lastUpdateAt: null, nextUpdateDueAt: null, remindedAt: null, reviewMarked: false, pages: [], ...given,
});
const responders = { purpose: "responders", requestedAt: declared, open: false } as const;
const commander = { purpose: "commander", requestedAt: declared, open: false } as const;

describe("paging", () => {
  it("pages responders first, and a commander for the top two severities", () => {
    expect(nextResponse(facts(), times, declared)).toMatchObject({ kind: "page", purpose: "responders", occasion: 0 });
    expect(nextResponse(facts({ pages: [responders] }), times, declared)).toMatchObject({ kind: "page", purpose: "commander" });
    expect(nextResponse(facts({ severity: 3, pages: [responders] }), times, declared)).toEqual({
      kind: "wait", until: declared + 5 * minute,
    });
  });

  it("pages nobody for the lowest severity", () => {
    expect(nextResponse(facts({ severity: 4 }), times, declared)).toMatchObject({ kind: "wait" });
  });

  it("pages again when it was acknowledged and then stayed silent for a quarter of an hour", () => {
    const silent = facts({ severity: 3, acknowledgedAt: declared + minute, pages: [responders], remindedAt: declared + 10 * minute });
    expect(nextResponse(silent, times, declared + 16 * minute)).toMatchObject({ kind: "page", purpose: "responders", occasion: 1 });
    expect(nextResponse({ ...silent, workedOnSinceAcknowledged: true }, times, declared + 16 * minute)).toMatchObject({ kind: "wait" });
    expect(nextResponse({ ...silent, hasCommander: true }, times, declared + 16 * minute)).toMatchObject({ kind: "wait" });
  });

  it("counts the quarter of an hour from the last page of responders of this opening, whatever became of a commander's", () => {
    const silent = facts({ severity: 3, acknowledgedAt: declared + minute, pages: [responders], remindedAt: declared + 10 * minute });
    const next = (pages: ResponseFacts["pages"]) => nextResponse({ ...silent, pages }, times, declared + 2 * minute);
    expect(nextResponse({ ...silent, remindedAt: declared + 60 * minute }, times, declared + 2 * minute)).toEqual({
      kind: "wait", until: declared + 16 * minute,
    });
    expect(nextResponse(silent, times, declared + 16 * minute - 1)).toMatchObject({ kind: "wait" });
    const later = { ...responders, requestedAt: declared + 5 * minute };
    const until = (pages: ResponseFacts["pages"]) => {
      const act = nextResponse({ ...silent, remindedAt: declared + 60 * minute, pages }, times, declared + 6 * minute);
      return act.kind === "wait" ? act.until : act.kind;
    };
    expect(until([responders, later])).toBe(declared + 20 * minute);
    expect(until([responders, { ...commander, open: true }])).toBe(declared + 16 * minute);
    expect(until([responders, { ...later, sinceOpened: false }])).toBe(declared + 16 * minute);
    expect(next([{ ...responders, open: true }])).toMatchObject({ kind: "wait" });
  });

  it("goes on asking for a commander", () => {
    const leaderless = facts({
      acknowledgedAt: declared + minute, workedOnSinceAcknowledged: true, pages: [responders, commander], remindedAt: declared + 6 * minute,
    });
    expect(nextResponse(leaderless, times, declared + 6 * minute)).toMatchObject({ kind: "page", purpose: "commander", occasion: 1 });
    // Whoever acknowledged has the time that there is to take command.
    const justTaken = { ...leaderless, acknowledgedAt: declared + 4 * minute };
    expect(nextResponse(justTaken, times, declared + 6 * minute)).toEqual({ kind: "wait", until: declared + 9 * minute });
    expect(nextResponse(justTaken, times, declared + 9 * minute)).toMatchObject({ kind: "page", purpose: "commander" });
  });
});

describe("what waits for support hours", () => {
  const begins = declared + 60 * minute;
  const waiting = { ...responders, open: true, raisedAt: begins } as const;
  const reminded = facts({ severity: 3, remindedAt: declared + 90 * minute });
  it("is called for anew when they begin, unless it was answered", () => {
    const next = (pages: ResponseFacts["pages"], now: number) => nextResponse({ ...reminded, pages }, times, now);
    expect(next([waiting], declared + minute)).toEqual({ kind: "wait", until: begins });
    expect(next([waiting], begins)).toMatchObject({
      kind: "page", purpose: "responders", occasion: 1, reason: "nobody has answered it outside the support hours, which have begun",
    });
    expect(next([{ ...waiting, open: false }], begins)).toMatchObject({ kind: "wait" });
    expect(next([{ ...waiting, open: false }, { ...responders, open: true, requestedAt: begins }], begins)).toMatchObject({ kind: "wait" });
  });
  it("is called for at once, and why, where no hours hold it back any more", () => {
    const released = { ...waiting, raisedAt: declared, released: true } as const;
    expect(nextResponse({ ...reminded, pages: [released] }, times, declared + minute)).toMatchObject({
      kind: "page", occasion: 1, reason: "nobody has answered it, and no support hours hold it back any more",
    });
  });
  it("is called for a commander too, while nobody has command", () => {
    const pages = [{ ...responders, open: true }, { ...commander, open: true, raisedAt: begins }];
    const worse = { ...reminded, severity: 2, pages };
    expect(nextResponse(worse, times, begins)).toMatchObject({ kind: "page", purpose: "commander", occasion: 1 });
    expect(nextResponse({ ...worse, hasCommander: true }, times, begins)).toMatchObject({ kind: "wait" });
  });
});

describe("an incident that became more urgent", () => {
  const before = (purpose: "responders" | "commander", open = false) =>
    ({ purpose, requestedAt: declared, open, current: false, sinceOpened: true }) as const;

  it("calls as a declaration of its new severity would, commander included", () => {
    const worse = facts({ severity: 1, urgentBy: "worsened", pages: [before("responders")] });
    expect(nextResponse(worse, times, declared + minute)).toMatchObject({
      kind: "page", purpose: "responders", occasion: 1, reason: "its severity rose to 1",
    });
    expect(nextResponse({ ...worse, pages: [...worse.pages, { ...responders, current: true }] }, times, declared + minute)).toMatchObject({
      kind: "page", purpose: "commander", occasion: 0,
    });
  });

  it("calls nobody twice while a page of that severity is open", () => {
    const covered = facts({ severity: 3, urgentBy: "worsened", pages: [{ ...before("responders", true), current: true }] });
    expect(nextResponse(covered, times, declared + minute)).toMatchObject({ kind: "wait" });
  });

  it("calls nobody for the lowest severity", () => {
    expect(
      nextResponse(facts({ severity: 4, urgentBy: "worsened", pages: [before("responders")] }), times, declared + minute),
    ).toMatchObject({ kind: "wait" });
  });

  it("calls when it is reopened as when it is declared", () => {
    const long = { ...before("responders"), sinceOpened: false };
    const reopened = facts({ severity: 2, urgentBy: "reopened", hasCommander: true, pages: [long] });
    expect(nextResponse(reopened, times, declared + 60 * minute)).toMatchObject({
      kind: "page",
      purpose: "responders",
      occasion: 1,
      reason: "the incident was reopened",
    });
    expect(
      nextResponse(
        { ...reopened, hasCommander: false, pages: [long, { ...responders, current: true }, { ...long, purpose: "commander" }] },
        times,
        declared + 60 * minute,
      ),
    ).toMatchObject({ kind: "page", purpose: "commander" });
  });
});

describe("updates", () => {
  it("asks for the first within five minutes, then twenty after the last, or when the last one promised", () => {
    const paged = facts({ severity: 3, pages: [responders] });
    expect(nextResponse(paged, times, declared + 5 * minute)).toEqual({ kind: "remind", dueAt: declared + 5 * minute });
    expect(nextResponse({ ...paged, lastUpdateAt: declared + minute }, times, declared + 6 * minute)).toEqual({
      kind: "wait",
      until: declared + 21 * minute,
    });
    expect(
      nextResponse({ ...paged, lastUpdateAt: declared + minute, nextUpdateDueAt: declared + 3 * minute }, times, declared + 3 * minute),
    ).toMatchObject({ kind: "remind" });
  });

  it("reminds once for each due update, then after the usual interval", () => {
    const reminded = facts({ severity: 3, pages: [responders], remindedAt: declared + 5 * minute });
    expect(nextResponse(reminded, times, declared + 6 * minute)).toEqual({ kind: "wait", until: declared + 25 * minute });
    const promisedAnew = { ...reminded, lastUpdateAt: declared + 6 * minute, nextUpdateDueAt: declared + 12 * minute };
    expect(nextResponse(promisedAnew, times, declared + 7 * minute)).toEqual({ kind: "wait", until: declared + 12 * minute });
  });
});

describe("the end", () => {
  it("marks the review after resolution, then ends", () => {
    const resolved = facts({ state: "resolved", resolvedAt: declared });
    expect(nextResponse(resolved, times, declared)).toEqual({ kind: "markReview", dueAt: Date.parse("2026-03-09T10:00:00Z") });
    expect(nextResponse({ ...resolved, reviewMarked: true }, times, declared)).toEqual({ kind: "end" });
  });

  it("ends at once when declined, merged or cancelled", () => {
    for (const state of ["declined", "merged", "cancelled"] as const)
      expect(nextResponse(facts({ state }), times, declared)).toEqual({ kind: "end" });
  });

  it("gives three days for the top severity, five business days otherwise", () => {
    const friday = Date.parse("2026-03-06T10:00:00Z");
    expect(new Date(reviewDueAt(friday, 1)).toISOString()).toBe("2026-03-09T10:00:00.000Z");
    expect(new Date(reviewDueAt(friday, 2)).toISOString()).toBe("2026-03-13T10:00:00.000Z");
  });
});
