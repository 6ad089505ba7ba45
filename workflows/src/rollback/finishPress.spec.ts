import { laneDecider } from "@ballast/domain";
import { handle, ids } from "@ballast/eventlog";
import { streamName } from "@ballast/schema";
import { defaultResponsePolicy } from "@ballast/schema/workflows";
import { beforeEach, describe, expect, it } from "vitest";
import { NotYet } from "../reactor/notYet.ts";
import { reactTo } from "../reactor/reactor.ts";
import type { Reaction } from "../reactor/slice.ts";
import { slices } from "../slices.ts";
import { FakeEngine } from "../specification/fakeEngine.ts";
import { WorkerWorld } from "../specification/worker.ts";
import { directRollback } from "./directRollback.ts";

const rollbackId = ids.deploy("pressed");
let world: WorkerWorld;
let engine: FakeEngine;
let reaction: Reaction;
const factsOf = () => ({ artifactAvailable: true, rollbackSafe: true });

beforeEach(async () => {
  world = new WorkerWorld();
  engine = new FakeEngine();
  reaction = {
    log: world.memory.asLog(), temporal: engine.asClient(), flags: { changedFor: () => Promise.resolve([]) },
    now: () => new Date(world.now), policy: defaultResponsePolicy,
  };
  await world.registerService();
  await world.lane({ type: "ServeEveryone", now: world.at(), ...world.place, deployId: ids.deploy("first"), ...world.release("v1") });
  await world.baking();
  await world.lane({
    type: "ShiftExposure", now: world.at(), laneId: world.place.laneId, deployId: world.deploy.deployId, ...world.release("v2"),
    percent: 10, customers: [],
  });
});

/** A process takes the lane for a rollback, and dies before it asks for it. */
const diesAfterLock = (): Promise<void> =>
  world.lane({ type: "TakeLaneForRollback", now: world.at(), ...world.place, service: "shop", deployId: rollbackId, to: null, factsOf });
const lockEvent = () => world.memory.events.findLast(({ event }) => event.type === "LaneLocked");

async function react(): Promise<void> {
  const recorded = lockEvent();
  if (recorded === undefined) throw new Error("no lock");
  await reactTo(slices, reaction, recorded);
}
const requested = () => world.all("DeployRequested").filter(({ deployId }) => deployId === rollbackId);

describe("a rollback whose process died between lock and request", () => {
  it("is asked for by the reactor, after a while: to where the lock said, from the canary, in the name of who pressed", async () => {
    await diesAfterLock();
    await expect(react()).rejects.toBeInstanceOf(NotYet);
    world.now += 31_000;
    await react();
    await react();
    expect(requested()).toMatchObject([
      { kind: "rollback", version: "v1", fromVersion: "v2", preempts: world.deploy.deployId, deadlineAt: "2026-03-02T10:05:00.000Z" },
    ]);
    expect(world.memory.events.findLast(({ id }) => id === rollbackId)?.metadata).toMatchObject({
      actor: { name: "Ana" }, occurredAt: "2026-03-02T10:00:00.000Z",
    });
    expect(world.memory.facts(streamName("lane", world.place.laneId)).at(-1)).toBe("LaneLocked");
  });

  it("is then carried out by a run, and the deploy that had the lane is told", async () => {
    await diesAfterLock();
    world.now += 31_000;
    await react();
    const asked = world.memory.events.find(({ event, id }) => event.type === "DeployRequested" && id === rollbackId);
    if (asked === undefined) throw new Error("not asked for");
    await reactTo(slices, reaction, asked);
    expect(engine.started).toMatchObject([
      { name: "rollbackService", input: { deployId: rollbackId, version: "v1", preempts: world.deploy.deployId } },
    ]);
    expect(world.all("DeployPreempted")).toEqual([{ deployId: world.deploy.deployId, byDeployId: rollbackId }]);
  });

  it("is finished by the next `rollback --direct`, without the engine", async () => {
    await diesAfterLock();
    world.target.restore = () => Promise.resolve({ operationId: "o", appliedAt: world.at(), changed: true, stable: "v1" });
    const done = await directRollback(world.parts, {
      service: "shop", environment: "production", toVersion: null, stay: false, reason: "again", actor: world.deploy.actor,
      commandId: ids.command("second"), signal: new AbortController().signal, onStep: () => undefined,
    });
    expect(done).toMatchObject({ deployId: rollbackId, version: "v1", fromVersion: "v2" });
    expect(world.all("RollbackCompleted")).toMatchObject([{ deployId: rollbackId }]);
    expect(world.all("DeployRolledBack")).toMatchObject([{ deployId: world.deploy.deployId, toVersion: "v1" }]);
    const lane = laneOf();
    expect(lane).toMatchObject({ lock: null, serving: { version: "v1" }, exposure: null });
  });

  it("that comes back after all finds its press carried out, and asks for nothing new", async () => {
    await diesAfterLock();
    world.now += 31_000;
    await react();
    const { deployDecider } = await import("@ballast/domain");
    const [asked] = requested();
    if (asked === undefined) throw new Error("not asked for");
    const { kind, plan, deadlineAt, ...data } = asked;
    await world.handle(
      { aggregate: deployDecider, id: rollbackId },
      { type: "RequestRollback", now: world.at(), ...data, reason: "orders fail", direct: true, warnings: ["mind the schema"] },
    );
    expect(requested()).toHaveLength(1);
  });
});

it("a deploy's lock without a request is taken off: nothing was moved", async () => {
  await world.lane({ type: "UnlockLane", now: world.at(), laneId: world.place.laneId, deployId: world.deploy.deployId, reason: "done" });
  const deployId = ids.deploy("half");
  await handle(world.memory.asLog(), {
    aggregate: laneDecider,
    id: world.place.laneId,
    command: { type: "LockLane", now: world.at(), ...world.place, service: "shop", deployId, ...world.release("v3") },
    context: {
      commandId: ids.command("half"), actor: world.deploy.actor, now: world.at(), correlationId: ids.part("c", "x"),
      causationId: ids.part("c", "x"),
    },
  });
  world.now += 31_000;
  await react();
  expect(laneOf()).toMatchObject({ lock: null });
});

const laneOf = () =>
  world.memory.events.reduce(
    (lane, { event, category }) =>
      category === "lane" ? laneDecider.evolve(lane, event as Parameters<typeof laneDecider.evolve>[1]) : lane,
    laneDecider.initialState,
  );
