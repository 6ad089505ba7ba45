import type { WindowNumbers } from "@ballast/schema";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Criteria, Look } from "./look.ts";
import { judge } from "./verdict.ts";

const criteria: Criteria = { minSamples: 50, maxErrorsPer100k: 1_000, minEffectPer100k: 500, maxP95Ms: null };
const measured = (requests: number, errors: number, p95Ms: number | null = 20) => ({ numbers: { requests, errors, p50Ms: 10, p95Ms } });
const look = (rest: Partial<Look>): Look => ({
  look: 1,
  final: false,
  canary: measured(500, 1),
  baseline: measured(4_500, 9),
  criteria,
  ...rest,
});

describe("a verdict", () => {
  it("passes a release that fails no more than allowed, and shows its numbers", () => {
    const { verdict, reason, numbers } = judge(look({}));
    expect([verdict, reason]).toEqual(["pass", "0.2 % of 500 requests failed, 0.2 % of 4500 on the stable release; 1 % is allowed."]);
    expect(numbers).toMatchObject({ look: 1, canaryErrorsPer100k: 200, baselineErrorsPer100k: 200, effectPer100k: 0, criteria });
  });

  it("fails one that clearly fails more", () => {
    const { verdict, reason, numbers } = judge(look({ canary: measured(500, 150) }));
    expect([verdict, reason]).toEqual([
      "fail",
      "30 % of 500 requests failed, 0.2 % of 4500 on the stable release: more than the 1 % allowed, and not by chance.",
    ]);
    expect(numbers.chance).toBeLessThan(1e-50);
  });

  it("is inconclusive, never a pass, without data", () => {
    expect(judge(look({ canary: measured(0, 0, null) }))).toMatchObject({ verdict: "inconclusive", reason: /no data is not a pass/ });
    expect(judge(look({ baseline: measured(0, 0, null) }))).toMatchObject({ verdict: "inconclusive" });
    expect(judge(look({ canary: measured(49, 49) }))).toMatchObject({
      verdict: "inconclusive",
      reason: "Only 49 of 50 requests needed reached the new release.",
    });
  });

  it("is an error, never a pass, when it could not be measured or the numbers make no sense", () => {
    const error = { error: "connection refused" };
    expect(judge(look({ canary: error }))).toMatchObject({
      verdict: "error",
      reason: "The numbers of the new release could not be read: connection refused",
      numbers: { canary: null, baseline: { requests: 4_500 } },
    });
    expect(judge(look({ baseline: error, canary: measured(500, 500) }))).toMatchObject({ verdict: "error" });
    expect(judge(look({ canary: error, baseline: error, final: true }))).toMatchObject({ verdict: "error" });
    expect(judge(look({ canary: measured(10, 11) }))).toMatchObject({ verdict: "error" });
  });

  it("needs the minimum effect to fail: errors that the stable release shows too are not this release's", () => {
    const both = judge(look({ canary: measured(50_000, 2_600), baseline: measured(50_000, 2_400) }));
    expect(both).toMatchObject({ verdict: "pass", reason: /the stable release shows about the same/ });
    expect(both.numbers.chance).toBeLessThan(0.005);
  });

  it("does not fail on what chance may explain", () => {
    expect(judge(look({ canary: measured(60, 2) }))).toMatchObject({ verdict: "inconclusive", reason: /may still be chance/ });
  });

  it("asks for stronger evidence at later looks", () => {
    const seen = { canary: measured(100, 9), baseline: measured(900, 18) };
    expect(judge(look({ ...seen, look: 1 }))).toMatchObject({ verdict: "fail" });
    expect(judge(look({ ...seen, look: 30 }))).toMatchObject({ verdict: "inconclusive" });
  });

  it("judges by the limit alone where no stable release serves", () => {
    expect(judge(look({ baseline: null, canary: measured(500, 4) }))).toMatchObject({ verdict: "pass" });
    expect(judge(look({ baseline: null, canary: measured(500, 150) }))).toMatchObject({ verdict: "fail" });
    expect(judge(look({ baseline: null, canary: measured(500, 6) }))).toMatchObject({ verdict: "inconclusive" });
  });

  it("never passes on data that is missing, whatever the rest says", () => {
    const anyNumbers: fc.Arbitrary<WindowNumbers> = fc.record({
      requests: fc.nat(1_000),
      errors: fc.nat(1_000),
      p50Ms: fc.constant(1),
      p95Ms: fc.option(fc.nat(1_000)),
    });
    const anyMeasurement = fc.oneof(fc.record({ numbers: anyNumbers }), fc.record({ error: fc.constant("gone") }));
    const anyOccasion = fc.record({ final: fc.boolean(), look: fc.integer({ min: 1, max: 99 }) });
    fc.assert(
      fc.property(anyMeasurement, fc.option(anyMeasurement), anyOccasion, (canary, baseline, occasion) => {
        const { verdict, reason } = judge(look({ canary, baseline, ...occasion }));
        expect(reason).not.toBe("");
        const enough = "numbers" in canary && canary.numbers.requests >= criteria.minSamples;
        const readable = enough && (baseline === null || "numbers" in baseline);
        if (!readable) expect(["error", "inconclusive"]).toContain(verdict);
      }),
    );
  });
});

describe("latency", () => {
  const slow = (p95Ms: number | null, rest: Partial<Look> = {}) =>
    judge(look({ criteria: { ...criteria, maxP95Ms: 100 }, canary: measured(500, 1, p95Ms), ...rest }));

  it("is not judged unless the plan asks for it", () => {
    expect(judge(look({ canary: measured(500, 1, 60_000) }))).toMatchObject({ verdict: "pass" });
  });

  it("fails at once when gross, else at the end of the bake", () => {
    expect(slow(201)).toMatchObject({ verdict: "fail", reason: "95 % of requests took up to 201 ms, 100 ms are allowed (the plan's limit)." });
    expect(slow(110)).toMatchObject({ verdict: "inconclusive" });
    expect(slow(110, { final: true })).toMatchObject({ verdict: "fail" });
    expect(slow(100, { final: true })).toMatchObject({ verdict: "pass" });
  });

  it("is not this release's when the stable one exceeds the limit too", () => {
    expect(slow(300, { baseline: measured(4_500, 9, 280), final: true })).toMatchObject({ verdict: "pass" });
  });

  it("is inconclusive without numbers", () => {
    expect(slow(null, { final: true })).toMatchObject({ verdict: "inconclusive" });
  });

  it("may be limited relative to the stable release", () => {
    const relative = { criteria: { ...criteria, maxP95RatioPercent: 150 }, final: true };
    expect(judge(look({ ...relative, canary: measured(500, 1, 31) }))).toMatchObject({ verdict: "fail", reason: /150 % of the stable release/ });
    expect(judge(look({ ...relative, canary: measured(500, 1, 30) }))).toMatchObject({ verdict: "pass" });
    expect(judge(look({ ...relative, baseline: measured(4_500, 9, null) }))).toMatchObject({ verdict: "inconclusive" });
    expect(judge(look({ ...relative, baseline: null }))).toMatchObject({ verdict: "pass" });
  });

  it("and errors: the worst decides", () => {
    expect(slow(300, { canary: measured(500, 200, 10) })).toMatchObject({ verdict: "fail" });
    expect(slow(300, { canary: measured(60, 2, 300) })).toMatchObject({ verdict: "fail", reason: /^95 %/ });
  });
});
