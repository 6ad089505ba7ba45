import { describe, expect, it } from "vitest";
import { effectOf, type EffectInput } from "./effect.ts";
import { share } from "@ballast/schema/words";

const numbers = (requests: number, errors: number) => ({ requests, errors, p50Ms: 5, p95Ms: 9 });
const effect = (input: Omit<EffectInput, "quietBelowPer100k">) => effectOf({ ...input, quietBelowPer100k: 1_000 });
const effectSentence = (before: EffectInput["before"], after: EffectInput["after"], overMs: number) =>
  effect({ before, after, overMs }).sentence;

describe("what a rollback did", () => {
  it("is said in a sentence from the metrics", () => {
    expect(effect({ before: numbers(10_000, 610), after: numbers(5_000, 20), overMs: 40_000 })).toEqual({
      sentence: "errors 6.1 → 0.4 % in 40 s",
      recovered: true,
      beforeErrorsPer100k: 6_100,
      afterErrorsPer100k: 400,
    });
  });

  it("is nothing when the errors continue", () => {
    expect(effect({ before: numbers(10_000, 610), after: numbers(5_000, 290), overMs: 3_200 })).toMatchObject({
      sentence: "errors continue, probably not this release (6.1 → 5.8 % in 3.2 s)", recovered: false,
    });
  });

  it("is not called errors that continue while only the everyday noise goes on", () => {
    expect(effect({ before: numbers(10_000, 60), after: numbers(10_000, 50), overMs: 40_000 })).toMatchObject({
      sentence: "errors were few and stayed few (0.6 → 0.5 % in 40 s)", recovered: null,
    });
    expect(effect({ before: numbers(10_000, 60), after: numbers(10_000, 600), overMs: 40_000 })).toMatchObject({ recovered: false });
  });

  it("is not claimed from a handful of requests", () => {
    expect(effect({ before: numbers(1_000, 61), after: numbers(7, 0), overMs: 600 })).toMatchObject({
      sentence: "errors 6.1 → 0 % in 0.6 s, from only 7 requests since",
      recovered: null,
    });
    expect(effect({ before: numbers(50, 3), after: numbers(20, 0), overMs: 600 }).recovered).toBeNull();
  });

  it("is unknown without numbers, and says so", () => {
    expect(effectSentence(numbers(100, 6), numbers(0, 0), 1_000)).toBe("errors 6 % before; no requests since, so the effect is unknown");
    expect(effectSentence(numbers(100, 6), null, 1_000)).toBe("errors 6 % before; no requests since, so the effect is unknown");
    expect(effectSentence(null, numbers(1_000, 4), 1_000)).toBe("errors now 0.4 %; what they were before is unknown");
    expect(effectSentence(null, null, 1_000)).toBe("nothing was measured, so the effect is unknown");
  });

  it("has nothing to show where nothing failed before", () => {
    expect(effect({ before: numbers(100, 0), after: numbers(100, 0), overMs: 1_000 })).toMatchObject({
      sentence: "no errors before or after", recovered: null,
    });
    expect(effectSentence(numbers(100, 0), numbers(100, 2), 180_000)).toBe("errors 0 → 2 % in 3 min: there were none before");
  });
});

describe("shares in words", () => {
  it("keep one decimal, and never hide an error behind a zero", () => {
    expect([0, 1, 40, 400, 1_000, 6_149, 100_000].map(share)).toEqual(["0 %", "< 0.01 %", "0.04 %", "0.4 %", "1 %", "6.1 %", "100 %"]);
  });
});
