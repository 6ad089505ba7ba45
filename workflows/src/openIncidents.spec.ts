import { ids } from "@ballast/eventlog";
import { beforeEach, describe, expect, it } from "vitest";
import { openIncidentOn } from "./openIncidents.ts";
import { ActivityWorld, incidentId, minute, serviceId } from "./specification/activityWorld.ts";

const day = 24 * 60 * minute;
let world: ActivityWorld;
beforeEach(async () => {
  world = new ActivityWorld();
  await world.serving();
});
const open = (service = serviceId) => openIncidentOn(world.parts, service);
const ends = (id = incidentId) =>
  world.ofIncident({ type: "ChangeState", now: world.at(), incidentId: id, to: "cancelled", reason: "a false alarm" });
async function another(): Promise<string> {
  const id = ids.incident("another");
  await world.ofIncident({
    type: "DeclareIncident", now: world.at(), incidentId: id, number: 8, title: "Slow", summary: "", severity: 3, publicImpact: "none",
    serviceIds: [serviceId], components: [], impactStartAt: null, drill: false, private: false, declaredAutomatically: false,
  });
  return id;
}

describe("the incident that people work on for a service", () => {
  it("is the one that something happened to last", async () => {
    await world.declared();
    const later = await another();
    expect(await open()).toBe(later);
    await world.ofIncident({ type: "SetSeverity", now: world.at(), incidentId, to: 1, reason: "worse" });
    expect(await open()).toBe(incidentId);
  });

  it("is none that has ended, however much happened to it since: then an older one that is open is", async () => {
    await world.declared();
    const later = await another();
    await ends(later);
    expect(await open()).toBe(incidentId);
    await ends();
    expect(await open()).toBeNull();
  });

  it("is none of another service, no drill, and none that few may know of", async () => {
    await world.declared();
    expect(await open(ids.service("search"))).toBeNull();
    for (const kind of [{ drill: true }, { private: true }]) {
      world = new ActivityWorld();
      await world.serving();
      await world.declared(kind);
      expect(await open()).toBeNull();
    }
  });

  it("is none to which nothing has happened for two days", async () => {
    await world.declared();
    world.now += 2 * day;
    expect(await open()).toBe(incidentId);
    world.now += 1;
    expect(await open()).toBeNull();
  });

  it("is one that goes on although another one was written down by a clock that ran years ahead, which has ended since", async () => {
    await world.declared();
    const now = world.now;
    world.now += 1_000 * day;
    const later = await another();
    expect(await open()).toBe(later);
    await ends(later);
    world.now = now + minute;
    expect(await open()).toBe(incidentId);
  });

  it("is one that was opened again", async () => {
    await world.declared();
    await world.ofIncident({ type: "ChangeState", now: world.at(), incidentId, to: "resolved", reason: "it is back" });
    expect(await open()).toBeNull();
    await world.ofIncident({ type: "Reopen", now: world.at(), incidentId, reason: "it fails again" });
    expect(await open()).toBe(incidentId);
  });

  it("is none where there has never been one", async () => {
    expect(await open()).toBeNull();
  });
});
