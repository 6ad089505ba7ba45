import { describe, expect, it } from "vitest";
import type { Look } from "./look.ts";
import { FALSE_ALARM_ALLOWANCE, significanceAt } from "./sequential.ts";
import { judge } from "./verdict.ts";

/** A seeded source of numbers (mulberry32), so that the simulation gives the same figures every time. */
function numbersFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

type Bake = { readonly canaryRate: number; readonly baselineRate: number; readonly compared: boolean };
const LOOKS = 30;
const PER_LOOK = { canary: 20, baseline: 180 };
/** Everything but the test itself out of the way: any difference would count. */
const criteria: Look["criteria"] = { minSamples: 1, maxErrorsPer100k: 0, minEffectPer100k: 0, maxP95Ms: null };

/** The look of a bake at which it failed, looking every second at all requests so far; null when it never did. */
function failsAt(bake: Bake, random: () => number): number | null {
  const draw = (requests: number, rate: number) => Array.from({ length: requests }, random).filter((value) => value < rate).length;
  let [canaryErrors, baselineErrors] = [0, 0];
  for (let look = 1; look <= LOOKS; look += 1) {
    canaryErrors += draw(PER_LOOK.canary, bake.canaryRate);
    baselineErrors += draw(PER_LOOK.baseline, bake.baselineRate);
    const numbers = (requests: number, errors: number) => ({ numbers: { requests: requests * look, errors, p50Ms: null, p95Ms: null } });
    const { verdict } = judge({
      look,
      final: false,
      canary: numbers(PER_LOOK.canary, canaryErrors),
      baseline: bake.compared ? numbers(PER_LOOK.baseline, baselineErrors) : null,
      criteria: bake.compared ? criteria : { ...criteria, maxErrorsPer100k: bake.baselineRate * 100_000 },
    });
    if (verdict === "fail") return look;
  }
  return null;
}

function failures(bake: Bake, runs: number): readonly number[] {
  const random = numbersFrom(20_231_123);
  return Array.from({ length: runs }, () => failsAt(bake, random)).filter((look) => look !== null);
}

describe("looking thirty times", () => {
  it.each([0.001, 0.01, 0.05, 0.3])("raises a false alarm in less than 1 % of bakes between equals failing at %d", (rate) => {
    const alarms = failures({ canaryRate: rate, baselineRate: rate, compared: true }, 1_000);
    expect(alarms.length / 1_000).toBeLessThan(0.01);
  });

  it("raises as few against a fixed limit", () => {
    const alarms = failures({ canaryRate: 0.02, baselineRate: 0.02, compared: false }, 1_000);
    expect(alarms.length / 1_000).toBeLessThan(0.01);
  });

  it.each([
    { from: 0.004, to: 0.104, shareFound: 1, medianLook: 5 },
    { from: 0.05, to: 0.15, shareFound: 0.99, medianLook: 12 },
    { from: 0.3, to: 0.4, shareFound: 0.7, medianLook: 25 },
  ])("finds ten points more, $from to $to, and the rarer errors usually are the sooner", ({ from, to, shareFound, medianLook }) => {
    const found = failures({ canaryRate: to, baselineRate: from, compared: true }, 300).toSorted((a, b) => a - b);
    expect(found.length / 300).toBeGreaterThanOrEqual(shareFound);
    expect(found[150]).toBeLessThanOrEqual(medianLook);
  });

  it("never spends more than the allowance, over however many looks", () => {
    const spent = Array.from({ length: 100_000 }, (_, index) => significanceAt(index + 1)).reduce((a, b) => a + b, 0);
    expect(spent).toBeLessThan(FALSE_ALARM_ALLOWANCE);
    expect(significanceAt(0)).toBe(significanceAt(1));
  });
});
