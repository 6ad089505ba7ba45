import { deployStatusOf } from "@ballast/domain";
import { ids } from "@ballast/eventlog";
import { workflowIds } from "@ballast/schema/workflows";
import { directRollback, lookAtVersions } from "@ballast/workflows";
import { afterAll, beforeAll, describe, expect } from "vitest";
import { startEngine, type Engine } from "../harness/engine.ts";
import { storiesOf } from "../harness/liveStory.ts";
import { atOnce, quickPlan, type Story } from "../harness/story.ts";
import { until } from "../harness/until.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await startEngine();
});
afterAll(() => engine.stop());

const it = storiesOf(() => engine);

const ended = (deploy: Parameters<typeof deployStatusOf>[0]): boolean => deploy.status === "ended";

describe.concurrent("a healthy release", () => {
  it("reaches everybody step by step, soaks, and is last known good", async ({ live }) => {
    const story = await live("healthy");
    const deploy = await story.deploy("v2");
    await story.untilDeploy(deploy, ended);
    const facts = await story.facts(`deploy-${deploy}`);
    expect(facts.filter((fact) => fact === "StepPassed")).toHaveLength(3);
    expect(facts.at(-1)).toBe("DeploySucceeded");
    expect(await story.observed()).toEqual({ stable: "v2", canary: undefined });
    expect(await story.freeLane()).toMatchObject({ lock: null, hold: null, serving: { version: "v2" }, exposure: null });
  });
});

describe.concurrent("a release that fails for a share of customers", () => {
  it("stops at the first step, rolls back by itself, holds the lane, and calls people when its impact passes the threshold", async ({
    live,
  }) => {
    const story = await live("failing", { thresholds: { pageErrorsPer100k: 500, pageCustomers: 5 } });
    const deploy = await story.deploy("v3");
    await story.untilDeploy(deploy, (state) => state.status === "ended" && state.effect !== null);
    const facts = await story.facts(`deploy-${deploy}`);
    expect(facts).not.toContain("StepPassed");
    expect(facts).toContain("DeployRolledBack");
    expect(await story.observed()).toEqual({ stable: "v1", canary: undefined });
    expect(await story.freeLane()).toMatchObject({ lock: null, hold: { version: "v3" }, serving: { version: "v1" } });
    const state = await story.deployed(deploy);
    expect(state).toMatchObject({ effect: { recovered: true } });
    const incident = await waitForIncident(story);
    expect(incident).toMatchObject({ status: "declared", severity: 3 });
    await until(() => engine.sent.some(({ to, subject }) => to === "ana@example.org" && subject.includes("failing")));
    await expect(story.deploy("v2")).rejects.toMatchObject({ code: "LANE_HELD" });
  });
});

async function waitForIncident(story: Story) {
  const id = await until(async () => (await story.incidents())[0]);
  return until(async () => {
    const incident = await story.incident(id);
    return incident.status === "declared" && incident.milestones.firstPageSent !== undefined ? incident : undefined;
  });
}

describe.concurrent("people in between", () => {
  it("pauses, resumes, promotes the rest", async ({ live }) => {
    const story = await live("steered", { plan: quickPlan(60_000) });
    const deployId = await story.deploy("v2");
    await story.untilDeploy(deployId, (state) => state.status === "going" && state.phase === "baking");
    await story.tell(deployId, { type: "Pause", now: story.now(), deployId, reason: "looking", byJudge: false });
    await story.tell(deployId, { type: "Resume", now: story.now(), deployId, reason: "fine", byJudge: false });
    await story.tell(deployId, { type: "Promote", now: story.now(), deployId, step: null, full: true, reason: "seen enough" });
    await story.untilDeploy(deployId, ended);
    expect(deployStatusOf(await story.deployed(deployId))).toBe("succeeded");
    expect((await story.facts(`deploy-${deployId}`)).filter((fact) => fact === "StepStarted").length).toBeLessThan(3);
  });

  it("aborts to a known state, and refuses a second deploy meanwhile", async ({ live }) => {
    const story = await live("aborted", { plan: quickPlan(30_000) });
    const deployId = await story.deploy("v2");
    await story.untilDeploy(deployId, (state) => state.status === "going" && state.phase === "baking");
    await expect(story.deploy("v3")).rejects.toMatchObject({ code: "DEPLOY_IN_PROGRESS" });
    await story.tell(deployId, { type: "Abort", now: story.now(), deployId, reason: "wrong one" });
    await story.untilDeploy(deployId, ended);
    expect(deployStatusOf(await story.deployed(deployId))).toBe("aborted");
    expect(await story.observed()).toEqual({ stable: "v1", canary: undefined });
    expect(await story.freeLane()).toMatchObject({ lock: null, hold: null, serving: { version: "v1" } });
  });
});

describe.concurrent("the rollback button", () => {
  it("goes back after a success, and leaves a hold and a sentence", async ({ live }) => {
    const story = await live("regretted", { plan: atOnce });
    await story.untilDeploy(await story.deploy("v2"), ended);
    const rollback = await story.rollback("v1");
    await story.untilDeploy(rollback, (state) => state.status === "ended" && state.effect !== null);
    expect(await story.observed()).toMatchObject({ stable: "v1" });
    expect(await story.freeLane()).toMatchObject({ lock: null, hold: { version: "v2" }, serving: { version: "v1" } });
  });

  it("works without the workflow engine, by the same rules and with the same record", async ({ live }) => {
    const story = await live("broken-glass", { plan: atOnce });
    await story.untilDeploy(await story.deploy("v2"), ended);
    await story.freeLane();
    const done = await directRollback(engine.parts, {
      service: "broken-glass", environment: "production", toVersion: null, stay: false, reason: "the engine is down", actor: story.person,
      commandId: ids.command("broken-glass"), signal: new AbortController().signal, onStep: () => undefined,
    });
    expect(done).toMatchObject({ version: "v1", fromVersion: "v2" });
    expect(await story.observed()).toMatchObject({ stable: "v1" });
    expect(await story.freeLane()).toMatchObject({ hold: { version: "v2" }, serving: { version: "v1" } });
    expect(await story.facts(`deploy-${done.deployId}`)).toEqual(["DeployRequested", "TrafficShifted", "RollbackCompleted"]);
  });

  it("takes over from a deploy that moves", async ({ live }) => {
    const story = await live("preempted", { plan: quickPlan(30_000) });
    const deploy = await story.deploy("v2");
    await story.untilDeploy(deploy, (state) => state.status === "going" && state.phase === "baking");
    const rollback = await story.rollback("v1");
    await story.untilDeploy(rollback, ended);
    await story.untilDeploy(deploy, ended);
    expect(await story.observed()).toMatchObject({ stable: "v1", canary: undefined });
    expect(await story.freeLane()).toMatchObject({ hold: { version: "v2" }, serving: { version: "v1" } });
  });
});

describe("a new version of the workers", () => {
  const carriedBy = async (deployId: string): Promise<unknown> => {
    const { raw } = await engine.temporal.workflow.getHandle(workflowIds.deploy(deployId)).describe();
    return raw.workflowExecutionInfo?.versioningInfo?.deploymentVersion?.buildId;
  };
  const succeeded = async (story: Story, deployId: string): Promise<void> => {
    expect(deployStatusOf(await story.untilDeploy(deployId, ended))).toBe("succeeded");
  };

  it("takes the next deploy; one in flight is finished by the version that began it, and one whose version is gone by the current one", async ({
    live,
  }) => {
    const [first, second, third] = await Promise.all([
      live("version-first", { plan: quickPlan(3_000) }),
      live("version-second"),
      live("version-third", { plan: quickPlan(4_000) }),
    ]);
    const began = await first.deploy("v2");
    await first.untilDeploy(began, (deploy) => deploy.status === "going" && deploy.phase === "baking");
    const next = await engine.startVersion("the-next-one");
    const taken = await second.deploy("v2");
    await succeeded(first, began);
    await succeeded(second, taken);
    expect([await carriedBy(began), await carriedBy(taken)]).toEqual([engine.buildId, "the-next-one"]);

    const orphan = await third.deploy("v2");
    await third.untilDeploy(orphan, (deploy) => deploy.status === "going" && deploy.phase === "baking");
    await next.stop();
    const versions = {
      deployment: { temporal: engine.temporal, namespace: "default" }, current: { bundle: { code: "" }, text: "", buildId: engine.buildId },
      kept: { former: () => [], forget: () => undefined }, start: () => Promise.reject(new Error("none is kept")),
    };
    const looking = {
      running: new Map(), idle: new Map(), logger: { info: () => undefined, warn: () => undefined }, signal: new AbortController().signal,
    };
    // Lists of the engine are a moment behind.
    await until(async () => {
      await lookAtVersions(versions, looking);
      return (await third.deployed(orphan)).status === "ended";
    });
    await succeeded(third, orphan);
  });
});
