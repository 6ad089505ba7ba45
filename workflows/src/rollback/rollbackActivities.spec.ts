import { DeliveryError } from "@ballast/delivery";
import { deployDecider, laneDecider } from "@ballast/domain";
import { foldRecord, ids } from "@ballast/eventlog";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { deployId, incidentId, minute, place, release, serviceId } from "../specification/activityWorld.ts";
import { RollbackWorld, rollbackId } from "../specification/rollbackWorld.ts";
import type { DeployRef } from "../traffic/deployRef.ts";
import { rollbackActivities } from "./rollback.activities.ts";

vi.mock("@temporalio/activity", async () => (await import("../specification/activityWorld.ts")).uncancelled);

let world: RollbackWorld;
let deploy: DeployRef;
const act = () => rollbackActivities(world.parts);
const begun = async () => {
  world = new RollbackWorld();
  await world.history();
  deploy = await world.pressed();
};
beforeEach(begun);
const start = (runId: string, replaces?: { runId: string; reason: string }) =>
  act().startRollback({ deploy, workflowId: "rollback/shop", runId, ...(replaces && { replaces }) });
const lane = async () => {
  const state = await foldRecord(world.parts.log, laneDecider, place.laneId);
  if (state.status === "absent") throw new Error("the lane was opened");
  return state;
};
const refuses = (code: ConstructorParameters<typeof DeliveryError>[0], output: string[] = []) => {
  world.answers.set("restore", () => {
    throw new DeliveryError(code, "x".repeat(3_000), "mend it").withOutput(output);
  });
};

describe("carrying a rollback out", () => {
  it("is one run's work; the next takes a lost one's place, with a new lock", async () => {
    expect([await start("run-1"), await start("run-1"), await start("run-2")]).toEqual(["started", "started", "taken"]);
    const before = (await lane()).lock?.fence ?? 0;
    expect(await start("run-2", { runId: "run-1", reason: "terminated" })).toBe("started");
    expect(world.last("DeployRunReplaced")).toMatchObject({ fromRunId: "run-1", toRunId: "run-2", reason: "terminated" });
    expect((await lane()).lock?.fence).toBeGreaterThan(before);
  });

  it("moves everybody with its own operation and lock, and the lane knows at once who serves", async () => {
    world.answers.set("restore", () => void (world.now += 700));
    expect(await act().tryTarget({ deploy, preempts: deployId })).toEqual({ kind: "restored" });
    expect(world.asked).toMatchObject([{
      what: "restore",
      request: {
        operationId: `${rollbackId}/restore/${deploy.releaseId}`, deployId, timeoutMs: 25_000, fence: (await lane()).lock?.fence,
        release: { version: "v1", artifact: { command: "node" } },
      },
    }]);
    expect(world.last("TrafficShifted")).toMatchObject({ deployId: rollbackId, percent: 0, step: null, durationMs: 700 });
    expect((await lane()).serving).toMatchObject({ version: "v1", deployId: rollbackId });
    expect(world.memory.events.at(-1)?.metadata.actor).toMatchObject({ means: "workflow", onBehalfOf: { name: "Ana" } });
  });

  it("asks the target for a release without an artifact by its name alone", async () => {
    await world.act(laneDecider, place.laneId, {
      type: "RedirectRollback", now: world.at(), laneId: place.laneId, deployId: rollbackId, ...release("v9"),
    });
    await act().tryTarget({ deploy: { ...deploy, ...release("v9") }, preempts: null });
    expect(world.asked[0]?.request["release"]).toEqual({ version: "v9" });
    expect(world.asked[0]?.request["deployId"]).toBeUndefined();
  });

  it.each(["RELEASE_CRASHED", "RELEASE_NOT_HEALTHY", "RELEASE_UNKNOWN", "RELEASE_CHANGED"] as const)(
    "says why its target does not start (%s), no longer than can be kept",
    async (code) => {
      refuses(code, Array.from({ length: 30 }, (_, line) => `${line} ${"y".repeat(600)}`));
      const tried = await act().tryTarget({ deploy, preempts: null });
      if (tried.kind !== "failed") throw new Error("it does not start");
      expect([tried.error.length, tried.output.length, tried.output[0]?.length]).toEqual([2_000, 20, 500]);
      expect(tried.output[0]).toMatch(/^10 /u);
      expect((await lane()).serving).toMatchObject({ version: "v2" });
    },
  );

  it("is another's where the lane is, and tried again where the target does not answer", async () => {
    refuses("LANE_LOST");
    expect(await act().tryTarget({ deploy, preempts: null })).toEqual({ kind: "lost" });
    refuses("TARGET_UNREACHABLE");
    await expect(act().tryTarget({ deploy, preempts: null })).rejects.toThrow("xxx");
    expect(world.facts("deploy", rollbackId)).toEqual(["DeployRequested"]);
  });

  it("of runs from before the next release was looked for fails as an activity does, and gives way quietly", async () => {
    refuses("RELEASE_CRASHED");
    await expect(act().restoreRelease({ deploy, preempts: null })).rejects.toThrow("xxx");
    refuses("LANE_LOST");
    expect(await act().restoreRelease({ deploy, preempts: null })).toBeUndefined();
  });

  it("leaves a lane that is free, with what was left marked as faulty and held", async () => {
    await act().tryTarget({ deploy, preempts: null });
    await act().settleLane({ deploy, reason: "rolled back to v1" });
    expect(await lane()).toMatchObject({ lock: null, hold: { version: "v2", reason: "rolled back to v1" } });
    expect((await lane()).releases.find(({ version }) => version === "v2")?.faulty).toBe("rolled back to v1");
    expect(world.last("LaneUnlocked")).toMatchObject({ deployId: rollbackId, reason: "rolled back" });
  });

  it("holds nothing where nothing was left", async () => {
    await act().settleLane({ deploy: { ...deploy, fromReleaseId: null, fromVersion: null }, reason: "rolled back" });
    expect(await lane()).toMatchObject({ lock: null, hold: null });
  });

  it("is done when its record says how long it took since the press", async () => {
    await act().completeRollback({ deploy, pressedAt: new Date(world.now - minute).toISOString() });
    expect(world.last("RollbackCompleted")).toMatchObject({ durationMs: minute });
    await begun();
    await act().completeRollback({ deploy, pressedAt: new Date(world.now + minute).toISOString() });
    expect(world.last("RollbackCompleted")).toMatchObject({ durationMs: 0 });
  });
});

describe("what it took the lane from", () => {
  it("is told, and ends when the rollback is done: with the release that serves from now on", async () => {
    world = new RollbackWorld();
    await world.deploying();
    await world.served("v1");
    await world.ofDeploy({
      type: "Start", now: world.at(), deployId, requestEventId: ids.part("d", "request"), workflowId: "w", runId: "r",
    });
    deploy = await world.pressed({ preempts: deployId });
    await act().preemptDeploy({ deploy, preempts: deployId });
    expect(world.last("DeployPreempted")).toEqual({ deployId, byDeployId: rollbackId });
    expect(world.facts("deploy", deployId)).not.toContain("DeployRolledBack");
    world.now += minute;
    await act().completeRollback({ deploy, pressedAt: world.at() });
    expect(world.last("DeployRolledBack")).toEqual({ deployId, toReleaseId: deploy.releaseId, toVersion: "v1", durationMs: minute });
  });
});

describe("calling people about it", () => {
  const pages = () => world.memory.events.flatMap(({ event }) => (event.type === "PageRequested" ? [event.data] : []));
  const declared = () => world.memory.events.flatMap(({ event }) => (event.type === "IncidentDeclared" ? [event.data] : []));
  const escalates = (more: { readonly incidentId?: string; readonly nothingLeft?: boolean } = {}) =>
    act().escalateRollback({ deploy, incidentId: null, ...more });

  it("declares an incident where none is open, once, that says what is known and where the fault is", async () => {
    await escalates();
    await escalates();
    expect(declared()).toHaveLength(1);
    expect(declared()[0]).toMatchObject({
      title: "Shop: the rollback to v1 is not done after five minutes", severity: 2, publicImpact: "major", serviceIds: [serviceId],
      drill: false, private: false, declaredAutomatically: true,
      summary: expect.stringMatching(/^The rollback of shop production from v2 to v1: .*Could go to v0 \(proved good\)/u),
    });
    expect(world.last("RollbackEscalated")).toMatchObject({ reason: expect.stringContaining("the target does not answer") });
    expect(world.last("LinkAdded")).toMatchObject({ kind: "deploy", recordId: rollbackId, confidence: "sure" });
    expect(world.memory.events.find(({ event }) => event.type === "IncidentDeclared")?.metadata.actor.name).toBe("Ballast");
  });

  it("says that it cannot be carried out where nothing is left, and from what where nothing served", async () => {
    deploy = { ...deploy, fromReleaseId: null, fromVersion: null };
    await escalates({ nothingLeft: true });
    expect(declared()[0]).toMatchObject({
      title: "Shop: the rollback to v1 cannot be carried out", summary: expect.stringContaining("from nothing to v1"),
    });
  });

  it("joins the incident that is open on the service: a pinned entry, and a page of its own", async () => {
    await world.declared();
    await escalates();
    await escalates();
    expect(declared()).toHaveLength(1);
    expect(pages()).toMatchObject([
      { incidentId, purpose: "responders", reason: expect.stringContaining("is not done after five minutes") },
    ]);
    expect(world.last("EntryAdded")).toMatchObject({ incidentId, pinned: true, text: pages()[0]?.reason });
  });

  it("joins no drill and no private incident by itself; the one it was pressed in it joins, whatever that is", async () => {
    await world.declared({ drill: true });
    await escalates();
    expect(declared()).toHaveLength(2);
    await begun();
    await world.declared({ private: true });
    await escalates({ incidentId });
    expect(declared()).toHaveLength(1);
    expect(pages()).toMatchObject([{ incidentId }]);
  });

  it("calls again when errors go on after it, under a name of its own, and for nothing else", async () => {
    await world.declared();
    for (const recovered of [true, null]) await act().reportRollback({ deploy, recovered, incidentId: null });
    expect(pages()).toEqual([]);
    await escalates();
    await act().reportRollback({ deploy, recovered: false, incidentId: null });
    expect(pages()).toMatchObject([{}, { reason: "errors go on after the rollback to v1" }]);
    expect(world.facts("deploy", rollbackId).filter((type) => type === "RollbackEscalated")).toHaveLength(1);
  });

  it("keeps its words short enough to be kept, however much a release wrote", async () => {
    await act().leaveTarget({ deploy, attempt: 1, error: "e".repeat(2_000), output: ["o".repeat(500)] });
    await escalates();
    const state = await foldRecord(world.parts.log, deployDecider, rollbackId);
    expect(state.status === "going" && state.escalated).toBe(true);
    expect(world.last("RollbackEscalated")).toMatchObject({ reason: expect.stringMatching(/^.{2000}$/u) });
  });
});

it("its effect is not asked for where nothing served before", async () => {
  const asked = { deploy: { ...deploy, fromReleaseId: null, fromVersion: null }, pressedAt: world.at(), preempts: null };
  expect(await act().measureRollbackEffect(asked)).toMatchObject({ recovered: null });
  expect(world.facts("deploy", rollbackId)).not.toContain("EffectMeasured");
});
