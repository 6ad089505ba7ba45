import { laneDecider } from "@ballast/domain";
import { ids } from "@ballast/eventlog";
import { defaultResponsePolicy, workflowIds } from "@ballast/schema/workflows";
import { beforeEach, describe, expect, it } from "vitest";
import { doFor } from "../reactor/byEvent.ts";
import { Following } from "../reactor/openRecords.ts";
import type { LeftUndone, Reaction } from "../reactor/slice.ts";
import { deployId, incidentId, minute, place, plan, release } from "../specification/activityWorld.ts";
import { FakeEngine } from "../specification/fakeEngine.ts";
import { RollbackWorld, rollbackId } from "../specification/rollbackWorld.ts";
import { lookAtDeploy } from "./lostDeploys.ts";
import { deploySlice } from "./slice.ts";

let world: RollbackWorld;
let engine: FakeEngine;
let undone: LeftUndone;
const reaction = (): Reaction => ({
  log: world.memory.asLog(), temporal: engine.asClient(), flags: { changedFor: () => Promise.resolve([]) }, now: () => new Date(world.now),
  policy: defaultResponsePolicy,
});
const look = (id = deployId) => lookAtDeploy(reaction(), id, undone);
const gone = "the workflow engine knows nothing of its run";
const [nothing, over, taken] = [{ said: null, over: false }, { said: null, over: true }, { said: gone, over: false }];
const requestEventId = ids.part("d", "request");
const start = (id = deployId) =>
  world.ofDeploy({ type: "Start", now: world.at(), deployId: id, requestEventId, workflowId: "w", runId: "run-1" });
const free = (id = deployId) =>
  world.act(laneDecider, place.laneId, { type: "UnlockLane", now: world.at(), laneId: place.laneId, deployId: id, reason: "done" });
const measured = (id = deployId) =>
  world.ofDeploy({
    type: "RecordEffect", now: world.at(), deployId: id, sentence: "errors 10 → 0 %", recovered: true, before: null, after: null,
    beforeErrorsPer100k: null, afterErrorsPer100k: null, overMs: 1, affectedCustomers: [], affectedCustomerCount: 0, series: [],
  });
const goesBack = () =>
  world.ofDeploy({
    type: "BeginRollback", now: world.at(), deployId, reason: "failed", automatic: true, toReleaseId: release("v1").releaseId,
    toVersion: "v1",
  });
const rolledBack = () =>
  world.ofDeploy({
    type: "RecordRolledBack", now: world.at(), deployId, toReleaseId: release("v1").releaseId, toVersion: "v1", durationMs: 1,
  });
beforeEach(async () => {
  world = new RollbackWorld();
  engine = new FakeEngine();
  undone = { incidents: new Set() };
});

describe("a deploy", () => {
  beforeEach(async () => {
    await world.deploying();
    await start();
  });

  it("that goes on and is carried by nobody is taken up", async () => {
    expect(await look()).toEqual(taken);
    expect(engine.started).toMatchObject([
      {
        workflowId: workflowIds.deploy(deployId), name: "deployRelease",
        input: { deployId, plan, replaces: { runId: "run-1", reason: gone } },
      },
    ]);
    expect(await look()).toEqual(nothing);
    engine.runs.set(workflowIds.deploy(deployId), "PAUSED");
    expect(await look()).toEqual(nothing);
  });

  it("that nobody knows is over", async () => {
    expect(await look(ids.deploy("unknown"))).toEqual(over);
  });

  it("of which a rollback has the lane is left to that", async () => {
    await world.ofDeploy({ type: "Preempt", now: world.at(), deployId, byDeployId: rollbackId });
    expect(await look()).toEqual(over);
  });

  it("that was held by an incident that has ended is told to that one's response; by one that is open, to nobody", async () => {
    await world.declared();
    await world.ofDeploy({ type: "Hold", now: world.at(), deployId, incidentId, reason: "INC-7 is open" });
    engine.runs.set(workflowIds.deploy(deployId), "RUNNING");
    await look();
    expect([...undone.incidents]).toEqual([]);
    await world.ofIncident({ type: "ChangeState", now: world.at(), incidentId, to: "cancelled", reason: "a false alarm" });
    expect(await look()).toEqual(nothing);
    expect([...undone.incidents]).toEqual([incidentId]);
  });

  it("that went back is taken up until its lane is free and what it did is measured", async () => {
    await goesBack();
    await rolledBack();
    await measured();
    expect(await look()).toEqual(taken);
    await free();
    expect(await look()).toEqual(over);
  });

  it.each(["rolledBack", "rollbackFailed"] as const)("that ended as %s is measured by its own run", async (outcome) => {
    await goesBack();
    if (outcome === "rolledBack") await rolledBack();
    else await world.ofDeploy({ type: "FailRollback", now: world.at(), deployId, error: "no answer" });
    await free();
    expect(await look()).toEqual(taken);
    expect(engine.started).toMatchObject([{ workflowId: workflowIds.deploy(deployId), name: "deployRelease" }]);
    expect(await look()).toEqual(nothing);
    await measured();
    engine.runs.clear();
    expect(await look()).toEqual(over);
  });

  it("that was aborted, or failed before it reached anybody, leaves nothing to measure", async () => {
    await world.ofDeploy({ type: "Abort", now: world.at(), deployId, reason: "the wrong build" });
    await world.ofDeploy({ type: "RecordAborted", now: world.at(), deployId, reason: "the wrong build", durationMs: 1 });
    await free();
    expect(await look()).toEqual(over);
  });
});

it("a lane's first deploy that went back is compared with nothing", async () => {
  await world.serving();
  await world.act(laneDecider, place.laneId, {
    type: "LockLane", now: world.at(), ...place, service: "shop", deployId, ...release("v2"),
  });
  await world.ofDeploy({
    type: "RequestDeploy", now: world.at(), deployId, ...place, ...release("v2"), fromReleaseId: null, fromVersion: null,
    plan, reason: "", automatic: false, incidentId: null, warnings: [],
  });
  await world.ofDeploy({ type: "Abort", now: world.at(), deployId, reason: "no" });
  await world.ofDeploy({ type: "RecordRolledBack", now: world.at(), deployId, toReleaseId: null, toVersion: null, durationMs: 1 });
  await free();
  expect(await look()).toEqual(over);
});

describe("a rollback", () => {
  const laneRun = workflowIds.rollback("shop", "production");
  const effectRun = workflowIds.effect(rollbackId);
  beforeEach(async () => {
    await world.history();
    await world.pressed();
    world.now += minute;
  });

  it("that nobody has begun is begun; while the lane's run goes on, it is left to that", async () => {
    engine.runs.set(laneRun, "RUNNING");
    expect(await look(rollbackId)).toEqual(nothing);
    engine.runs.clear();
    expect(await look(rollbackId)).toEqual(taken);
    expect(engine.started).toMatchObject([{ workflowId: laneRun, name: "rollbackService", input: { deployId: rollbackId } }]);
    for (const key of ["replaces", "attempts"]) expect(engine.started[0]?.input).not.toHaveProperty(key);
  });

  it("that is done is measured by a run of its own, also while the lane's next rollback goes on", async () => {
    await start(rollbackId);
    await world.ofDeploy({ type: "CompleteRollback", now: world.at(), deployId: rollbackId, durationMs: 1 });
    await free(rollbackId);
    engine.runs.set(laneRun, "RUNNING").set(effectRun, "RUNNING");
    expect(await look(rollbackId)).toEqual(nothing);
    engine.runs.delete(effectRun);
    expect(await look(rollbackId)).toMatchObject({ over: false, said: expect.any(String) });
    expect(engine.started).toMatchObject([{ workflowId: effectRun, name: "measureRollback", input: { deployId: rollbackId } }]);
    await measured(rollbackId);
    expect(await look(rollbackId)).toEqual(over);
  });

  it("that has ended and has its lane still is finished", async () => {
    await start(rollbackId);
    await world.ofDeploy({ type: "CompleteRollback", now: world.at(), deployId: rollbackId, durationMs: 1 });
    await measured(rollbackId);
    expect(await look(rollbackId)).toEqual(taken);
    expect(engine.started).toMatchObject([{ workflowId: laneRun, name: "rollbackService" }]);
  });
});

describe("which are looked at", () => {
  const looked = (now = world.now): readonly string[] => {
    const following = new Following([deploySlice]);
    for (const event of world.memory.events) following.note(event);
    return following.records.flatMap((records) => records.candidates(now));
  };
  beforeEach(async () => {
    await world.deploying();
    await start();
  });

  it("is what goes on, and what has a lane still; not what has ended and gave it free", async () => {
    expect(looked()).toEqual([deployId]);
    await world.ofDeploy({ type: "Fail", now: world.at(), deployId, error: "no artifact" });
    expect(looked()).toEqual([deployId]);
    await free();
    expect(looked()).toEqual([]);
  });

  it("is what went back until it is measured, for an hour: its target has forgotten the numbers then", async () => {
    await goesBack();
    await rolledBack();
    await free();
    expect(looked(world.now + 60 * minute)).toEqual([deployId]);
    expect(looked(world.now + 60 * minute + 1)).toEqual([]);
    await measured();
    expect(looked()).toEqual([]);
  });

  it("is no more what was looked at and is over", async () => {
    const records = new Following([deploySlice]).records[0];
    if (records === undefined) throw new Error("deploys are followed");
    for (const event of world.memory.events) doFor(records.notes, event);
    await world.ofDeploy({ type: "Fail", now: world.at(), deployId, error: "no artifact" });
    await free();
    await records.look(reaction(), deployId);
    expect(records.candidates(world.now)).toEqual([deployId]);
    const unlocked = world.memory.events.at(-1);
    if (unlocked !== undefined) doFor(records.notes, unlocked);
    expect(records.candidates(world.now)).toEqual([]);
  });
});
