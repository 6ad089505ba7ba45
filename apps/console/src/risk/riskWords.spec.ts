import { describe, expect, it } from "vitest";
import { inputsOf, minutesOf, noInputs, numbersOf, productOf, typedOf } from "./inputs.ts";
import type { RegisterRisk } from "./riskDocuments.ts";
import {
  barParts, because, mitigationState, nextDue, provenWords, registerSentence, toldByHistory, unforeseenTitle,
} from "./riskWords.ts";

const now = Date.parse("2026-11-24T10:00:00Z");
const inputs = { detectMinutes: 5, resolveMinutes: 48, impactPer100k: 75_000, betweenDays: 60 };
const mitigation = (dueOn: string, overdueDays = 0, before: readonly string[] = []) =>
  ({ id: dueOn, reference: "M-1", dueOn, status: "inProgress" as const, overdueDays, slips: before.map((from) => ({ from })) });
const risk = (id: string, minutesAYear: number | null, standing: RegisterRisk["standing"]): RegisterRisk =>
  ({ id, reference: id, title: id, minutesAYear, standing, rating: null, acceptance: null, mitigations: [] });

it("history says nothing of a risk before its second incident", () => {
  const said = (drift: "tooFew" | "more") => toldByHistory({ historySays: { drift, minutesAYear: 242 } });
  expect([said("tooFew"), toldByHistory({ historySays: null }), said("more")?.minutesAYear]).toEqual([null, null, 242]);
});

describe("the equation of a risk", () => {
  it("follows what is typed, and says nothing while one is missing or beyond what there can be", () => {
    const typed = { detect: "5", resolve: "48", impact: "75", between: "60" };
    expect(productOf(typed)).toBeCloseTo(241.978, 3);
    expect(inputsOf(typed)).toEqual(inputs);
    expect(typedOf(inputs)).toEqual(typed);
    expect(inputsOf({ ...typed, impact: "7,5" })?.impactPer100k).toBe(7_500);
    for (const wrong of [{ impact: "101" }, { between: "0" }, { detect: "x" }, { resolve: "-1" }])
      expect(productOf({ ...typed, ...wrong })).toBeNull();
    expect(productOf(noInputs)).toBeNull();
    expect(numbersOf({ ...noInputs, resolve: "1" })).toEqual({ resolveMinutes: 1 });
    expect(because(inputs)).toBe("53 min × 75 % ÷ 60 d");
    expect(minutesOf(inputs)).toBeCloseTo(241.978, 3);
  });
});

describe("what is due of a risk", () => {
  it("is the nearer of its mitigations and its acceptance, with the days that were promised before", () => {
    const acceptance = { until: "2026-11-28T00:00:00Z" };
    expect(nextDue({ acceptance, mitigations: [mitigation("2026-12-15")] }, now)).toMatchObject({ what: "acceptance", left: 4, over: 0 });
    expect(nextDue({ acceptance, mitigations: [mitigation("2026-11-07", 17)] }, now)).toMatchObject({ what: "mitigation", over: 17 });
    expect(nextDue({ acceptance: null, mitigations: [mitigation("2026-11-30", 0, ["2026-10-01", "2026-11-01"])] }, now)).toEqual(
      { day: "2026-11-30", what: "mitigation", over: 0, left: 6, before: ["2026-11-01", "2026-10-01"] });
    expect(nextDue({ acceptance: null, mitigations: [{ ...mitigation("2026-11-30"), status: "delivered" }] }, now)).toBeNull();
  });
});

describe("the register over the list", () => {
  it("is one bar by standing and size, in which the small ones stand together", () => {
    const risks = [
      risk("search", 125, "accepted"), risk("region", 395, "notBegun"), risk("disk", 7, "accepted"), risk("cache", 9, "accepted"),
      risk("new", null, "notBegun"),
    ];
    expect(barParts(risks, 1_052).map(({ words, standing, minutes }) => [words, standing, minutes])).toEqual([
      ["region", "notBegun", 395], ["search", "accepted", 125], ["2 smaller", "accepted", 16],
    ]);
  });

  it("says first whether it is over its budget", () => {
    const register = {
      count: 14, total: 1_204, factorMinutes: 0, budget: 1_051.92, target: 99.8,
      tooBig: [{ id: "a", reference: "RISK-7", title: "Region" }],
    };
    const risks = [{ acceptance: { until: "2026-11-28T00:00:00Z" }, mitigations: [{ status: "inProgress" as const, overdueDays: 17 }] }];
    expect(registerSentence(register, risks, now)).toEqual({
      before: "14 risks are expected to cost 1,204 minutes a year; the budget at 99.8 % is 1,052", over: "152 minutes too many",
      after: " 1 risk alone is too big, 1 acceptance ends within a week, 1 mitigation is late.",
    });
    expect(registerSentence({ ...register, total: 100, tooBig: [] }, [], now)).toMatchObject({ over: null, after: "" });
  });
});

describe("a mitigation", () => {
  it("is said to wait before it is said to be planned, and whether it helped with the counts", () => {
    const waitsFor = [{ id: "m3", reference: "M-3" }];
    expect(mitigationState({ status: "planned", waitsFor, overdueDays: 0 })).toEqual({ words: "Waits for M-3", tone: "attention" });
    expect(mitigationState({ status: "inProgress", waitsFor, overdueDays: 3 })).toEqual({ words: "3 d over", tone: "bad" });
    expect(mitigationState({ status: "delivered", waitsFor: [], overdueDays: 0 }).words).toBe("Done");
    expect(provenWords({ failuresBefore: 3, daysBefore: 327, failuresAfter: 1, daysAfter: 73, p: 0.8454, proven: false })).toBe(
      "3 incidents in 327 days before, 1 in 73 days after. Exact test p = 0.85, so its effect is not proven and not counted.");
  });
});

it("says which share of the bad minutes nobody had foreseen", () => {
  expect(unforeseenTitle({ share: 0.631, unforeseenMinutes: 118, badMinutes: 187 })).toBe(
    "63 % of the bad minutes no risk had foreseen: 118 of 187",
  );
});
