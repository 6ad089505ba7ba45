import { incidentDecider, serviceDecider } from "@ballast/domain";
import { escalationDecider } from "@ballast/domain/escalation";
import { foldRecord, idOf, ids } from "@ballast/eventlog";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { TellStakeholdersInput } from "@ballast/schema/workflows";
import { ActivityWorld, ana, incidentId, serviceId } from "../specification/activityWorld.ts";
import { tell } from "../specification/scriptedWorkflow.ts";
import { pageActivities } from "./page.activities.ts";
import { stakeholderActivities } from "./stakeholders.activities.ts";
import { tellStakeholders } from "./tellStakeholders.workflow.ts";

vi.mock("@temporalio/workflow", () => import("../specification/scriptedWorkflow.ts"));
vi.mock("@temporalio/activity", async () => (await import("../specification/activityWorld.ts")).uncancelled);

let world: ActivityWorld;
let [boss, press, ben] = ["", "", ""];
const escalationId = idOf(escalationDecider, "policy");
const input = (requestEventId: string): TellStakeholdersInput => ({ incidentId, requestEventId, correlationId: "c", actor: ana });
/** What was told last; a milestone comes with it. */
const last = (): string =>
  world.memory.events.findLast(({ category, event }) => category === "incident" && event.type !== "MilestoneReached")?.eventId ?? "";
const told = async (eventId = last()): Promise<readonly (readonly [string, string])[]> => {
  const before = world.delivered.length;
  await stakeholderActivities(world.parts).tellWhoIsConcerned(input(eventId));
  return world.delivered.slice(before).map(({ to, subject }) => [to, subject] as const);
};

beforeEach(async () => {
  world = new ActivityWorld();
  await world.serving();
  [boss, press] = [await world.person("boss", ["viewer"]), await world.person("press", ["viewer"])];
  ben = await world.person("ben", ["responder"]);
  await world.act(escalationDecider, escalationId, {
    type: "WriteEscalation", now: world.at(), escalationId, name: "Shop", description: "", rounds: 1, lastly: [], reason: "",
    steps: [{ targets: [{ kind: "person", personId: ben }], minutes: 5 }],
    stakeholders: [{ target: { kind: "person", personId: boss }, upTo: 2 }, { target: { kind: "person", personId: press }, upTo: 1 }],
  });
  await world.act(serviceDecider, serviceId, { type: "AssignEscalation", now: world.at(), serviceId, escalationId });
});

describe("who is told of an incident without being called", () => {
  it("is who wants to know of one as bad, in one message an event however often it is tried; nobody of them is ever called", async () => {
    await world.declared({ severity: 2 });
    const declared = last();
    expect(await told()).toEqual([["boss@example.org", "INC-7 was declared, severity 2: Shop fails"]]);
    await told(declared);
    expect(new Set(world.delivered.map(({ key }) => key)).size).toBe(1);
    const page = await world.paged({ escalations: [{ escalationId, rotationIds: [] }] });
    const { sends } = await pageActivities(world.parts).claimStep({ page, step: "person", round: 0, place: 0 });
    expect(sends.map(({ personId }) => personId)).toEqual([ben]);
  });

  it("hears when it gets worse, is reported on, and over; of entries nobody hears", async () => {
    await world.declared({ severity: 3 });
    expect(await told()).toEqual([]);
    await world.ofIncident({ type: "SetSeverity", now: world.at(), incidentId, to: 1, reason: "payments too" });
    expect(await told()).toEqual([
      ["boss@example.org", "INC-7 got worse, severity 1: Shop fails"], ["press@example.org", "INC-7 got worse, severity 1: Shop fails"],
    ]);
    await world.ofIncident({
      type: "AddEntry", now: world.at(), incidentId, entryId: ids.part("e", "1"), at: world.at(), text: "restarted", pinned: false,
    });
    expect(await told()).toEqual([]);
    await world.ofIncident({
      type: "PostUpdate", now: world.at(), incidentId, updateId: ids.part("u", "1"), visibility: "internal", status: "identified",
      body: "It is the cache", nextUpdateInMs: null,
    });
    expect((await told()).map(([, subject]) => subject)).toEqual(Array(2).fill("INC-7 identified, severity 1: Shop fails"));
    expect(world.delivered.at(-1)?.text).toContain("It is the cache");
    await world.ofIncident({ type: "ChangeState", now: world.at(), incidentId, to: "resolved", reason: "cache is back" });
    const changed = world.memory.events.findLast(({ event }) => event.type === "IncidentStateChanged")?.eventId;
    expect((await told(changed)).map(([, subject]) => subject)).toEqual(Array(2).fill("INC-7 is resolved, severity 1: Shop fails"));
  });

  it.each([{ private: true }, { drill: true }])("is nobody where it is %j", async (kind) => {
    await world.declared({ severity: 1, ...kind });
    expect((await foldRecord(world.memory.asLog(), incidentDecider, incidentId)).status).toBe("declared");
    expect(await told()).toEqual([]);
  });

  it("is told by a run of its own", async () => {
    const run = await tell(tellStakeholders, input("e"), { clock: () => undefined, activities: { tellWhoIsConcerned: () => undefined } });
    expect(run.calls).toMatchObject([{ name: "tellWhoIsConcerned", input: { incidentId } }]);
  });
});
