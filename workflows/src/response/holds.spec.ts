import { laneDecider } from "@ballast/domain";
import { beforeEach, describe, expect, it } from "vitest";
import { ActivityWorld, deployId, incident, incidentId, place } from "../specification/activityWorld.ts";
import { holdDeploysOf, liftHoldsOf } from "./holds.ts";

let world: ActivityWorld;
const held = (): readonly string[] => world.facts("deploy", deployId).filter((type) => type.includes("Hold") || type.includes("Held"));
beforeEach(async () => {
  world = new ActivityWorld();
  await world.deploying();
});

describe("an incident", () => {
  it("holds the deploys that run in lanes of its services, once, and says which one it is", async () => {
    await world.declared();
    await holdDeploysOf(world.parts, incident);
    await holdDeploysOf(world.parts, incident);
    expect(held()).toEqual(["DeployHeld"]);
    expect(world.last("DeployHeld")).toMatchObject({ incidentId, reason: "INC-7 is open" });
  });

  it("lets go on what it held, and nothing else", async () => {
    await world.declared();
    await liftHoldsOf(world.parts, incident);
    expect(held()).toEqual([]);
    await holdDeploysOf(world.parts, incident);
    await world.ofIncident({ type: "ChangeState", now: world.at(), incidentId, to: "resolved", reason: "" });
    await liftHoldsOf(world.parts, incident);
    await liftHoldsOf(world.parts, incident);
    expect(held()).toEqual(["DeployHeld", "DeployHoldLifted"]);
    expect(world.last("DeployHoldLifted")).toMatchObject({ incidentId, reason: "INC-7 is resolved" });
  });

  it("that is a drill, over, or unknown holds nothing", async () => {
    await holdDeploysOf(world.parts, incident);
    await liftHoldsOf(world.parts, incident);
    await world.declared({ drill: true });
    await holdDeploysOf(world.parts, incident);
    expect(held()).toEqual([]);
    const another = new ActivityWorld();
    await another.deploying();
    await another.declared();
    await another.ofIncident({ type: "ChangeState", now: another.at(), incidentId, to: "resolved", reason: "" });
    await holdDeploysOf(another.parts, incident);
    expect(another.facts("deploy", deployId)).toEqual(["DeployRequested"]);
  });

  it("holds nothing where no deploy has the lane", async () => {
    await world.act(laneDecider, place.laneId, { type: "UnlockLane", now: world.at(), laneId: place.laneId, deployId, reason: "done" });
    await world.declared();
    await holdDeploysOf(world.parts, incident);
    expect(held()).toEqual([]);
  });
});
