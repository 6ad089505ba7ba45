import type { Overlap } from "@ballast/schema";
import { describe, expect, it } from "vitest";
import {
  budgetMs, burnDown, burnRate, burnRules, firesAfterMs, forecastGone, goneAt, singleIncidentLimitMs,
} from "./budget.ts";
import { periodAt, periodBefore } from "./period.ts";
import { complement, measure, type Impact } from "./sweep.ts";

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;
const target = 99_800;

const impact = (from: number, to: number, share = 1, id = "a"): Impact => ({
  id, from: from * MINUTE, to: to * MINUTE, share: share * 100_000,
});
const minutes = (impacts: readonly Impact[], overlap: Overlap, days = 1): number =>
  measure(impacts, { window: { from: 0, to: days * DAY }, without: [], overlap }).badMs / MINUTE;

describe("the bad minutes of a window", () => {
  it.each([
    { shares: [0.5, 0.3], max: 39, independent: 43.5, capped: 48, union: 90 },
    { shares: [0.8, 0.6], max: 66, independent: 69.6, capped: 72, union: 90 },
  ])("combine overlapping shares $shares as the objective says", ({ shares: [one = 0, other = 0], ...expected }) => {
    const impacts = [impact(0, 60, one), impact(30, 90, other, "b")];
    for (const overlap of ["max", "independent", "capped", "union"] as const) {
      expect(minutes(impacts, overlap), overlap).toBeCloseTo(expected[overlap], 9);
      expect(minutes(impacts.toReversed(), overlap), overlap).toBeCloseTo(expected[overlap], 9);
    }
  });

  it("leave maintenance out, of both sides, or count it as time like any other", () => {
    const outage = [impact(90, 180)];
    const window = { from: 0, to: 30 * DAY };
    const maintenance = [{ from: 120 * MINUTE, to: 150 * MINUTE }];
    const excluded = measure(outage, { window, without: maintenance, overlap: "max" });
    expect([excluded.badMs / MINUTE, excluded.observedMs / MINUTE]).toEqual([60, 43_170]);
    expect((100 * (excluded.availability ?? 0)).toFixed(4)).toBe("99.8610");
    const included = measure(outage, { window, without: [], overlap: "max" });
    expect([included.badMs / MINUTE, included.observedMs / MINUTE]).toEqual([90, 43_200]);
    expect((100 * (included.availability ?? 0)).toFixed(4)).toBe("99.7917");
  });

  it("weigh what is partial", () => {
    const measured = measure([impact(0, 100), impact(200, 400, 0.3, "b")], {
      window: { from: 0, to: 90 * DAY }, without: [], overlap: "max",
    });
    expect((100 * (measured.availability ?? 0)).toFixed(4)).toBe("99.8765");
  });

  it("end with the window, say what each record cost alone, and where it was bad", () => {
    const measured = measure([impact(-60, 30), impact(20, 40, 0.5, "b"), impact(1430, 2000, 1, "c"), impact(50, 50, 1, "d")], {
      window: { from: 0, to: DAY }, without: [], overlap: "max",
    });
    expect(Object.fromEntries(measured.byRecord)).toEqual({ a: 30 * MINUTE, b: 10 * MINUTE, c: 10 * MINUTE });
    expect(measured.stretches).toEqual([
      { from: 0, to: 30 * MINUTE, share: 100_000 },
      { from: 30 * MINUTE, to: 40 * MINUTE, share: 50_000 },
      { from: 1430 * MINUTE, to: DAY, share: 100_000 },
    ]);
    expect(measured.badMs).toBe(45 * MINUTE);
  });

  it("are of no availability where nothing was observed", () => {
    const measured = measure([impact(0, 60)], { window: { from: 0, to: DAY }, without: [{ from: -DAY, to: 2 * DAY }], overlap: "max" });
    expect(measured).toMatchObject({ observedMs: 0, badMs: 0, availability: null, stretches: [] });
    expect(burnRate(measured, target)).toBeNull();
  });

  it("of several months count by their days: three are no mean of three", () => {
    const bad = [[0, 31, 0.1], [31, 28, 0.5], [59, 31, 0]].map(([day = 0, days = 0, percent = 0], n) =>
      ({ id: String(n), from: day * DAY, to: day * DAY + (days * DAY * percent) / 100, share: 100_000 }));
    const { availability } = measure(bad, { window: { from: 0, to: 90 * DAY }, without: [], overlap: "max" });
    expect((100 * (availability ?? 0)).toFixed(2)).toBe("99.81");
  });
});

describe("what is left of a window", () => {
  it("is what lies between the times left out", () => {
    const without = [{ from: 5, to: 7 }, { from: -3, to: 1 }, { from: 6, to: 8 }, { from: 12, to: 20 }];
    expect(complement(without, { from: 0, to: 10 })).toEqual([{ from: 1, to: 5 }, { from: 8, to: 10 }]);
    expect(complement([], { from: 0, to: 10 })).toEqual([{ from: 0, to: 10 }]);
    expect(complement([{ from: 0, to: 10 }], { from: 0, to: 10 })).toEqual([]);
  });
});

describe("the budget", () => {
  it.each([
    [1, 2.88],
    [7, 20.16],
    [28, 80.64],
    [30, 86.4],
    [31, 89.28],
    [90, 259.2],
    [365.25, 1051.92],
  ])("of %d days is %d minutes", (days, expected) => {
    expect(budgetMs(days * DAY, target) / MINUTE).toBeCloseTo(expected, 9);
  });

  it.each([
    ["UTC", "2026-03-15", 89.28],
    ["Europe/Dublin", "2026-03-15", 89.16],
    ["Europe/Dublin", "2026-10-15", 89.4],
    ["America/New_York", "2026-11-15", 86.52],
    ["Australia/Lord_Howe", "2026-04-15", 86.46],
  ])("of a month in %s around %s is %d minutes", (timeZone, day, expected) => {
    const { from, to } = periodAt(Date.parse(`${day}T12:00:00Z`), { kind: "calendar", unit: "month", timeZone });
    expect(budgetMs(to - from, target) / MINUTE).toBeCloseTo(expected, 9);
  });

  it("is burnt 500 times as fast when everyone is hit", () => {
    expect(burnRate({ badMs: 1000, observedMs: 1000 }, target)).toBeCloseTo(500, 9);
    expect(burnRate({ badMs: 1, observedMs: 1000 }, 100_000)).toBeNull();
  });

  it("is watched by four rules over thirty days, the quickest first", () => {
    const rules = burnRules(30 * DAY);
    expect(rules.map(({ factor, longMs, shortMs, wakes }) => [factor, longMs / MINUTE, shortMs / MINUTE, wakes])).toEqual([
      [expect.closeTo(14.4, 9), 60, 5, true],
      [expect.closeTo(6, 9), 360, 30, true],
      [expect.closeTo(3, 9), 1440, 120, false],
      [expect.closeTo(1, 9), 4320, 360, false],
    ]);
    expect(rules.slice(0, 2).map((rule) => (firesAfterMs(rule, target) ?? 0) / 1000)).toEqual([
      expect.closeTo(103.68, 9), expect.closeTo(259.2, 9),
    ]);
    expect(burnRules(DAY).map(({ name }) => name)).toEqual(["1 h", "6 h"]);
    expect(firesAfterMs({ name: "1 h", factor: 14.4, longMs: 60 * MINUTE, shortMs: 5 * MINUTE, wakes: true }, 50_000)).toBeNull();
  });

  it("allows one incident a fifth of four weeks", () => {
    expect(singleIncidentLimitMs(target) / MINUTE).toBeCloseTo(16.128, 9);
    expect(singleIncidentLimitMs(target, 90) / MINUTE).toBeCloseTo(51.84, 9);
  });

  it("burns down and never up, is gone at a moment, and lasts where nothing says otherwise", () => {
    const { stretches } = measure([impact(60, 120), impact(180, 240, 0.5, "b")], {
      window: { from: 0, to: DAY }, without: [], overlap: "max",
    });
    const points = burnDown(stretches, 75 * MINUTE, { from: 0, to: DAY });
    expect(points.map(({ at, leftMs }) => [at / MINUTE, leftMs / MINUTE])).toEqual([
      [0, 75],
      [60, 75],
      [120, 15],
      [180, 15],
      [240, -15],
      [1440, -15],
    ]);
    expect(goneAt(points)).toBe(210 * MINUTE);
    const atOnce = burnDown([{ from: 0, to: 30, share: 100_000 }, { from: 30, to: 60, share: 50_000 }], 75, { from: 0, to: 60 });
    expect(atOnce).toEqual([{ at: 0, leftMs: 75 }, { at: 30, leftMs: 45 }, { at: 60, leftMs: 30 }]);
    expect(goneAt(burnDown([], 75, { from: 0, to: DAY }))).toBeNull();
    expect(goneAt(burnDown([], 0, { from: 0, to: DAY }))).toBe(0);
  });

  it("is forecast to be gone by the pace of late", () => {
    const lately = { badMs: 1, observedMs: 10 };
    expect(forecastGone(100, 1000, { leftMs: 20, lately })).toBe(300);
    expect(forecastGone(100, 300, { leftMs: 20, lately })).toBeNull();
    expect(forecastGone(100, 1000, { leftMs: 0, lately })).toBeNull();
    expect(forecastGone(100, 1000, { leftMs: 20, lately: { badMs: 0, observedMs: 0 } })).toBeNull();
    expect(forecastGone(100, 1000, { leftMs: 20, lately: { badMs: 0, observedMs: 10 } })).toBeNull();
  });
});

describe("the period of an objective", () => {
  const iso = ({ from, to }: { readonly from: number; readonly to: number }) => [new Date(from).toISOString(), new Date(to).toISOString()];
  const now = Date.parse("2026-11-29T10:00:00Z");

  it("is the days up to now, or the unit of the calendar that now lies in", () => {
    expect(iso(periodAt(now, { kind: "rolling", days: 28 }))).toEqual(["2026-11-01T10:00:00.000Z", "2026-11-29T10:00:00.000Z"]);
    expect(iso(periodAt(now, { kind: "calendar", unit: "quarter", timeZone: "Europe/Dublin" }))).toEqual([
      "2026-09-30T23:00:00.000Z", "2027-01-01T00:00:00.000Z",
    ]);
    expect(iso(periodAt(now, { kind: "calendar", unit: "year", timeZone: "UTC" }))).toEqual([
      "2026-01-01T00:00:00.000Z", "2027-01-01T00:00:00.000Z",
    ]);
    expect(iso(periodAt(Date.parse("2026-11-30T23:30:00Z"), { kind: "calendar", unit: "month", timeZone: "Asia/Tokyo" }))).toEqual([
      "2026-11-30T15:00:00.000Z", "2026-12-31T15:00:00.000Z",
    ]);
  });

  it("follows the one before", () => {
    expect(iso(periodBefore(Date.parse("2026-10-01T00:00:00Z"), { kind: "calendar", unit: "quarter", timeZone: "UTC" }))).toEqual([
      "2026-07-01T00:00:00.000Z", "2026-10-01T00:00:00.000Z",
    ]);
    expect(iso(periodBefore(now, { kind: "rolling", days: 7 }))).toEqual(["2026-11-22T10:00:00.000Z", "2026-11-29T10:00:00.000Z"]);
  });
});
