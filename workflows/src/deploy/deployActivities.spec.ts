import { DeliveryError } from "@ballast/delivery";
import { laneDecider } from "@ballast/domain";
import { foldRecord, ids } from "@ballast/eventlog";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { ActivityWorld, deploy, deployId, minute, place, release } from "../specification/activityWorld.ts";
import { deployActivities } from "./deploy.activities.ts";

vi.mock("@temporalio/activity", async () => (await import("../specification/activityWorld.ts")).uncancelled);
vi.mock("node:timers/promises", () => ({ setTimeout: () => Promise.resolve() }));

let world: ActivityWorld;
const activities = () => deployActivities(world.parts);
const lane = async () => {
  const state = await foldRecord(world.parts.log, laneDecider, place.laneId);
  if (state.status === "absent") throw new Error("the lane was opened");
  return state;
};
const verified = () => {
  world.answers = new Map<string, () => unknown>([["verifyWeight", () => true], ["observe", () => ({ measuredPercent: 11 })]]);
};
const step = { deploy, step: 0, percent: 10, customers: ["Alder Books"], bakeMs: 1_000 };
const started = () => activities().startDeploy({ deploy, workflowId: `deploy/${deployId}`, runId: "run-1" });
const asked = (what: string) => world.asked.filter((one) => one.what === what).map(({ request }) => request);
beforeEach(async () => {
  world = new ActivityWorld();
  await world.deploying();
  verified();
});

/** As far as its first step has passed. */
async function passed(): Promise<void> {
  await started();
  await activities().prepareRelease({ deploy });
  await activities().shiftTraffic(step);
  await world.ofDeploy({ type: "Promote", now: world.at(), deployId, step: 0, full: true, reason: "it looks well" });
  await activities().passStep({ deploy, step: 0 });
}
async function soaking(): Promise<void> {
  await passed();
  await activities().shiftTraffic({ ...step, step: 1, percent: 100, customers: [] });
  await activities().passStep({ deploy, step: 1 });
  await activities().promoteRelease({ deploy });
  await activities().startSoak({ deploy, soakMs: 5_000 });
}
const loseLane = () =>
  world.act(laneDecider, place.laneId, {
    type: "TakeLaneForRollback", now: world.at(), ...place, service: "shop", deployId: ids.deploy("rollback"), to: release("v1"),
    factsOf: () => ({ artifactAvailable: true, rollbackSafe: true }),
  });

describe("on the way forward", () => {
  it("one run carries it", async () => {
    expect([await started(), await started()]).toEqual(["started", "started"]);
    expect(await activities().startDeploy({ deploy, workflowId: "w", runId: "run-2" })).toBe("taken");
  });

  it("its release is prepared under the number of its lock, and how long that took is written", async () => {
    await started();
    world.answers = new Map([["prepare", () => void (world.now += 900)]]);
    await activities().prepareRelease({ deploy });
    expect(asked("prepare")).toMatchObject([{ operationId: `${deployId}/prepare`, deployId, fence: 2, release: { version: "v2" } }]);
    expect(world.last("DeployPrepared")).toMatchObject({ durationMs: 900 });
  });

  it("a step is announced, moved, looked at until it is so, and measured; the lane knows who sees what", async () => {
    await started();
    await activities().prepareRelease({ deploy });
    let looks = 0;
    world.answers.set("verifyWeight", () => (looks += 1) > 2);
    await activities().shiftTraffic(step);
    expect(looks).toBe(3);
    expect(asked("setWeight")).toMatchObject([
      { operationId: `${deployId}/step/0`, fence: 2, release: "v2", percent: 10, customers: ["Alder Books"] },
    ]);
    expect(world.last("StepStarted")).toMatchObject({ step: 0, percent: 10, bakeMs: 1_000 });
    expect(world.last("TrafficShifted")).toMatchObject({ step: 0, percent: 10, measuredPercent: 11, customers: ["Alder Books"] });
    expect((await lane()).exposure).toMatchObject({ version: "v2", percent: 10, customers: ["Alder Books"] });
    expect(asked("sampleTraffic")).toEqual([]);
  });

  it("sample traffic begins where the environment asks for it", async () => {
    world = new ActivityWorld();
    verified();
    await world.deploying({ trafficPerSecond: 40 });
    await started();
    await activities().prepareRelease({ deploy });
    await activities().shiftTraffic(step);
    expect(asked("sampleTraffic")).toMatchObject([{ requestsPerSecond: 40, customers: 600 }]);
  });

  it("it serves everybody, soaks, and is good: the lane is free, the one before is retired", async () => {
    await soaking();
    expect(asked("promote")).toMatchObject([{ operationId: `${deployId}/promote`, fence: 2, release: "v2" }]);
    expect((await lane()).serving).toMatchObject({ version: "v2", deployId });
    expect(world.last("SoakStarted")).toMatchObject({ soakMs: 5_000 });
    world.now += minute;
    await activities().concludeDeploy({ deploy, soaked: true });
    expect(world.last("DeploySucceeded")).toMatchObject({ durationMs: minute });
    expect(world.last("LaneUnlocked")).toMatchObject({ reason: "the deploy succeeded" });
    expect((await lane()).lock).toBeNull();
    expect((await lane()).releases.find(({ version }) => version === "v2")?.provedGood).toBe(true);
    expect(asked("retire")).toMatchObject([{ operationId: `${deployId}/retire-former`, fence: 2, release: "v1" }]);
  });

  it("not soaked, it is not known to be good; the first deploy retires nothing", async () => {
    await soaking();
    await activities().concludeDeploy({ deploy: { ...deploy, fromVersion: null, fromReleaseId: null }, soaked: false });
    expect((await lane()).releases.find(({ version }) => version === "v2")?.provedGood).toBe(false);
    expect(asked("retire")).toEqual([]);
  });

  it("what cannot be retired for good undoes nothing; what may pass is tried again", async () => {
    await soaking();
    world.answers = new Map([["retire", () => { throw new DeliveryError("LANE_LOST", "another has it", "nothing"); }]]);
    await activities().concludeDeploy({ deploy, soaked: true });
    expect(world.facts("deploy", deployId).at(-1)).toBe("DeploySucceeded");
    world.answers = new Map([["retire", () => { throw new Error("no answer"); }]]);
    await expect(activities().concludeDeploy({ deploy, soaked: true })).rejects.toThrow("no answer");
  });

  it("who has lost the lane moves nothing any more", async () => {
    await started();
    await loseLane();
    await expect(activities().prepareRelease({ deploy })).rejects.toMatchObject({ code: "LANE_LOST" });
    expect(asked("prepare")).toEqual([]);
  });

  it("a bake is extended once", async () => {
    await started();
    await activities().prepareRelease({ deploy });
    await activities().shiftTraffic(step);
    const extend = () => activities().extendBake({ deploy, step: 0, bakeMs: 2_000, reason: "too few requests" });
    await extend();
    await extend();
    expect(world.facts("deploy", deployId).filter((type) => type === "BakeExtended")).toHaveLength(1);
    expect(world.last("BakeExtended")).toMatchObject({ bakeMs: 2_000, reason: "too few requests" });
  });
});

describe("on the way back", () => {
  const back = () => activities().beginRollback({ deploy, reason: "verdict failed", automatic: true });

  it("it says where to and why, brings everybody back, and gives the lane free", async () => {
    await passed();
    await back();
    expect(world.last("RollbackBegan")).toMatchObject({ reason: "verdict failed", automatic: true, toVersion: "v1" });
    await activities().restoreTraffic({ deploy });
    expect(asked("restore")).toMatchObject([{ operationId: `${deployId}/restore`, fence: 2, release: { version: "v1" } }]);
    expect(world.last("TrafficShifted")).toMatchObject({ step: null, percent: 0 });
    expect((await lane()).exposure).toBeNull();
    await activities().retireCanary({ deploy });
    expect(asked("retire")).toMatchObject([{ operationId: `${deployId}/retire`, release: "v2" }]);
    world.now += minute;
    expect(await activities().recordRolledBack({ deploy, failures: [] })).toBe("rolledBack");
    expect(world.last("DeployRolledBack")).toMatchObject({ toVersion: "v1", durationMs: minute });
    await activities().holdLane({ deploy, reason: "verdict failed" });
    await activities().unlockLane({ deploy, reason: "rolled back" });
    expect(await lane()).toMatchObject({ lock: null, hold: { version: "v2", reason: "verdict failed" } });
    expect((await lane()).releases.find(({ version }) => version === "v2")?.faulty).toBe("verdict failed");
    expect(world.last("LaneUnlocked")).toMatchObject({ reason: "rolled back" });
  });

  it("what served everybody gives that back to the one before", async () => {
    await soaking();
    await back();
    await activities().restoreTraffic({ deploy });
    expect((await lane()).serving).toMatchObject({ version: "v1" });
  });

  it("a release that never served everybody leaves what serves as it is; the first deploy goes back to nothing", async () => {
    await passed();
    await back();
    await activities().restoreTraffic({ deploy: { ...deploy, fromReleaseId: null, fromVersion: null } });
    expect(asked("restore")[0]?.["release"]).toBeUndefined();
    expect((await lane()).serving).toMatchObject({ version: "v1", deployId: ids.deploy("before") });
  });

  it("whoever has lost the lane undoes nothing, and a rollback that took it says the end", async () => {
    await passed();
    await loseLane();
    await activities().restoreTraffic({ deploy });
    await activities().retireCanary({ deploy });
    expect([asked("restore"), asked("retire")]).toEqual([[], []]);
    expect(await activities().recordRolledBack({ deploy, failures: [] })).toBe("preempted");
    expect(world.last("DeployPreempted")).toMatchObject({ byDeployId: ids.deploy("rollback") });
  });

  it("a target that refuses is asked again, whatever it says", async () => {
    await passed();
    await back();
    world.answers = new Map([["restore", () => { throw new DeliveryError("RELEASE_CHANGED", "it crashed", "mend it"); }]]);
    const failed = await activities().restoreTraffic({ deploy }).catch((error: unknown) => error);
    expect(failed instanceof DeliveryError && !failed.retryable).toBe(false);
    world.answers = new Map([["retire", () => { throw new Error("no answer"); }]]);
    await expect(activities().retireCanary({ deploy })).rejects.toThrow("no answer");
  });

  it("what could not be undone is written; without its traffic back it has not rolled back", async () => {
    await passed();
    await back();
    const failures = [{ name: "retireCanary", error: "no answer" }, { name: "restoreTraffic", error: "it crashed" }];
    await activities().recordRolledBack({ deploy, failures });
    expect(world.facts("deploy", deployId).slice(-3)).toEqual(["CompensationFailed", "CompensationFailed", "RollbackFailed"]);
    expect(world.last("RollbackFailed")).toMatchObject({ error: "it crashed" });
  });

  it("an abort says its reason, a failure its error", async () => {
    await passed();
    await world.ofDeploy({ type: "Abort", now: world.at(), deployId, reason: "wrong release" });
    await activities().recordAborted({ deploy, reason: "wrong release", failures: [{ name: "retireCanary", error: "no answer" }] });
    expect(world.last("DeployAborted")).toMatchObject({ reason: "wrong release", durationMs: 0 });
    const another = new ActivityWorld();
    await another.deploying();
    const { startDeploy, recordFailed } = deployActivities(another.parts);
    await startDeploy({ deploy, workflowId: "w", runId: "r" });
    await recordFailed({ deploy, error: "the process ended at once", failures: [{ name: "retireCanary", error: "no answer" }] });
    expect(another.facts("deploy", deployId).slice(-2)).toEqual(["CompensationFailed", "DeployFailed"]);
    expect(another.last("DeployFailed")).toMatchObject({ error: "the process ended at once" });
  });
});
