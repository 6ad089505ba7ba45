import { describe, expect, it } from "vitest";
import type { DeployRecord } from "./deployDocuments.ts";
import type { DeployStep } from "../rollout/rolloutDocuments.ts";
import { bakedShare, barSteps, isMoving, stateOf, stepReach, stepStateOf, titleOf, verdictOf } from "../rollout/deployStates.ts";
import { deployFilter, deploysSentence } from "./DeploysView.tsx";
import { p95Of, seriesOf, shareOf } from "./metricSeries.ts";
import { planWords } from "../rollout/RequestDeployDialog.tsx";
import { stepNote } from "./StepCards.tsx";
import { waysToSteer } from "./steering.ts";

const start = Date.parse("2026-11-23T14:00:00Z");
const step = (part: Partial<DeployStep> = {}): DeployStep => ({
  index: 0, percent: 10, customers: [], bakeMs: 600_000, state: "next", startedAt: null, endedAt: null, requests: null, verdict: null,
  extended: false, ...part,
});
const baking = step({ state: "baking", startedAt: new Date(start).toISOString(), requests: 11_904 });

describe("the steps of a deploy", () => {
  it("fill with the bake, and are whole when nothing moves", () => {
    expect(bakedShare(baking, start + 360_000)).toBeCloseTo(0.6);
    expect(bakedShare(baking, start + 900_000)).toBe(1);
    expect(bakedShare(step(), start)).toBe(0);
    expect(bakedShare(step({ state: "passed" }), start)).toBe(1);
  });

  it("say whom they reach, by share or by name", () => {
    expect(stepReach(step({ percent: 12.5 }), 0)).toBe("12.5 %");
    expect(stepReach(step({ customers: ["Acme", "Initech"] }), 10)).toBe("Acme, Initech");
    expect(stepReach(step({ customers: ["Acme"] }), 1)).toBe("10 % and Acme");
    expect(stepReach(step({ customers: ["a", "b", "c", "d"] }), 10)).toBe("a, b and 2 more");
  });

  it("take the state of the deploy that ended under them", () => {
    expect(stepStateOf(baking, { state: "held" })).toEqual({ tone: "bad", words: "Held" });
    expect(stepStateOf(baking, { state: "paused" }).tone).toBe("attention");
    expect(stepStateOf(step({ state: "skipped" }), { state: "rolledBack" })).toEqual({ tone: "idle", words: "Not reached" });
    expect(stepStateOf(step({ state: "skipped" }), { state: "succeeded" })).toEqual({ tone: "planned", words: "Skipped" });
  });

  it("stand in a bar that can be read aloud", () => {
    const bar = barSteps(
      { state: "baking", steps: [step({ percent: 1, state: "passed" }), { ...baking, index: 1 }, step({ index: 2, percent: 100 })] },
      start + 60_000,
    );
    expect(bar.map(({ label, tone }) => [label, tone])).toEqual([
      ["1 %: pass", "good"],
      ["10 %: baking", "info"],
      ["100 %: next", "idle"],
    ]);
    expect(bar[1]?.done).toBeCloseTo(0.1);
  });

  it("note how long and how many", () => {
    const going = { state: "baking", endedAt: null } as const;
    expect(stepNote(baking, going, start + 360_000)).toBe("6 min of 10 min · 11,904 requests");
    expect(stepNote(baking, going, start + 700_000)).toBe("10 min over, judged now · 11,904 requests");
    expect(stepNote(step(), going, start)).toBe("bakes 10 min");
    expect(stepNote(step({ state: "skipped" }), { state: "rolledBack", endedAt: "2026-11-23T14:10:00Z" }, start)).toBe(
      "would have baked 10 min",
    );
  });
});

describe("a deploy in words", () => {
  const service = { id: "s", slug: "checkout", name: "Checkout" };
  it("names its state, its holder and its way", () => {
    expect(stateOf({ state: "held", heldBy: { id: "i", reference: "INC-215", number: 215, title: "t", open: true } })).toEqual({
      tone: "bad", words: "Held by INC-215",
    });
    expect(titleOf({ kind: "deploy", service, version: "2026.11.5", environment: "production" })).toBe("checkout 2026.11.5 → production");
    expect(titleOf({ kind: "rollback", service, version: "2026.11.3", environment: "production" })).toBe(
      "checkout back to 2026.11.3, production",
    );
    expect(isMoving({ state: "paused", endedAt: null })).toBe(true);
    expect(isMoving({ state: "succeeded", endedAt: null })).toBe(false);
  });

  it("passes only so far before the last look", () => {
    expect(verdictOf({ verdict: "pass", final: false }).words).toBe("Pass so far");
    expect(verdictOf({ verdict: "pass", final: true }).words).toBe("Pass");
    expect(verdictOf({ verdict: "error", final: true }).tone).toBe("attention");
  });

  it("counts a list in a sentence", () => {
    expect(deploysSentence({ all: 87, moving: 1, back: 2 }, { service: "checkout", asked: "90d" })).toBe(
      "87 deploys of checkout, last 90 days: one deploy moves now, two deploys were rolled back.",
    );
    expect(deploysSentence({ all: 0, moving: 0, back: 0 }, {})).toBe("No deploys.");
  });

  it("asks for what the pills say", () => {
    expect(deployFilter({ service: "checkout", state: "paused,held", asked: "1d" }, start)).toMatchObject({
      service: "checkout", states: ["paused", "held"], from: "2026-11-23T00:00:00.000Z",
    });
    expect(deployFilter({}, start)).not.toHaveProperty("states");
  });

  it("says a plan", () => {
    const analysis = {
      minSamples: 50, maxErrorsPer100k: 1_000, minEffectPer100k: 500, maxP95Ms: null, judgesLatency: true, minSlowerMs: 50,
      minSlowerPercent: 20,
    };
    expect(
      planWords({
        steps: [
          { percent: 10, customers: [], bakeMs: 5_000, analysis },
          { percent: 100, customers: [], bakeMs: 600_000, analysis },
        ],
        soakMs: 3_600_000,
      }),
    ).toBe("10 % for 5 s, 100 % for 10 min, then soaks for 1 h");
  });
});

describe("steering", () => {
  const deploy = (part: Partial<DeployRecord>) =>
    ({
      state: "baking", kind: "deploy", steps: [{ ...baking }, step({ index: 1, percent: 50 }), step({ index: 2, percent: 100 })],
      currentStep: 0, version: "v3", fromVersion: "v2", service: { id: "s", slug: "checkout", name: "Checkout" }, environment: "production",
      percent: 10, heldBy: null, endedAt: null, ...part,
    }) as const satisfies object;
  const buttons = (part: Partial<DeployRecord>): readonly string[] => waysToSteer(deploy(part)).map(({ button }) => button);

  it("offers what is possible, and says exactly what it does", () => {
    expect(buttons({})).toEqual(["Pause", "Promote to 50 %", "Promote to everyone", "Abort"]);
    expect(buttons({ state: "paused" })).toEqual(["Resume", "Promote to 50 %", "Promote to everyone", "Abort"]);
    expect(buttons({ state: "held" })).toEqual(["Lift the hold", "Abort"]);
    expect(buttons({ state: "waiting" })).toEqual(["Cancel"]);
    expect(buttons({ currentStep: 2 })).toEqual(["Pause", "Promote to the soak", "Abort"]);
    expect(waysToSteer(deploy({})).map(({ does }) => does)).toContain("Abort, back to v2");
  });

  it("offers nothing for a rollback, an observed deploy or one that ended", () => {
    expect(buttons({ kind: "rollback" })).toEqual([]);
    expect(buttons({ kind: "observed", state: "observed" })).toEqual([]);
    expect(buttons({ state: "succeeded", endedAt: "2026-11-23T15:00:00Z" })).toEqual([]);
  });

  it("wants a reason for what reaches customers", () => {
    expect(waysToSteer(deploy({})).filter(({ reasoned }) => reasoned).map(({ steer }) => steer)).toEqual(["promoteFull", "abort"]);
  });
});

describe("canary against baseline", () => {
  const at = (second: number): string => new Date(start + second * 1_000).toISOString();
  const canary = [0, 1, 2, 3].map((second) => ({ at: at(second), requests: 10, errors: second === 3 ? 5 : 0, p95Ms: 20 + second }));
  const baseline = [0, 1, 2, 3].map((second) => ({ at: at(second), requests: 100, errors: 1, p95Ms: second === 0 ? null : 30 }));

  it("joins seconds, and puts the canary's band around the baseline", () => {
    const points = seriesOf({ canary, baseline }, { from: start, to: start + 4_000, measure: "errors" }, 2);
    expect(points.map((point) => [point.at, point.canary, point.baseline])).toEqual([[1_000, 0, 1], [3_000, 25, 1]]);
    expect(points[0]?.low).toBe(0);
    expect(points[0]?.high).toBeGreaterThan(1);
  });

  it("has no value where nothing was measured", () => {
    expect(seriesOf({ canary: [], baseline }, { from: start, to: start + 2_000, measure: "errors" })[0]).toMatchObject({
      canary: null, baseline: 1, low: null,
    });
    expect(shareOf([])).toBeNull();
    expect(p95Of([{ at: at(0), requests: 3, errors: 0, p95Ms: null }])).toBeNull();
    expect(p95Of(baseline)).toBe(30);
    expect(shareOf(canary)).toBe(12.5);
  });
});
