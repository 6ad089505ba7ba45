import type { DeployPlan } from "@ballast/schema";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { atOnce, quickPlan } from "../harness/story.ts";
import { StackStory } from "../harness/stackStory.ts";
import { startStack, type PartName, type Stack } from "../harness/stack.ts";

/**
 * Parts are killed with -9 in the phases of a deploy, on its way back and during a rollback. Every time it goes on within seconds:
 * nothing is lost, nothing is doubled, and customers are where the log says.
 */
const parts: readonly PartName[] = ["eventstore", "worker", "api", "temporal", "fleet"];

const quick = quickPlan(1_000);
/** Two steps are enough to be killed in each phase: 10 and 100 %. */
const plan: DeployPlan = {
  ...quick,
  steps: quick.steps.filter(({ percent }) => percent !== 50).map((step) => ({ ...step, analysis: { ...step.analysis, minSamples: 10 } })),
};

/** The fact that says a phase has begun, and how often it has to be there. */
const phases = {
  waiting: ["DeployRequested", 1], preparing: ["DeployStarted", 1], shifting: ["StepStarted", 1], baking: ["TrafficShifted", 1],
  promoting: ["StepPassed", 2], soaking: ["SoakStarted", 1],
} as const;

/**
 * Which parts are killed in which phase. Every phase meets both kinds of part, those that decide and those that carry
 * out, and every part is killed early and late; `BALLAST_FAULTS=all` kills each part in each phase.
 */
const chosen: Readonly<Record<PartName, readonly (keyof typeof phases)[]>> = {
  eventstore: ["waiting", "shifting", "soaking"], worker: ["preparing", "shifting", "baking"], api: ["waiting", "promoting"],
  temporal: ["preparing", "baking", "soaking"], fleet: ["shifting", "promoting"],
};
const phasesOf = (part: PartName) =>
  Object.entries(phases).filter(([phase]) => process.env["BALLAST_FAULTS"] === "all" || chosen[part].some((one) => one === phase));

/**
 * How often the judge looks, doubts or asks a person while nobody could be measured differs, and who is told of it;
 * every other fact stands exactly once.
 */
const varying: ReadonlySet<string> = new Set([
  "VerdictReached", "BakeExtended", "DeployPaused", "DeployResumed", "DeployerNotified", "EffectMeasured",
]);

function counted(facts: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const fact of facts) if (!varying.has(fact)) counts[fact] = (counts[fact] ?? 0) + 1;
  return counts;
}

const begun = { DeployRequested: 1, DeployStarted: 1, DeployPrepared: 1 };
const whole = { ...begun, StepStarted: 2, TrafficShifted: 2, StepPassed: 2, SoakStarted: 1, DeploySucceeded: 1 };
const back = { ...begun, StepStarted: 1, TrafficShifted: 2, RollbackBegan: 1, DeployRolledBack: 1 };

let stack: Stack;
beforeAll(async () => {
  stack = await startStack();
});
afterAll(() => stack.stop());

describe.each(parts)("%s killed with -9", (part) => {
  let story: StackStory;
  let live = "a";

  beforeAll(async () => {
    story = new StackStory(stack, `killed-${part}`);
    // Nobody is to be called for what is done here: an incident would hold the next deploy.
    await story.begin({ plan: atOnce, thresholds: { pageErrorsPer100k: 100_000, pageCustomers: 100_000 }, trafficPerSecond: 200 });
    for (const version of ["a", "b"]) await story.release(version);
    await story.release("bad", "failing");
    await story.untilFact(await story.deploy("a", "first"), "DeploySucceeded");
    await story.plan(plan);
  });
  afterAll(async () => {
    await story.leave();
    await story.close();
  });

  it.each(phasesOf(part))("while a deploy is %s: it goes on, nothing is doubled", async (phase, [fact, times]) => {
    const next = live === "a" ? "b" : "a";
    const deployId = await story.deploy(next, phase);
    await story.untilFact(deployId, fact, times);
    await stack.restartOf(part);
    expect(counted(await story.carriedThrough(deployId, "DeploySucceeded"))).toEqual(whole);
    expect(await story.serves()).toEqual({ live: next, target: next });
    live = next;
  });

  it("while a deploy goes back: everybody is back, nothing is doubled", async () => {
    const deployId = await story.deploy("bad", "rolling-back");
    await story.untilFact(deployId, "RollbackBegan");
    await stack.restartOf(part);
    expect(counted(await story.carriedThrough(deployId, "DeployRolledBack"))).toEqual(back);
    expect(await story.serves()).toEqual({ live, target: live });
    await story.releaseHold();
  });

  it("during a rollback: it is carried out once", async () => {
    const rollbackId = await story.rollback("rollback");
    await stack.restartOf(part);
    const facts = await story.untilFact(rollbackId, "RollbackCompleted");
    expect(counted(facts)).toEqual({ DeployRequested: 1, DeployStarted: 1, TrafficShifted: 1, RollbackCompleted: 1 });
    const former = live === "a" ? "b" : "a";
    expect(await story.serves()).toEqual({ live: former, target: former });
  });
});
