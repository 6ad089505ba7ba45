import { expect, it } from "vitest";
import { rampPlanAsked } from "@ballast/schema";
import { rampPlanOf, rampPlanWords, rampProblem, usualCriteria, usualSteps } from "./rampDraft.ts";

const shares = (now: number, target: number) => usualSteps(now, target).map(({ share }) => share);

it("proposes the usual shares on the way, and ends where the slider stands", () => {
  expect(shares(5_000, 25_000)).toEqual(["10", "25"]);
  expect(shares(0, 100_000)).toEqual(["1", "5", "10", "25", "50", "100"]);
  expect(shares(25_000, 25_500)).toEqual(["25.5"]);
});

it("is a plan that the API takes, with what nobody wrote as usual", () => {
  const usual = rampPlanAsked.parse(rampPlanOf(usualSteps(5_000, 25_000), usualCriteria));
  expect(usual.steps.map(({ parts, bakeMs }) => [parts, bakeMs])).toEqual([[10_000, 600_000], [25_000, 600_000]]);
  expect(usual.steps[0]?.analysis).toMatchObject({ minSamples: 50, maxErrorsPer100k: 1_000, minEffectPer100k: 500, maxP95Ms: null });
  const written = rampPlanOf([{ share: "12,5 %", watched: "30 min" }], { maxErrors: "2", rise: "0.3", requests: "10", p95: "800" });
  expect(rampPlanAsked.parse(written).steps[0]).toMatchObject({
    parts: 12_500, bakeMs: 1_800_000, analysis: { minSamples: 10, maxErrorsPer100k: 2_000, minEffectPer100k: 300, maxP95Ms: 800 },
  });
});

it.each([
  [{ share: "101", watched: "10 min" }, {}, "Step 1: the share is 0 to 100 %."],
  [{ share: "4", watched: "10 min" }, {}, "Step 1 reaches fewer than before it: a ramp only goes up."],
  [{ share: "10", watched: "soon" }, {}, "Step 1: write how long it is watched as 30 s, 10 min or 1 h."],
  [{ share: "10", watched: "1 h" }, { rise: "much" }, "Errors are 0 to 100 %."],
  [{ share: "10", watched: "1 h" }, { requests: "0" }, "At least one request must be seen."],
  [{ share: "10", watched: "1 h" }, { p95: "-1" }, "The 95th percentile is in ms, or empty where there is no limit."],
  [{ share: "10", watched: "1 h" }, {}, null],
])("says what is wrong with %j %j", (step, criteria, problem) => {
  expect(rampProblem([step], { ...usualCriteria, ...criteria }, 5_000)).toBe(problem);
});

it("says what it will do, and what sends it back", () => {
  const looks = [{ name: "errors", role: "guardrail" }, { name: "latency", role: "signal" }];
  expect(rampPlanWords(rampPlanOf(usualSteps(5_000, 25_000), usualCriteria), looks)).toBe(
    "In 2 steps, 10 % then 25 %, 10 min each; worse errors send it back, worse latency only pauses it.",
  );
  const uneven = rampPlanOf([{ share: "10", watched: "10 min" }, { share: "25", watched: "1 h" }], usualCriteria);
  expect(rampPlanWords(uneven, [])).toBe("In 2 steps, 10 % for 10 min then 25 % for 1 h; worse errors or latency send it back.");
});
