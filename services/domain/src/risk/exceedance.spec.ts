import { badMinutesEach } from "@ballast/schema/badMinutes";
import { describe, expect, it } from "vitest";
import { exceedance, simulation, type ExceedanceQuestion, type SimulatedRisk } from "./exceedance.ts";

const seed = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
const question: ExceedanceQuestion = { seed, draws: 20_000, daysLeft: 365.25, soFar: 0, budget: 1_051.92 };
const inputs = { detectMinutes: 5, resolveMinutes: 48, impactPer100k: 75_000, betweenMilliDays: 60_000 };
const payment: SimulatedRisk = { id: "a", inputs, days: 400, happened: [31, 22, 19, 44] };

/** P(N = 0) of N ~ Poisson(λ · days), λ ~ Gamma(shape, rate). */
const never = (shape: number, rate: number, days: number) => (rate / (rate + days)) ** shape;

describe("the chance of missing the target", () => {
  it("is of as many failures as the rate allows: the chance of none, and the mean", () => {
    const { curve, mean } = exceedance([payment], question);
    expect(curve[0]?.chance).toBeCloseTo(1 - never(6, 520, 365.25), 2);
    const each = (2 * badMinutesEach(inputs) + 31 + 22 + 19 + 44) / 6;
    expect(mean / ((6 / 520) * 365.25 * each)).toBeCloseTo(1, 1);
  });

  it("is the same for the same seed, and another for another one", () => {
    expect(exceedance([payment], question)).toEqual(exceedance([payment], question));
    expect(exceedance([payment], { ...question, seed: `1${seed.slice(1)}` }).mean).not.toBe(exceedance([payment], question).mean);
  });

  it("adds up risks, whatever their order, to what the year has had", () => {
    const other = { ...payment, id: "b" };
    expect(exceedance([payment, other], question)).toEqual(exceedance([other, payment], question));
    expect(exceedance([], { ...question, soFar: 1_052 }).chance).toBe(1);
    expect(exceedance([payment], { ...question, daysLeft: 0, soFar: 5 })).toMatchObject({ mean: 5, chance: 0 });
  });

  it("falls with a mitigation, and only by what that changes", () => {
    const many = ["a", "b", "c", "d", "e"].map((id) => ({ ...payment, id, inputs: { ...inputs, resolveMinutes: 120 } }));
    const before = exceedance(many, question);
    const after = exceedance(
      many.map((risk) => (risk.id === "c" ? { ...risk, after: { ...risk.inputs, resolveMinutes: 1 } } : risk)),
      question,
    );
    expect(after.mean).toBeLessThan(before.mean);
    expect(
      after.curve.every(({ chance, minutes }) => chance <= (before.curve.find((point) => point.minutes === minutes)?.chance ?? 1)),
    ).toBe(true);
  });

  it("asks of a mitigation by drawing only what that changes, and finds the same", () => {
    const many = ["a", "b", "c"].map((id) => ({ ...payment, id, inputs: { ...inputs, resolveMinutes: 150 } }));
    const after = { ...inputs, resolveMinutes: 1 };
    const asked = simulation(many, question);
    while (asked.left > 0) asked.next();
    const anew = exceedance(many.map((risk) => (risk.id === "b" ? { ...risk, after } : risk)), question);
    expect(asked.chanceWith(new Map([["b", after]]))).toBeCloseTo(anew.chance, 3);
    expect(asked.chanceWith(new Map())).toBe(asked.answer().chance);
    expect(anew.chance).toBeLessThan(asked.answer().chance);
  });

  it("answers for what fails a thousand times a day too", () => {
    const storm: SimulatedRisk = { id: "s", inputs: { ...inputs, betweenMilliDays: 1 }, days: 0, happened: [] };
    const { mean } = exceedance([storm], { ...question, draws: 5_000 });
    expect(mean / (365_250 * badMinutesEach(inputs))).toBeCloseTo(1, 1);
  });
});
