import { badMinutesAYear, budgetMinutes } from "@ballast/schema/badMinutes";
import { describe, expect, it } from "vitest";
import { rateAfter, shrunkenShare } from "../calibration/shrunken.ts";
import { rateFell } from "../calibration/rateFell.ts";
import { factorMinutes, registerSummary, tooBigAbove } from "./register.ts";
import { historySays, mitigationProof, type Occurrence } from "./historySays.ts";

/** Inputs of which so many minutes a year follow: one minute each, so often. */
const costing = (minutes: number) => ({
  detectMinutes: 0, resolveMinutes: minutes * 1_000, impactPer100k: 100_000, betweenMilliDays: 365_250_000,
});

/** The numbers of `program.md`, "Worked values". */
describe("worked values", () => {
  it("1: the budget of 99.8 % in so many days", () => {
    const days = [1, 7, 28, 30, 31, 90, 365.25];
    expect(days.map((some) => Number(budgetMinutes(99.8, some).toFixed(6)))).toEqual([2.88, 20.16, 80.64, 86.4, 89.28, 259.2, 1051.92]);
  });

  it("9: one incident above 20 % of the budget", () => {
    expect(0.2 * budgetMinutes(99.8, 28)).toBeCloseTo(16.128, 9);
    expect(0.2 * budgetMinutes(99.8, 90)).toBeCloseTo(51.84, 9);
  });

  it("10: what is too big, what the budget takes, what is unallocated", () => {
    const minutes = [3559, 507, 395, 242, 213, 150, 129, 125, 122, 119, 76, 71, 52, 16];
    const risks = minutes.map((each) => ({ id: String(each), inputs: costing(each) }));
    const summary = registerSummary([...risks, { id: "unknown", inputs: null }], { factors: [], target: 99.8 });
    expect(summary.total).toBeCloseTo(5776, 9);
    expect(summary.tooBig).toEqual(["3559", "507", "395"]);
    expect(summary.fits).toEqual(["16", "52", "71", "76", "119", "122", "125", "129", "150"]);
    expect(summary.fitting).toBeCloseTo(860, 9);
    expect(summary.unallocated).toBeCloseTo(191.92, 9);
    expect(summary.unestimated).toEqual(["unknown"]);
    expect(tooBigAbove(99.8)).toBeCloseTo(262.98, 9);
  });

  it("11: three incidents in 180 days, with 365 days expected", () => {
    const { shape, rate } = rateAfter({ priorDays: 365, weight: 2, failures: 3, days: 180 });
    expect([shape, rate]).toEqual([5, 910]);
    expect((shape / rate) * 365.25).toBeCloseTo(2.007, 3);
  });

  it("12: rarer after, proven or not", () => {
    const before = { failures: 6, days: 180 };
    expect(rateFell(before, { failures: 1, days: 120 })).toEqual({ p: expect.closeTo(0.159, 3) as number, proven: false });
    expect(rateFell(before, { failures: 0, days: 240 })).toEqual({ p: expect.closeTo(0.0062, 4) as number, proven: true });
    expect(rateFell({ failures: 3, days: 327 }, { failures: 1, days: 73 }).p).toBeCloseTo(0.85, 2);
    expect(rateFell({ failures: 0, days: 0 }, { failures: 3, days: 9 })).toEqual({ p: 1, proven: false });
  });

  it("13: failures of changes, drawn towards what is usual", () => {
    const shares = ([[2, 5], [0, 3], [9, 20]] as const).map(([hits, of]) => shrunkenShare({ hits, of }, { prior: 0.174, weight: 10 }));
    expect(shares.map((share) => Number((100 * share).toFixed(1)))).toEqual([24.9, 13.4, 35.8]);
  });

  it("15: what cross-cutting factors add", () => {
    const all = [
      { detectMinutes: 30, resolveMinutes: 60, impactPer100k: 50_000, betweenMilliDays: 90_000 },
      { detectMinutes: 5, resolveMinutes: 20, impactPer100k: 100_000, betweenMilliDays: 365_250 },
    ];
    const slower = { detectMinutes: 30, resolveMinutes: 0, frequencyPercent: 0 };
    const oftener = { detectMinutes: 0, resolveMinutes: 0, frequencyPercent: 10 };
    expect(all.reduce((sum, inputs) => sum + badMinutesAYear(inputs), 0)).toBeCloseTo(207.625, 9);
    expect(factorMinutes(all, [slower])).toBeCloseTo(90.875, 9);
    expect(factorMinutes(all, [oftener])).toBeCloseTo(20.7625, 9);
    expect(factorMinutes(all, [slower, oftener])).toBeCloseTo(120.725, 9);
    const { factors, unallocated, budget, fitting } = registerSummary(
      all.map((inputs, id) => ({ id: String(id), inputs })),
      { factors: [slower], target: 99.8 },
    );
    expect([factors, unallocated]).toEqual([expect.closeTo(90.875, 9), budget - factors - fitting]);
  });
});

describe("what history says", () => {
  const inputs = { detectMinutes: 5, resolveMinutes: 48, impactPer100k: 75_000, betweenMilliDays: 60_000 };
  const [observedSince, now] = ["2025-10-20T00:00:00Z", "2026-11-24T00:00:00Z"];
  /** The picture's four incidents: bad minutes at a share. */
  const came = (at: string, bad: number, percent: number): Occurrence =>
    ({ at, detectMinutes: 3, minutes: bad / (percent / 100), impactPer100k: percent * 1_000 });
  const occurrences = [
    came("2025-12-21T08:00:00Z", 44, 75), came("2026-03-19T08:00:00Z", 19, 55), came("2026-07-09T08:00:00Z", 22, 60),
    came("2026-10-10T08:00:00Z", 31, 75),
  ];

  it("is the rate and the mean, each drawn towards what was registered, in an interval of 80 %", () => {
    const says = historySays({ inputs, observedSince, now, occurrences });
    expect([says.failures, says.days]).toEqual([4, 400]);
    expect([says.minutes, says.low, says.high].map(Math.round)).toEqual([137, 72, 212]);
    expect(says.drift).toBe("less");
    expect(says.inputs.betweenMilliDays).toBe(86_667);
    expect(badMinutesAYear(says.inputs)).toBeCloseTo(says.minutes, 1);
  });

  it("says the same again once it is registered: what was judged before it stays what it is drawn towards", () => {
    const first = historySays({ inputs, observedSince, now, occurrences });
    const again = historySays({ inputs: first.inputs, prior: inputs, observedSince, now, occurrences });
    expect(again).toEqual({ ...first, drift: "same" });
    // Drawn towards itself, it would go on with each time that it is registered.
    expect(historySays({ inputs: first.inputs, observedSince, now, occurrences }).minutes).not.toBeCloseTo(first.minutes, 0);
  });

  it("is too little to go by with one, the same within the interval, more above it", () => {
    const drift = (times: number, given = inputs) =>
      historySays({ inputs: given, observedSince, now, occurrences: occurrences.slice(0, times) }).drift;
    expect(drift(1)).toBe("tooFew");
    expect(drift(4, { ...inputs, betweenMilliDays: 100_000 })).toBe("same");
    expect(drift(4, { ...inputs, betweenMilliDays: 900_000 })).toBe("more");
  });

  it("counts what came while it was looked out for, and nothing of the future", () => {
    const outside = [came("2025-10-19T23:59:59Z", 10, 10), came("2026-11-24T00:00:01Z", 10, 10)];
    expect(historySays({ inputs, observedSince, now, occurrences: outside }).failures).toBe(0);
  });

  it("proves a mitigation by how often it came before and after", () => {
    const proof = mitigationProof({ observedSince, now, occurrences }, "2026-09-12T00:00:00Z");
    expect(proof).toMatchObject({ before: { failures: 3, days: 327 }, after: { failures: 1, days: 73 }, proven: false });
    expect(proof.p).toBeCloseTo(0.85, 2);
  });
});
