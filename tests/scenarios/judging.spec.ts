import { deployStatusOf, type Deploy } from "@ballast/domain";
import { DeliveryError } from "@ballast/delivery";
import type { DeployPlan } from "@ballast/schema";
import { workflowIds } from "@ballast/schema/workflows";
import { afterAll, beforeAll, describe, expect } from "vitest";
import { startEngine, type Engine } from "../harness/engine.ts";
import { storiesOf } from "../harness/liveStory.ts";
import { quickPlan, type Story } from "../harness/story.ts";
import { until } from "../harness/until.ts";

/** What a deploy does when the judge cannot tell, when people change their minds, and when undoing does not work. */
let engine: Engine;
beforeAll(async () => {
  engine = await startEngine();
});
afterAll(() => engine.stop());

const it = storiesOf(() => engine);

const ended = (deploy: Deploy): boolean => deploy.status === "ended";
const baking = (deploy: Deploy): boolean => deploy.status === "going" && deploy.phase === "baking";
const factsOf = (story: Story, deployId: string): Promise<readonly string[]> => story.facts(`deploy-${deployId}`);
const toldOf = (subject: string) =>
  until(() => engine.sent.find((message) => message.to === "ana@example.org" && message.subject.includes(subject)));

async function abort(story: Story, deployId: string): Promise<void> {
  await story.tell(deployId, { type: "Abort", now: story.now(), deployId, reason: "enough" });
}

async function abortedWithV1(story: Story, deployId: string): Promise<void> {
  expect(deployStatusOf(await story.untilDeploy(deployId, ended))).toBe("aborted");
  expect(await story.observed()).toEqual({ stable: "v1", canary: undefined });
  expect(await story.freeLane()).toMatchObject({ lock: null, hold: null, serving: { version: "v1" } });
}

/** A judge that needs more requests than a canary gets in a bake: so far it cannot tell. */
const demanding = (bakeMs: number, minSamples: number): DeployPlan => {
  const plan = quickPlan(bakeMs);
  return { ...plan, steps: plan.steps.map((step) => ({ ...step, analysis: { ...step.analysis, minSamples } })) };
};

describe.concurrent("a bake without a verdict", () => {
  it("where all measurements fail is extended once, then waits and tells its deployer: never a success", async ({ live }) => {
    const story = await live("unmeasured", { plan: quickPlan(1_000) });
    engine.disturbances.metrics("unmeasured", { window: () => Promise.reject(new Error("the metrics are down")) });
    const deployId = await story.deploy("v2");
    await story.untilDeploy(deployId, (deploy) => deploy.status === "going" && deploy.paused?.byJudge === true);
    expect((await toldOf("unmeasured v2 waits for you")).text).toContain("the metrics could not be read");
    const facts = await factsOf(story, deployId);
    expect(facts.filter((fact) => fact === "BakeExtended")).toHaveLength(1);
    expect(facts).not.toContain("StepPassed");
    await abort(story, deployId);
    await abortedWithV1(story, deployId);
  });

  it("where nobody comes is the same: no data is not a pass", async ({ live }) => {
    const story = await live("deserted", { plan: demanding(1_000, 100_000) });
    const deployId = await story.deploy("v2");
    await story.untilDeploy(deployId, (deploy) => deploy.status === "going" && deploy.paused?.byJudge === true);
    expect((await toldOf("deserted v2 waits for you")).text).toContain("too little traffic");
    await abort(story, deployId);
    await abortedWithV1(story, deployId);
  });
});

describe.concurrent("the judge's pause", () => {
  it("ends by itself when what it had missed is there, and says both", async ({ live }) => {
    const story = await live("measured-again", { plan: quickPlan(1_000) });
    engine.disturbances.metrics("measured-again", { window: () => Promise.reject(new Error("the metrics are down")) });
    const deployId = await story.deploy("v2");
    await story.untilDeploy(deployId, (deploy) => deploy.status === "going" && deploy.paused?.byJudge === true);
    engine.disturbances.metrics("measured-again");
    expect(deployStatusOf(await story.untilDeploy(deployId, ended))).toBe("succeeded");
    const { events } = await engine.log.read(`deploy-${deployId}`);
    const resumed = events.flatMap(({ event }) => (event.type === "DeployResumed" ? [event.data] : []));
    expect(resumed).toMatchObject([
      { byJudge: true, reason: expect.stringMatching(/numbers for a verdict now.*the metrics could not be read/u) as string },
    ]);
    await toldOf("measured-again v2 goes on");
  });
});

describe("a deploy that loses its lane while its verdict fails", () => {
  it("ends as pre-empted: the rollback that took over measures and reports", async ({ live }) => {
    const story = await live("overtaken");
    const real = engine.parts.targetOf({ service: "overtaken", environment: "production" });
    const gate = Promise.withResolvers<undefined>();
    let goingBack = false;
    // Its own way back waits, until a rollback has the lane; the rollback's goes through.
    engine.disturbances.target("overtaken", {
      restore: async (request) => {
        if (!request.operationId.endsWith("/restore")) return real.restore(request);
        goingBack = true;
        await gate.promise;
        return real.restore(request);
      },
    });
    const deployId = await story.deploy("v3");
    await until(() => goingBack);
    const rollbackId = await story.rollback("v1");
    await story.untilDeploy(rollbackId, ended);
    gate.resolve(undefined);
    expect(await engine.temporal.workflow.getHandle(workflowIds.deploy(deployId)).result()).toBe("preempted");
    expect((await factsOf(story, deployId)).filter((fact) => fact === "EffectMeasured" || fact === "DeployRolledBack")).toEqual([
      "DeployRolledBack",
    ]);
    await story.freeLane();
  });
});

describe.concurrent("a pause", () => {
  it("stops the clock, not the judge", async ({ live }) => {
    const story = await live("watched", { plan: demanding(120_000, 80) });
    const deployId = await story.deploy("v3");
    await story.untilDeploy(deployId, baking);
    await story.tell(deployId, { type: "Pause", now: story.now(), deployId, reason: "lunch", byJudge: false });
    expect(deployStatusOf(await story.untilDeploy(deployId, ended))).toBe("rolledBack");
    expect(await factsOf(story, deployId)).not.toContain("DeployResumed");
  });
});

describe.concurrent("a canary that stayed small", () => {
  it("goes back by itself and is told to its deployer; nobody is paged", async ({ live }) => {
    const story = await live("contained", { thresholds: { pageErrorsPer100k: 15_000, pageCustomers: 10_000 } });
    const deployId = await story.deploy("v3");
    await until(async () => (await factsOf(story, deployId)).includes("DeployerNotified"));
    expect((await toldOf("contained v3 was rolled back")).text).toMatch(/Effect: errors \d/);
    expect(await story.incidents()).toEqual([]);
  });
});

describe.concurrent("an abort", () => {
  it("before anything runs leaves what is stable alone", async ({ live }) => {
    const story = await live("early");
    const deployId = await story.deploy("v2");
    await abort(story, deployId);
    await abortedWithV1(story, deployId);
  });

  it("wins over a call that pays no attention to it, and a second one changes nothing", async ({ live }) => {
    const story = await live("deaf");
    const gate = Promise.withResolvers<never>();
    let called = false;
    engine.disturbances.target("deaf", { setWeight: () => { called = true; return gate.promise; } });
    const deployId = await story.deploy("v2");
    await until(() => called);
    await abort(story, deployId);
    await abort(story, deployId);
    await abortedWithV1(story, deployId);
    expect((await factsOf(story, deployId)).filter((fact) => fact === "DeployAbortRequested")).toHaveLength(1);
    engine.disturbances.target("deaf");
    gate.reject(new Error("the call ended long after"));
  });

  it("of which one undo fails does the others, records the failure and calls people", async ({ live }) => {
    const story = await live("sticky", { plan: quickPlan(60_000) });
    const deployId = await story.deploy("v2");
    await story.untilDeploy(deployId, baking);
    engine.disturbances.target("sticky", {
      retire: () => Promise.reject(new DeliveryError("RELEASE_IN_USE", "v2 cannot be stopped", "Stop it by hand")),
    });
    await abort(story, deployId);
    await abortedWithV1(story, deployId);
    expect((await factsOf(story, deployId)).filter((fact) => fact === "CompensationFailed")).toHaveLength(1);
    const [incidentId = ""] = await until(async () => {
      const incidents = await story.incidents();
      return incidents.length > 0 ? incidents : undefined;
    });
    await until(() => story.pageOf(incidentId));
    expect(await story.incident(incidentId)).toMatchObject({ summary: expect.stringContaining("retireCanary failed") as string });
  });
});
