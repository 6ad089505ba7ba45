import { laneDecider } from "@ballast/domain";
import { foldRecord, ids } from "@ballast/eventlog";
import { beforeEach, describe, expect, it } from "vitest";
import { place, release } from "../specification/activityWorld.ts";
import { RollbackWorld, rollbackId } from "../specification/rollbackWorld.ts";
import type { DeployRef } from "../traffic/deployRef.ts";
import { explainDelay, leaveTarget } from "./leaveTarget.ts";

let world: RollbackWorld;
beforeEach(async () => {
  world = new RollbackWorld();
  await world.history();
});
const leave = (deploy: DeployRef, attempt = 1, output: readonly string[] = []) =>
  leaveTarget(world.parts, { deploy, attempt, error: "it crashed", output });
const goesTo = async () => {
  const lane = await foldRecord(world.parts.log, laneDecider, place.laneId);
  return lane.status === "open" ? lane.lock?.version : undefined;
};

describe("a rollback whose target does not start", () => {
  it("writes why, and goes on to the next older release known to be good, on its record and its lane", async () => {
    const deploy = await world.pressed();
    const left = await leave(deploy, 1, ["cannot bind 8080"]);
    expect(left).toEqual({ deploy: { ...deploy, ...release("v0") }, exhausted: false });
    expect(world.last("RollbackTargetFailed")).toMatchObject({
      ...release("v1"), attempt: 1, error: "it crashed", output: ["cannot bind 8080"],
    });
    expect(world.last("RollbackRedirected")).toMatchObject({
      ...release("v0"), reason: "v1 does not start; v0 is the next older release known to be good",
    });
    expect(await goesTo()).toBe("v0");
  });

  it("goes back to what was asked for when no other is left, and says that a person has to help", async () => {
    const deploy = await world.pressed();
    const second = await leave(deploy);
    const third = await leave(second.deploy, 2);
    expect(third).toEqual({ deploy: { ...deploy, ...release("v1") }, exhausted: true });
    expect(world.last("RollbackRedirected")).toMatchObject({
      ...release("v1"), reason: "no other release is known to be good: v1 is tried again",
    });
    expect(await goesTo()).toBe("v1");
  });

  it("stays where a person told it to", async () => {
    const deploy = await world.pressed({ stay: true });
    expect(await leave(deploy)).toEqual({ deploy, exhausted: true });
    expect(world.facts("deploy", rollbackId)).not.toContain("RollbackRedirected");
    expect(await goesTo()).toBe("v1");
  });

  it("done twice, is left once", async () => {
    const deploy = await world.pressed();
    const [one, other] = [await leave(deploy), await leave(deploy)];
    expect(other).toEqual(one);
    expect(world.facts("deploy", rollbackId)).toEqual(["DeployRequested", "RollbackTargetFailed", "RollbackRedirected"]);
  });
});

describe("what whoever is called for it reads", () => {
  it("why it is not done, with what the release wrote last, and what could be named instead, the best first", async () => {
    world = new RollbackWorld();
    await world.serving();
    await world.served("vx", { good: false });
    await world.served("v0");
    await world.served("v1");
    await world.served("v2");
    const deploy = await world.pressed({ stay: true });
    await leave(deploy, 1, ["one", "two", "three", "four"]);
    expect(await explainDelay(world.parts, deploy)).toBe(
      "v1 does not start: it crashed (it wrote: two / three / four). "
        + "Could go to v0 (proved good), vx (never proved good): ballast rollback shop --environment production --to v0",
    );
  });

  it("which one was rolled back here before, and nothing that a silent release wrote", async () => {
    await world.act(laneDecider, place.laneId, {
      type: "FindFaulty", now: world.at(), laneId: place.laneId, deployId: ids.deploy("of v0"), ...release("v0"), reason: "errors",
    });
    const deploy = await world.pressed();
    await leave(deploy);
    expect(await explainDelay(world.parts, deploy)).toBe(
      "v1 does not start: it crashed. Could go to v0 (was rolled back here): ballast rollback shop --environment production --to v0",
    );
  });

  it("that the target does not answer, while no release has failed; where it goes already is no advice", async () => {
    const deploy = await world.pressed();
    expect(await explainDelay(world.parts, deploy)).toBe(
      "the target does not answer. Could go to v0 (proved good): ballast rollback shop --environment production --to v0",
    );
    const { deploy: next } = await leave(deploy);
    expect(await explainDelay(world.parts, next)).toMatch(/^v1 does not start: it crashed\. No other release/u);
  });

  it("that there is nothing to name where no other release has an artifact", async () => {
    world = new RollbackWorld();
    await world.serving();
    await world.served("v0", { artifact: false });
    await world.served("v2");
    const deploy = await world.pressed();
    expect(await explainDelay(world.parts, deploy)).toBe(
      "the target does not answer. "
        + "No other release with an artifact is known here: record a mended one and roll back to it by name",
    );
  });

  it("nothing more where the rollback is in no record", async () => {
    const deploy = await world.pressed();
    expect(await explainDelay(world.parts, { ...deploy, deployId: ids.deploy("unknown") })).toBe("");
  });
});
