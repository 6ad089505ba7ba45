import { describe, expect, it } from "vitest";
import type { BoardItem, BoardObjective, BoardRisk } from "./programDocuments.ts";
import { overdueSentence } from "./OverdueView.tsx";
import { barsOf, becauseWords, leftWords, mostPressing, overdueWords, periodWords, titleOf } from "./programWords.ts";

const now = Date.parse("2026-11-24T00:00:00Z");
const standing: BoardObjective["objective"]["standing"] = {
  from: "2026-10-01T00:00:00Z", to: "2027-01-01T00:00:00Z", availabilityPercent: 99.71, budgetMinutes: 265, leftMinutes: 41, goneAt: null,
  forecastGoneAt: "2026-12-02T09:00:00Z", points: [], records: [],
};
const objective = (name: string, more: Partial<typeof standing> = {}): BoardObjective => ({
  pace: null, releasedAt: [], lately: [],
  objective: {
    id: name, name, targetPercent: 99.8, window: { kind: "calendar", days: null, unit: "quarter", timeZone: "UTC" },
    standing: { ...standing, ...more },
  },
});
const risk = (title: string, minutesAYear: number | null, stands: BoardRisk["standing"], until: string | null = null): BoardRisk =>
  ({ id: title, title, minutesAYear, standing: stands, acceptance: until === null ? null : { until } });
const item = (overdueDays: number, slips: number): BoardItem => ({
  key: "a", kind: "Mitigation", title: "x", dueOn: "2026-11-08", before: Array.from({ length: slips }, () => "2026-10-01"), overdueDays,
  minutes: 1, why: "", waitsFor: [], realDueOn: null, decide: null, view: null, owner: null,
});

describe("the program in words", () => {
  it("names its quarter, and why it has its colour", () => {
    expect([titleOf("2026-11-24T00:00:00Z"), titleOf("2026-01-01T00:00:00Z")]).toEqual([
      "Program, fourth quarter", "Program, first quarter",
    ]);
    expect(becauseWords({ colour: "amber", because: ["a burns", "b slipped", "c waits"] })).toBe("because a burns, b slipped and c waits");
    expect(becauseWords({ colour: "green", because: [] })).toBe("no trigger fires");
  });

  it("says what is left, for how long, and when it will be gone", () => {
    expect(leftWords(objective("a").objective, now, "utc")).toBe("left of 265 for 38 days, gone by 2 Dec");
    expect(leftWords(objective("a", { leftMinutes: -3, goneAt: "2026-11-20T00:00:00Z" }).objective, now, "utc")).toBe(
      "over a budget of 265 min, gone since 20 Nov",
    );
    expect(periodWords(objective("a").objective)).toBe("quarter to date");
    expect(periodWords({ window: { kind: "rolling", days: 28, unit: null, timeZone: null } })).toBe("last 28 days");
  });

  it("is about the objective with the smallest share of its budget left", () => {
    expect(mostPressing([objective("a"), objective("b", { leftMinutes: 2 }), objective("c")])?.objective.name).toBe("b");
    expect(mostPressing([])).toBeUndefined();
  });

  it("says what is overdue by what it is", () => {
    expect(overdueSentence([])).toBe("Nothing is overdue.");
    expect(overdueSentence([item(16, 0), { ...item(1, 0), kind: "Action" }, item(3, 0)]))
      .toBe("2 mitigations and 1 action are overdue, the oldest by 16 days.");
  });

  it("counts what is overdue, and what slipped twice", () => {
    expect(overdueWords([item(3, 0), item(16, 2)])).toEqual({ count: 2, twice: 1, oldest: 16 });
    expect(overdueWords([])).toEqual({ count: 0, twice: 0, oldest: 0 });
  });
});

describe("the stack of expected minutes", () => {
  const large = ["a", "b", "c", "d", "e"].map((title, place) => risk(title, 500 - place, place === 0 ? "notBegun" : "inProgress"));

  it("has a bar for each of the largest, and one for the rest of each treatment", () => {
    const bars = barsOf([
      risk("s", 20, "accepted"), risk("t", 30, "accepted"), risk("u", 5, "notBegun"), risk("none", null, "notBegun"), ...large,
    ]);
    expect(bars.map(({ title, minutes, words }) => `${title} ${String(minutes)} ${words}`)).toEqual([
      "a 500 unmitigated", "b 499 in progress", "c 498 in progress", "d 497 in progress", "e 496 in progress",
      "2 smaller risks 50 accepted", "1 smaller risk 5 unmitigated",
    ]);
    expect(barsOf([...large, risk("s", 20, "accepted")]).at(-1)).toMatchObject({ title: "s", to: "/risks/s" });
  });

  it("says until when a risk is accepted", () => {
    expect(barsOf([risk("a", 125, "accepted", "2030-03-01T00:00:00Z")])[0]?.words).toBe("accepted to 1 Mar 2030");
  });
});
