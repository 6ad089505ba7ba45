import { laneDecider } from "@ballast/domain";
import { targetingDecider } from "@ballast/domain/targeting";
import { foldRecord, ids } from "@ballast/eventlog";
import { defaultFlagPolicy, type Cohort } from "@ballast/schema";
import { beforeEach, expect, it } from "vitest";
import { WorkerWorld } from "../specification/worker.ts";
import { changedFor, leftBy } from "./withRollback.ts";

const cohort: Cohort = {
  known: 0, enter: 0, leave: 0, switch: 0, cannotTell: 0, overridesStay: 0, names: { enter: [], leave: [], switch: [] }, hash: "",
  position: "0", compiler: "1", engine: "1",
};
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

it("a deploy's changes of flags are those that name it", async () => {
  const { log } = world.parts;
  const { deployId } = world.deploy;
  for (const [name, by] of [["ours", deployId], ["others", ids.deploy("x")], ["nobody", null]] as const) {
    const targetingId = ids.part("t", name);
    const changing = {
      now: world.at(), targetingId, facts: { key: name, variants: ["on", "off"], archived: null, policy: defaultFlagPolicy }, cohort,
      rebucket: null,
    };
    const rules = { prerequisites: [], rules: [], rollout: { parts: 0, variants: [{ variant: "on", weight: 1 }] }, defaultVariant: "off" };
    const of = { aggregate: targetingDecider, id: targetingId };
    await world.handle(of, {
      type: "OpenTargeting", ...changing, flagId: ids.part("f", name), environment: "production", offVariant: "off", rules,
    });
    await world.handle(of, {
      type: "ChangeFlag", ...changing, change: { kind: "rollout", parts: 5_000 }, reason: null, deployId: by, incidentId: null,
    });
  }
  expect(await changedFor(log, deployId)).toEqual([ids.part("t", "ours")]);
  expect(await changedFor(log, ids.deploy("never"))).toEqual([]);
});
