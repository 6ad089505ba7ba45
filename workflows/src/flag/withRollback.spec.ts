import { laneDecider } from "@ballast/domain";
import { foldRecord, ids } from "@ballast/eventlog";
import { beforeEach, expect, it } from "vitest";
import { WorkerWorld } from "../specification/worker.ts";
import { leftBy } from "./withRollback.ts";

const rollbackId = ids.deploy("r");
let world: WorkerWorld;

/** v1 serves everybody; v2, the deploy of the world, is on its way. */
beforeEach(async () => {
  world = new WorkerWorld();
  const { place, release, deploy } = world;
  const now = world.at();
  const first = ids.deploy("first");
  await world.lane({ type: "LockLane", now, ...place, service: "shop", deployId: first, ...release("v1") });
  await world.lane({ type: "ServeEveryone", now, ...place, deployId: first, ...release("v1") });
  await world.lane({ type: "UnlockLane", now, laneId: place.laneId, deployId: first, reason: null });
  await world.lane({ type: "LockLane", now, ...place, service: "shop", deployId: deploy.deployId, ...release("v2") });
  await world.tell({
    type: "RequestDeploy", now, deployId: deploy.deployId, ...place, ...release("v2"), fromReleaseId: release("v1").releaseId,
    fromVersion: "v1", plan: { steps: [{ percent: 100, customers: [], bakeMs: 1, analysis }], soakMs: 1 }, reason: "", automatic: false,
    incidentId: null, warnings: [],
  });
});

const analysis = {
  minSamples: 1, maxErrorsPer100k: 1, minEffectPer100k: 1, maxP95Ms: null, judgesLatency: false, minSlowerMs: 0, minSlowerPercent: 0,
};
const press = (more: object) =>
  ({
    kind: "rollback", laneId: world.place.laneId, deployId: rollbackId, preempts: null, fromReleaseId: world.release("v2").releaseId,
    ...more,
  }) as Parameters<typeof leftBy>[1];

it("a rollback takes back the deploy that moves, or the one whose release served everybody", async () => {
  const { log } = world.parts;
  const { deployId } = world.deploy;
  expect(await leftBy(log, press({ preempts: deployId }))).toBe(deployId);
  await world.lane({ type: "ServeEveryone", now: world.at(), ...world.place, deployId, ...world.release("v2") });
  expect(await leftBy(log, press({}))).toBe(deployId);
  expect(await leftBy(log, press({ fromReleaseId: world.release("v3").releaseId }))).toBeNull();
  expect(await leftBy(log, press({ kind: "deploy" }))).toBeNull();
  expect((await foldRecord(log, laneDecider, world.place.laneId)).status).toBe("open");
});
