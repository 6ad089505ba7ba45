import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { quickPlan } from "../harness/story.ts";
import { sharedStack, type SharedStack } from "../harness/sharedStack.ts";
import { StackStory } from "../harness/stackStory.ts";
import type { PartName } from "../harness/stack.ts";

/**
 * Each part is killed with -9 in each phase of a deploy, and during a rollback. Every time it goes on within seconds:
 * nothing is lost, nothing is doubled.
 */
const parts: readonly PartName[] = ["eventstore", "worker", "api", "temporal"];
/** The fact that says a phase has begun. */
const phases = { preparing: "DeployStarted", shifting: "StepStarted", baking: "TrafficShifted", soaking: "SoakStarted" } as const;

/** How often the judge looks, or doubts while nobody could be measured, differs; every other fact stands exactly once. */
const varying: ReadonlySet<string> = new Set(["VerdictReached", "BakeExtended", "EffectMeasured"]);

function counted(facts: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const fact of facts) if (!varying.has(fact)) counts[fact] = (counts[fact] ?? 0) + 1;
  return counts;
}

const whole = { DeployRequested: 1, DeployStarted: 1, DeployPrepared: 1, StepStarted: 3, TrafficShifted: 3, StepPassed: 3, SoakStarted: 1, DeploySucceeded: 1 };

describe.each(parts)("%s killed with -9", (part) => {
  let stack: SharedStack;
  let story: StackStory;
  let next: "a" | "b" = "b";

  beforeAll(async () => {
    stack = await sharedStack();
    story = new StackStory(stack, `killed-${part}`);
    await story.begin({ plan: quickPlan(2_000) });
    for (const version of ["a", "b"]) await story.release(version);
    await story.untilFact(await story.deploy("a", "first"), "DeploySucceeded");
  });
  afterAll(() => story.close());

  it.each(Object.entries(phases))("while a deploy is %s: it goes on, nothing is doubled", async (phase, fact) => {
    const deployId = await story.deploy(next, phase);
    await story.untilFact(deployId, fact);
    await stack.restartOf(part);
    const facts = await story.untilFact(deployId, "DeploySucceeded");
    expect(counted(facts)).toEqual(whole);
    next = next === "a" ? "b" : "a";
  });

  it("during a rollback: it is carried out once", async () => {
    const rollbackId = await story.rollback("rollback");
    await stack.restartOf(part);
    const facts = await story.untilFact(rollbackId, "RollbackCompleted");
    expect(counted(facts)).toEqual({ DeployRequested: 1, DeployStarted: 1, TrafficShifted: 1, RollbackCompleted: 1 });
  });
});
