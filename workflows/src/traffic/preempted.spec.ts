import { deployDecider, laneDecider } from "@ballast/domain";
import { ids } from "@ballast/eventlog";
import { beforeEach, describe, expect, it } from "vitest";
import { deploy, deployId, minute, place, release } from "../specification/activityWorld.ts";
import { RollbackWorld, rollbackId } from "../specification/rollbackWorld.ts";
import type { DeployRef } from "./deployRef.ts";
import { closePreempted, concludePreempted } from "./preempted.ts";

/** A second rollback, to v0, that took the lane from the first. */
const secondId = ids.deploy("second");
let world: RollbackWorld;
beforeEach(async () => {
  world = new RollbackWorld();
  await world.deploying();
  for (const version of ["v0", "v1"]) await world.recorded(version);
  await world.ofDeploy({
    type: "Start", now: world.at(), deployId, requestEventId: deploy.requestEventId, workflowId: `deploy/${deployId}`, runId: "run-1",
  });
});
const factsOf = () => ({ artifactAvailable: true, rollbackSafe: true });
const tells = (id: string) => world.memory.facts(`deploy-${id}`);
const ended = () => world.memory.events.flatMap(({ event }) => (event.type === "DeployRolledBack" ? [event.data] : []));
const takesOver = async (byDeployId: string, of = deployId) =>
  world.ofDeploy({ type: "Preempt", now: world.at(), deployId: of, byDeployId });
const complete = (id: string) => world.ofDeploy({ type: "CompleteRollback", now: world.at(), deployId: id, durationMs: 1 });
/** To v0, from the first rollback, which it takes over from. */
async function second(): Promise<DeployRef> {
  await world.act(laneDecider, place.laneId, {
    type: "TakeLaneForRollback", now: world.at(), ...place, service: "shop", deployId: secondId, to: release("v0"), factsOf,
  });
  await world.act(deployDecider, secondId, {
    type: "RequestRollback", now: world.at(), deployId: secondId, ...place, ...release("v0"), fromReleaseId: release("v1").releaseId,
    fromVersion: "v1", reason: "v1 fails too", automatic: false, incidentId: null, preempts: rollbackId, direct: false, warnings: [],
    stay: false,
  });
  return { ...deploy, deployId: secondId, ...release("v0"), fromReleaseId: release("v1").releaseId, fromVersion: "v1" };
}

describe("a rollback that is done ends the deploy that it took over from", () => {
  it("with the release that serves from now on, and how long that deploy took in all", async () => {
    const rollback = await world.pressed({ preempts: deployId });
    await takesOver(rollbackId);
    world.now += 3 * minute;
    await closePreempted(world.parts, rollback, deployId);
    await closePreempted(world.parts, rollback, deployId);
    expect(ended()).toEqual([{ deployId, toReleaseId: release("v1").releaseId, toVersion: "v1", durationMs: 3 * minute }]);
  });

  it("also through a rollback that gave way to it", async () => {
    await world.pressed({ preempts: deployId });
    await takesOver(rollbackId);
    const last = await second();
    await takesOver(secondId, rollbackId);
    await closePreempted(world.parts, last, rollbackId);
    expect(ended()).toMatchObject([{ deployId, toVersion: "v0" }]);
    expect(tells(rollbackId)).not.toContain("DeployRolledBack");
  });

  it("which may be none, one that nobody knows, or one that has ended already", async () => {
    const rollback = await world.pressed();
    await closePreempted(world.parts, rollback, null);
    await closePreempted(world.parts, rollback, ids.deploy("unknown"));
    await world.ofDeploy({ type: "Fail", now: world.at(), deployId, error: "no artifact" });
    await closePreempted(world.parts, rollback, deployId);
    expect(ended()).toEqual([]);
  });
});

describe("a deploy that lost its lane", () => {
  it("goes on where none has taken it, also where it was given free", async () => {
    expect(await concludePreempted(world.parts, deploy)).toBe(false);
    await world.act(laneDecider, place.laneId, { type: "UnlockLane", now: world.at(), laneId: place.laneId, deployId, reason: "done" });
    expect(await concludePreempted(world.parts, deploy)).toBe(false);
    await world.act(laneDecider, place.laneId, {
      type: "LockLane", now: world.at(), ...place, service: "shop", deployId: ids.deploy("next"), ...release("v3"),
    });
    expect(await concludePreempted(world.parts, deploy)).toBe(false);
    expect(await concludePreempted(world.parts, { ...deploy, deployId: ids.deploy("unknown") })).toBe(false);
    expect(tells(deployId)).toEqual(["DeployRequested", "DeployStarted"]);
  });

  it("learns from the lane who has it, before anybody tells it, and leaves its end to a rollback under way", async () => {
    await world.pressed({ preempts: deployId });
    expect(await concludePreempted(world.parts, deploy)).toBe(true);
    expect(world.last("DeployPreempted")).toEqual({ deployId, byDeployId: rollbackId });
    expect(ended()).toEqual([]);
    expect(await concludePreempted(world.parts, deploy)).toBe(true);
    expect(tells(deployId)).toEqual(["DeployRequested", "DeployStarted", "DeployPreempted"]);
  });

  it("says its own end where that rollback is done already", async () => {
    await world.pressed({ preempts: deployId });
    await takesOver(rollbackId);
    await complete(rollbackId);
    world.now += minute;
    expect(await concludePreempted(world.parts, deploy)).toBe(true);
    expect(ended()).toEqual([{ deployId, toReleaseId: release("v1").releaseId, toVersion: "v1", durationMs: minute }]);
  });

  it("with what serves after all rollbacks that took over one from the other, once the last is done", async () => {
    await world.pressed({ preempts: deployId });
    await takesOver(rollbackId);
    await second();
    await takesOver(secondId, rollbackId);
    await concludePreempted(world.parts, deploy);
    expect(ended()).toEqual([]);
    await complete(secondId);
    await concludePreempted(world.parts, deploy);
    expect(ended()).toMatchObject([{ toVersion: "v0" }]);
  });

  it("whose taker never asked for its rollback ends with what the lane serves, when that is free", async () => {
    await world.act(laneDecider, place.laneId, {
      type: "TakeLaneForRollback", now: world.at(), ...place, service: "shop", deployId: rollbackId, to: release("v1"), factsOf,
    });
    await concludePreempted(world.parts, deploy);
    expect(ended()).toEqual([]);
    await world.act(laneDecider, place.laneId, {
      type: "UnlockLane", now: world.at(), laneId: place.laneId, deployId: rollbackId, reason: "its request was never completed",
    });
    await concludePreempted(world.parts, deploy);
    expect(ended()).toMatchObject([{ deployId, toVersion: "v1" }]);
  });
});

it("a deploy of another system is nobody's to end", async () => {
  const observed = ids.deploy("observed");
  await world.ofDeploy({
    type: "ObserveDeploy", now: world.at(), deployId: observed, ...place, releaseId: null, version: "v1", state: "running", url: null,
    observedFrom: "GitHub",
  });
  await closePreempted(world.parts, await world.pressed(), observed);
  expect(await concludePreempted(world.parts, { ...deploy, deployId: observed })).toBe(false);
  expect(ended()).toEqual([]);
});
