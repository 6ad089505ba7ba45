import { describe, expect, it } from "vitest";
import { colourOf, triggersOf, type BudgetFacts, type ProgramFacts } from "./triggers.ts";

const calm: ProgramFacts = {
  budgets: [], expected: { budget: 1_052, unmitigated: 400, total: 1_000, tooBigNotBegun: 0 }, promised: [], acceptancesOver: 0,
};
const budget = (leftMinutes: number, other: Partial<BudgetFacts> = {}): BudgetFacts =>
  ({ name: "Checkout", leftMinutes, budgetMinutes: 265, elapsed: 0.5, hasPace: true, ...other });
const promise = (overdueDays: number, slips = 0, kind = "Mitigation") => ({ kind, overdueDays, slips });

describe("a program's colour", () => {
  it("is green while nothing that is written fires", () => {
    expect(colourOf({ ...calm, budgets: [budget(200)], promised: [promise(0, 1)] })).toEqual({ colour: "green", because: [] });
  });

  it("is amber for what is written, all of it named", () => {
    const facts = { ...calm, budgets: [budget(66.25)], promised: [promise(0, 2), promise(0, 3), promise(0, 1)] };
    expect(colourOf(facts)).toEqual({
      colour: "amber",
      because: ["the budget of Checkout is burning at 1.5 × even pace", "2 mitigations slipped past the second date"],
    });
    expect(colourOf({ ...calm, promised: [promise(16, 0, "Action")], acceptancesOver: 1 }).because).toEqual([
      "1 action is overdue", "1 acceptance is over and nothing is done",
    ]);
    expect(colourOf({ ...calm, expected: { ...calm.expected, total: 1_204, tooBigNotBegun: 2 } }).because).toEqual([
      "2 risks too big for one are not begun", "all risks are expected to cost 1,204 of 1,052 minutes a year",
    ]);
  });

  it("is red where anything red fires: the worst wins, and only what is as bad is named", () => {
    const worst = {
      ...calm, budgets: [budget(-3), budget(66.25, { name: "Search" })], promised: [promise(31), promise(16), promise(0, 2)],
    };
    expect(colourOf(worst)).toEqual({
      colour: "red", because: ["the budget of Checkout is gone", "1 mitigation is overdue by more than 30 days"],
    });
    expect(colourOf({ ...calm, budgets: [budget(0.1)] }).because).toEqual(["the budget of Checkout is burning at 2.0 × even pace"]);
    expect(colourOf({ ...calm, expected: { ...calm.expected, unmitigated: 1_053 } }).colour).toBe("red");
  });

  it("names three of a kind, and kinds, as people would", () => {
    const three = [budget(-1), budget(-1, { name: "Search" }), budget(-1, { name: "Mail" })];
    expect(colourOf({ ...calm, budgets: three }).because).toEqual([expect.stringContaining("Checkout, Search and Mail")]);
    expect(colourOf({ ...calm, promised: [promise(16), promise(17), promise(16, 0, "Action")] }).because).toEqual([
      "2 mitigations and 1 action are overdue",
    ]);
    // Where there is no budget, there is no pace.
    expect(colourOf({ ...calm, budgets: [budget(1, { budgetMinutes: 0 })] }).colour).toBe("green");
  });

  it("has the edges where they are written", () => {
    expect(colourOf({ ...calm, budgets: [budget(265 * 0.4)] }).colour).toBe("amber");
    expect(colourOf({ ...calm, budgets: [budget(265 * 0.401)] }).colour).toBe("green");
    expect(colourOf({ ...calm, promised: [promise(30)] }).colour).toBe("amber");
    // A rolling window has no even pace, and a period that has just begun none yet.
    expect(colourOf({ ...calm, budgets: [budget(1, { hasPace: false }), budget(1, { elapsed: 0 })] }).colour).toBe("green");
  });

  it("says every rule, whether it fires or not", () => {
    expect(triggersOf(calm).map(({ because }) => because)).toEqual(Array.from({ length: 10 }, () => null));
    expect(new Set(triggersOf(calm).map(({ rule }) => rule)).size).toBe(10);
  });
});
