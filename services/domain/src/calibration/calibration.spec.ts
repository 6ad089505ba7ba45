import { describe, expect, it } from "vitest";
import { brierScore, coverage, gammaBelow, gammaQuantile } from "./index.ts";

describe("calibration", () => {
  it("knows gamma's quantiles", () => {
    expect(gammaBelow(1, 1)).toBeCloseTo(1 - Math.exp(-1), 12);
    expect(gammaQuantile(1, 0.5)).toBeCloseTo(Math.LN2, 10);
    expect(gammaQuantile(6, 0.1)).toBeCloseTo(3.15190, 4);
    expect(gammaQuantile(6, 0.9)).toBeCloseTo(9.27467, 4);
    expect(gammaBelow(250, gammaQuantile(250, 0.9))).toBeCloseTo(0.9, 9);
  });

  it("scores forecasts by what came", () => {
    expect(brierScore([])).toBeNull();
    expect(brierScore([{ chance: 0.8, came: true }, { chance: 0.3, came: false }])).toBeCloseTo((0.04 + 0.09) / 2, 12);
    expect(coverage([])).toBeNull();
    expect(coverage([{ low: 1, high: 3, came: 3 }, { low: 1, high: 3, came: 4 }])).toBe(0.5);
  });
});
