import { describe, expect, it } from "vitest";
import { slugOf } from "./DescribeDialogs.tsx";
import { worstHealth } from "../rollout/healthStates.ts";
import { parseSpan, spanText } from "../data/spans.ts";
import { draftOf, planOf, planProblem } from "./planText.ts";
import type { ReleaseHealth } from "../rollout/releaseHealth.ts";

const analysis = {
  minSamples: 50, maxErrorsPer100k: 1_500, minEffectPer100k: 700, maxP95Ms: null, judgesLatency: true, minSlowerMs: 50,
  minSlowerPercent: 20,
};
const plan = {
  steps: [
    { percent: 10, customers: ["acme"], bakeMs: 300_000, analysis },
    { percent: 100, customers: [], bakeMs: 5_000, analysis },
  ],
  soakMs: 3_600_000,
};

describe("a plan in fields", () => {
  it("comes back as it went", () => {
    expect(planOf(plan.steps.map(draftOf), spanText(plan.soakMs), plan)).toEqual(plan);
  });

  it("reads lengths as people write them", () => {
    expect(["5 s", "10 min", "1h", "90", "250 ms", "soon"].map(parseSpan)).toEqual([5_000, 600_000, 3_600_000, 90_000, 250, null]);
    expect([3_600_000, 90_000, 600_000, 250].map(spanText)).toEqual(["1 h", "90 s", "10 min", "250 ms"]);
  });

  it("says what is wrong before the API has to", () => {
    const drafts = plan.steps.map(draftOf);
    const change = (index: number, part: object) => drafts.map((draft, at) => (at === index ? { ...draft, ...part } : draft));
    expect(planProblem(drafts, "1 h")).toBeNull();
    expect(planProblem(change(0, { percent: "120" }), "1 h")).toMatch(/Step 1: the share/u);
    expect(planProblem(change(1, { percent: "5" }), "1 h")).toMatch(/never shrink/u);
    expect(planProblem(change(1, { percent: "90" }), "1 h")).toMatch(/reaches everyone/u);
    expect(planProblem(change(0, { bake: "soon" }), "1 h")).toMatch(/Step 1: write the bake/u);
    expect(planProblem(drafts, "")).toMatch(/soak/u);
  });
});

it("makes an address of a name", () => {
  expect(["Checkout", "Order Mail ✉", "Größe & Preis"].map(slugOf)).toEqual(["checkout", "order-mail", "gro-e-preis"]);
});

it("takes the worst of what serves customers, and no data for no data", () => {
  const health = (state: ReleaseHealth["state"]): ReleaseHealth => ({
    version: "v1", requests: 1, errors: 0, errorsPer100k: 0, p95Ms: 1, state,
  });
  const lane = (...states: ReleaseHealth["state"][]) => ({
    kind: "production" as const, live: { id: "r", version: "v1" }, health: states.map(health),
  });
  expect(worstHealth([lane("healthy", "slow")]).words).toBe("Slow");
  expect(worstHealth([lane("healthy")]).words).toBe("Healthy");
  expect(worstHealth([lane()]).words).toBe("No data");
  expect(worstHealth([]).words).toBe("No data");
});
