import { describe, expect, it } from "vitest";
import { calibrationsOf, contradicted, inputHistory, sumsOf } from "./calibrating.ts";
import type { CalibrationLine } from "./riskDocuments.ts";

const inputs = { detectMinutes: 5, resolveMinutes: 48, impactPer100k: 75_000, betweenDays: 60 };
const risk = (n: number, registered: number | null, says: number | null, more: Partial<CalibrationLine> = {}): CalibrationLine => ({
  id: `r${String(n)}`, reference: `RISK-${String(n)}`, title: "Provider", revision: n, minutesAYear: registered,
  inputs: registered === null ? null : inputs, owner: { id: "ana" },
  historySays: says === null ? null : {
    minutesAYear: says, drift: says > (registered ?? 0) ? "more" : "less", inputs: { ...inputs, betweenDays: 30 },
  },
  ...more,
});
const all = () => true;

describe("what history would register", () => {
  it("is of every risk that it says something of, the furthest from what is registered first", () => {
    const found = calibrationsOf([risk(1, 240, 260), risk(2, 240, 100), risk(3, 240, null), risk(4, null, 100)], all);
    expect(found.map(({ name, from, to, revision }) => [name, from, to, revision])).toEqual([
      ["RISK-2 Provider", 240, 100, 2], ["RISK-1 Provider", 240, 260, 1],
    ]);
    expect(sumsOf(found)).toEqual({ from: 480, to: 360 });
    expect(found[0]?.says).toEqual({ ...inputs, betweenDays: 30 });
  });

  it("leaves out what one may not change, what has too few incidents, and what is registered so already", () => {
    const few = { minutesAYear: 100, drift: "tooFew" as const, inputs };
    expect(calibrationsOf([risk(1, 240, 100, { owner: { id: "kim" } }), risk(2, 240, 100)], (owner) => owner === "ana")).toHaveLength(1);
    expect(calibrationsOf([risk(1, 240, 100, { historySays: few }), risk(2, 240, 240.04)], all)).toEqual([]);
  });

  it("proposes at first what history contradicts: within its interval an estimate may stay", () => {
    const same = { minutesAYear: 250, drift: "same" as const, inputs };
    const found = calibrationsOf([risk(1, 240, 250, { historySays: same }), risk(2, 240, 100)], all);
    expect([...contradicted(found)]).toEqual(["r2"]);
  });
});

describe("the history of one input", () => {
  const estimate = (at: string, resolveMinutes: number, betweenDays: number, basis: "judgement" | "history" = "judgement") => ({
    at, by: { name: "Ana" }, basis, reason: `at ${at}`, inputs: { ...inputs, resolveMinutes, betweenDays },
  });
  const estimates = [estimate("1", 48, 60), estimate("2", 48, 30, "history"), estimate("3", 20, 30), estimate("4", 48, 30)];

  it("is every value it had, the newest first, and not what changed beside it", () => {
    expect(inputHistory(estimates, "resolveMinutes").map(({ value, at }) => [value, at])).toEqual([[48, "4"], [20, "3"], [48, "1"]]);
    expect(inputHistory(estimates, "betweenDays").map(({ value, at, byHistory }) => [value, at, byHistory])).toEqual([
      [30, "2", true], [60, "1", false],
    ]);
    expect(inputHistory(estimates, "detectMinutes")).toMatchObject([{ value: 5, at: "1", by: "Ana", reason: "at 1" }]);
    expect(inputHistory([], "detectMinutes")).toEqual([]);
  });
});
