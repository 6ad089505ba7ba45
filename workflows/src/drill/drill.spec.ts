import { incidentDecider, personDecider, rotationDecider, serviceDecider } from "@ballast/domain";
import { drillDecider, type DrillCommand, type PlannedDrill } from "@ballast/domain/drill";
import { escalationDecider } from "@ballast/domain/escalation";
import { foldRecord, idOf, ids } from "@ballast/eventlog";
import { plainLayer, type EscalationContent } from "@ballast/schema";
import { signalNames, workflowIds, type RunDrillInput } from "@ballast/schema/workflows";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { Following } from "../reactor/openRecords.ts";
import { reactTo } from "../reactor/reactor.ts";
import type { Reaction } from "../reactor/slice.ts";
import { ActivityWorld, ana, incidentId, minute, serviceId } from "../specification/activityWorld.ts";
import { FakeEngine } from "../specification/fakeEngine.ts";
import { tell } from "../specification/scriptedWorkflow.ts";
import { drillActivities } from "./drill.activities.ts";
import { runDrill } from "./runDrill.workflow.ts";
import { drillSlice } from "./slice.ts";

vi.mock("@temporalio/workflow", () => import("../specification/scriptedWorkflow.ts"));
vi.mock("@temporalio/activity", async () => (await import("../specification/activityWorld.ts")).uncancelled);

const drillId = idOf(drillDecider, "drill");
const planId = ids.part("drill", "plan");
const from = "2026-03-02T10:00:00.000Z";
const until = "2026-03-02T12:00:00.000Z";

let world: ActivityWorld;
let ann = "";
const ofDrill = (command: DrillCommand) => world.act(drillDecider, drillId, command);
const plan = (more: Partial<Extract<DrillCommand, { type: "PlanDrill" }>> = {}) => ofDrill({
  type: "PlanDrill", now: world.at(), drillId, planId, title: "The pool is empty", scenario: "Every call waits.", serviceId, severity: 2,
  from, until, announced: true, lastsMinutes: 60, ...more,
});
const input = (more: Partial<RunDrillInput> = {}): RunDrillInput => ({
  drillId, planId, from, until, announced: true, again: false, requestEventId: ids.part("drill", "planned"),
  correlationId: ids.part("drill", "story"), actor: ana, ...more,
});
const drill = async () => (await foldRecord(world.memory.asLog(), drillDecider, drillId)) as PlannedDrill;
const incident = () => foldRecord(world.memory.asLog(), incidentDecider, drillId);
const begin = () => drillActivities(world.parts).beginDrill(input());
const reaction = (engine = new FakeEngine()): Reaction => ({
  log: world.memory.asLog(), temporal: engine.asClient(), flags: { changedFor: () => Promise.resolve([]) }, now: () => new Date(world.now),
  policy: {} as Reaction["policy"],
});
/** What the worker does about everything that was recorded, once more. */
const react = async (): Promise<void> => {
  for (const event of [...world.memory.events]) await reactTo([drillSlice], reaction(), event);
};

beforeEach(async () => {
  world = new ActivityWorld();
  await world.serving();
  ann = await world.person("ann", ["responder"]);
});

describe("the run of a drill", () => {
  const begunAt: number[] = [];
  const told = (more: Partial<RunDrillInput> = {}, running: string | null = null) => tell(runDrill, input({
    from: new Date(10 * minute).toISOString(), until: new Date(130 * minute).toISOString(), ...more,
  }), {
    clock: (ms) => vi.setSystemTime(ms),
    activities: {
      announceDrill: () => undefined, lookAtDrill: () => running, endDrill: () => undefined,
      beginDrill: () => (begunAt.push(Date.now()), new Date(Date.now() + 60 * minute).toISOString()),
    },
  });
  const names = ({ calls }: { readonly calls: readonly { readonly name: string }[] }) => calls.map(({ name }) => name);
  beforeEach(() => {
    begunAt.length = 0;
    vi.useFakeTimers({ toFake: ["Date"], now: 0 });
  });

  it("tells of it, begins at some moment of its time, and ends by itself", async () => {
    for (const drawn of [0, 0.5, 0.999]) {
      vi.setSystemTime(0);
      const random = vi.spyOn(Math, "random").mockReturnValue(drawn);
      const run = await told();
      await run.until(300 * minute);
      expect(names(run)).toEqual(["announceDrill", "beginDrill", "endDrill"]);
      random.mockRestore();
    }
    expect(begunAt.map((at) => Math.round(at / minute))).toEqual([10, 70, 130]);
    vi.useRealTimers();
  });

  it("that is called off while it waits tells of that at once, and begins nothing", async () => {
    const run = await told();
    await run.until(minute);
    await run.signal(signalNames.drillCalledOff);
    await run.until(300 * minute);
    expect(run.calls.map(({ name, at }) => [name, at / minute])).toEqual([["announceDrill", 0], ["announceDrill", 1]]);
    vi.useRealTimers();
  });

  it("that was lost tells nobody again, and goes on where it runs", async () => {
    const waiting = await told({ again: true });
    await waiting.until(300 * minute);
    expect(names(waiting)).toEqual(["lookAtDrill", "beginDrill", "endDrill"]);
    vi.setSystemTime(0);
    const running = await told({ again: true }, new Date(20 * minute).toISOString());
    await running.until(300 * minute);
    expect(running.calls.map(({ name, at }) => [name, at / minute])).toEqual([["lookAtDrill", 0], ["endDrill", 20]]);
    vi.useRealTimers();
  });
});

describe("a drill whose time has come", () => {
  it("is an incident under its own id, declared once however often it is tried, and says who was on call", async () => {
    await plan();
    expect(await begin()).toBe("2026-03-02T11:00:00.000Z");
    world.now += minute;
    expect(await begin()).toBe("2026-03-02T11:00:00.000Z");
    expect(world.memory.events.filter(({ event }) => event.type === "IncidentDeclared")).toHaveLength(1);
    expect(await incident()).toMatchObject({ severity: 2, summary: "This is a drill. Every call waits.", declaration: { drill: true } });
    expect(await drill()).toMatchObject({ status: "running", begun: { at: from, calledIds: [] } });
  });

  it("does not begin by a plan that stands no more, nor when it was called off", async () => {
    await plan();
    await plan({ planId: ids.part("drill", "other"), until: "2026-03-02T13:00:00.000Z" });
    expect(await begin()).toBeNull();
    await ofDrill({ type: "CallOffDrill", now: world.at(), drillId, at: world.at(), reason: "a release goes out" });
    expect(await drillActivities(world.parts).beginDrill(input({ planId: ids.part("drill", "other") }))).toBeNull();
    expect(await incident()).toEqual({ status: "absent" });
  });

  it("is called off where its time has passed, or a real incident of the worst severities goes on", async () => {
    await plan();
    world.now = Date.parse(until) + 16 * minute;
    expect(await begin()).toBeNull();
    expect(await drill()).toMatchObject({ status: "calledOff", calledOff: { reason: "It could not begin in its time." } });
    world = new ActivityWorld();
    await world.serving();
    await plan();
    await world.declared({ severity: 2 });
    expect(await begin()).toBeNull();
    expect(await drill()).toMatchObject({ status: "calledOff", calledOff: { reason: "A real incident needs the people." } });
    expect(await incident()).toEqual({ status: "absent" });
  });

  it("begins beside a lesser one, another drill, one that is over, and a private one, of which nobody is told so", async () => {
    for (const change of [{ severity: 3 }, { severity: 1, drill: true }, { severity: 1, private: true }]) {
      world = new ActivityWorld();
      await world.serving();
      await plan();
      await world.declared(change);
      expect(await begin()).not.toBeNull();
    }
    world = new ActivityWorld();
    await world.serving();
    await plan();
    await world.declared({ severity: 1 });
    await world.ofIncident({ type: "ChangeState", now: world.at(), incidentId, to: "resolved", reason: "" });
    expect(await begin()).not.toBeNull();
  });
});

describe("a drill that runs", () => {
  beforeEach(async () => {
    await plan();
    await begin();
    world.now += 10 * minute;
  });

  it("stops for a real incident of the worst severities, however it came to that, once", async () => {
    await world.declared({ severity: 3 });
    await react();
    expect((await drill()).status).toBe("running");
    await world.ofIncident({ type: "SetSeverity", now: world.at(), incidentId, to: 1, reason: "everybody" });
    await react();
    await react();
    expect(await drill()).toMatchObject({ status: "calledOff", marks: [] });
    expect(await incident()).toMatchObject({ state: "cancelled" });
    expect(world.memory.events.filter(({ event }) => event.type === "DrillCalledOff")).toHaveLength(1);
  });

  it("does not stop for a private one, nor for another drill", async () => {
    await world.declared({ severity: 1, private: true });
    await react();
    expect((await drill()).status).toBe("running");
  });

  it("ends its incident where somebody has called it off, and nothing where people have resolved it", async () => {
    await ofDrill({ type: "CallOffDrill", now: world.at(), drillId, at: world.at(), reason: "enough" });
    await react();
    expect(await incident()).toMatchObject({ state: "cancelled" });
    expect((await drill()).marks).toEqual([]);
  });

  it("is over with its time, and scored by what was done until then", async () => {
    const now = world.at();
    await world.ofIncident({
      type: "ReachMilestone", now, incidentId: drillId, milestone: "acknowledged", at: now, basis: "observed",
    });
    world.now += 50 * minute;
    await drillActivities(world.parts).endDrill(input());
    await react();
    expect(await incident()).toMatchObject({ state: "cancelled" });
    const { status, marks } = await drill();
    expect(status).toBe("over");
    expect(marks.map(({ mark, met, tookMs }) => [mark, met, tookMs])).toEqual([
      ["acknowledged", 0, 10 * minute], ["commander", 0, null], ["firstUpdate", 0, null], ["roles", 0, null], ["finished", 0, null],
    ]);
  });

  it("is scored by how much of its type's checklist was ticked in its time, and when", async () => {
    const line = (n: number): string => ids.part("line", String(n));
    await world.ofIncident({
      type: "ChooseType", now: world.at(), incidentId: drillId, incidentTypeId: ids.part("type", "one"), name: "Outage", roles: [],
      links: [], checklist: [1, 2, 3].map((n) => ({ lineId: line(n), text: `step ${String(n)}`, who: "" })), conferenceLink: null,
      reason: "",
    });
    const begun = world.now;
    const tick = (n: number, ticked: boolean) =>
      world.ofIncident({ type: "TickLine", now: world.at(), incidentId: drillId, lineId: line(n), ticked });
    const mark = async () => (await drill()).marks.find((each) => each.mark === "checklist");
    await tick(1, true);
    world.now += 6 * minute;
    await tick(2, true);
    await tick(1, false);
    await world.ofIncident({ type: "ChangeState", now: world.at(), incidentId: drillId, to: "resolved", reason: "" });
    const took = world.now - begun;
    await react();
    expect(await mark()).toMatchObject({ met: 1, of: 3, goalMs: null });
    const before = await mark();
    world.now += minute;
    await tick(1, true);
    await tick(2, false);
    await world.ofIncident({
      type: "CorrectMilestone", now: world.at(), incidentId: drillId, milestone: "commanderAssigned", at: "2026-03-02T10:04:00.000Z",
      reason: "said aloud",
    });
    await react();
    expect(await mark()).toEqual(before);
    expect(before?.tookMs).toBeGreaterThanOrEqual(took);
  });

  it("is scored when people resolve it, and again where its log is corrected", async () => {
    const now = world.at();
    await world.ofIncident({ type: "TakeRole", now, incidentId: drillId, role: "commander", personId: ann });
    await world.ofIncident({
      type: "PostUpdate", now, incidentId: drillId, updateId: ids.part("u", "one"), visibility: "internal", status: "looking",
      body: "We look.", nextUpdateInMs: null,
    });
    await react();
    expect((await drill()).status).toBe("running");
    await world.ofIncident({ type: "ChangeState", now, incidentId: drillId, to: "resolved", reason: "" });
    await react();
    const met = async () => Object.fromEntries((await drill()).marks.map(({ mark, met: of }) => [mark, of]));
    expect(await met()).toEqual({ acknowledged: 0, commander: 0, firstUpdate: 0, roles: 1, finished: 1 });
    await world.ofIncident({
      type: "CorrectMilestone", now, incidentId: drillId, milestone: "commanderAssigned", at: "2026-03-02T10:04:00.000Z",
      reason: "said aloud",
    });
    await react();
    await react();
    expect(await met()).toMatchObject({ commander: 1 });
    expect(world.memory.events.filter(({ event }) => event.type === "DrillScored")).toHaveLength(2);
  });
});

describe("those who are on call", () => {
  it("hear of a drill that is announced once, by the same message however often it is tried, and not of another plan", async () => {
    const escalationId = idOf(escalationDecider, "policy");
    await world.act(escalationDecider, escalationId, {
      type: "WriteEscalation", now: world.at(), escalationId, name: "Shop", description: "", rounds: 1, lastly: [], reason: "",
      steps: [{ targets: [{ kind: "person", personId: ann }], minutes: 5 }], stakeholders: [],
    });
    await world.act(serviceDecider, serviceId, { type: "AssignEscalation", now: world.at(), serviceId, escalationId });
    await plan();
    await drillActivities(world.parts).announceDrill(input());
    await drillActivities(world.parts).announceDrill(input());
    expect(world.delivered.map(({ to, subject }) => [to, subject])).toEqual(Array.from({ length: 2 }, () =>
      ["ann@example.org", "A drill for Shop, at some moment from 2026-03-02 10:00 UTC to 2026-03-02 12:00 UTC"]));
    expect(new Set(world.delivered.map(({ key }) => key)).size).toBe(1);
    expect(await drill()).toMatchObject({ toldIds: [ann] });
    await drillActivities(world.parts).announceDrill(input({ planId: ids.part("drill", "other") }));
    expect(world.delivered).toHaveLength(2);
    await begin();
    expect((await drill()).begun?.calledIds).toEqual([ann]);
  });
});

describe("those who expect a drill", () => {
  const rotationId = ids.rotation("shop");
  const [ben, cleo] = [ids.person("ben"), ids.person("cleo")];
  /** A day each, ann first, over three days. */
  const three = { from: "2026-03-03T10:00:00.000Z", until: "2026-03-05T10:00:00.000Z" };
  const told = () => world.delivered.splice(0).map(({ to, subject }) => [to, subject]);
  const policyOf = async (steps: EscalationContent["steps"]) => {
    const escalationId = idOf(escalationDecider, "policy");
    await world.act(escalationDecider, escalationId, {
      type: "WriteEscalation", now: world.at(), escalationId, name: "Shop", description: "", rounds: 1, lastly: [], reason: "", steps,
      stakeholders: [],
    });
    await world.act(serviceDecider, serviceId, { type: "AssignEscalation", now: world.at(), serviceId, escalationId });
  };
  beforeEach(async () => {
    for (const login of ["ben", "cleo"]) await world.person(login, ["responder"]);
    await world.act(rotationDecider, rotationId, {
      type: "CreateRotation", now: world.at(), rotationId, name: "Shop",
      layer: {
        ...plainLayer, layerId: rotationId, effectiveFrom: world.at(), timeZone: "UTC", startsOn: "2026-03-02", people: [ann, ben, cleo],
        handOver: { every: "day", weekday: null, at: "08:00" },
      },
    });
    await world.act(serviceDecider, serviceId, { type: "AssignRotation", now: world.at(), serviceId, purpose: "responders", rotationId });
  });

  it("are all whose turn lies in its time, not those at its ends alone", async () => {
    await plan(three);
    await drillActivities(world.parts).announceDrill(input(three));
    expect(new Set(told().map(([to]) => to))).toEqual(new Set(["ann@example.org", "ben@example.org", "cleo@example.org"]));
  });

  it("are those of the first step that reaches somebody, where the first one is empty or names who has left", async () => {
    await world.act(personDecider, cleo, { type: "Leave", now: world.at(), personId: cleo });
    await policyOf([
      { targets: [{ kind: "person", personId: cleo }], minutes: 5 }, { targets: [{ kind: "person", personId: ben }], minutes: 5 },
      { targets: [{ kind: "person", personId: ann }], minutes: 5 },
    ]);
    await plan();
    await begin();
    expect((await drill()).begun?.calledIds).toEqual([ben]);
  });

  it("are told where it is planned anew, whether they are on call then or not, and where it was called off, once", async () => {
    await policyOf([{ targets: [{ kind: "person", personId: ann }, { kind: "person", personId: ben }], minutes: 5 }]);
    await plan();
    await drillActivities(world.parts).announceDrill(input());
    told();
    await policyOf([{ targets: [{ kind: "person", personId: ben }, { kind: "person", personId: cleo }], minutes: 5 }]);
    const anew = { planId: ids.part("drill", "other"), until: "2026-03-02T13:00:00.000Z" };
    await plan(anew);
    const next = input({ ...anew, requestEventId: ids.part("drill", "planned anew") });
    await drillActivities(world.parts).announceDrill(next);
    const when = "A drill for Shop, at some moment from 2026-03-02 10:00 UTC to 2026-03-02 13:00 UTC";
    expect(told()).toEqual([
      ["ben@example.org", when], ["cleo@example.org", when], ["ann@example.org", "The drill for Shop does not come as you were told"],
    ]);
    await ofDrill({ type: "CallOffDrill", now: world.at(), drillId, at: world.at(), reason: "a release goes out" });
    await drillActivities(world.parts).announceDrill(next);
    expect(told()).toEqual(["ben", "cleo"].map((login) => [`${login}@example.org`, "The drill for Shop was called off"]));
    await drillActivities(world.parts).announceDrill(next);
    expect(told()).toEqual([]);
  });

  it("are told where another one takes its place that nobody is told of, and nothing of when that is", async () => {
    await plan();
    await drillActivities(world.parts).announceDrill(input());
    told();
    const anew = { planId: ids.part("drill", "other"), announced: false };
    await plan(anew);
    await drillActivities(world.parts).announceDrill(input(anew));
    expect(told()).toEqual([["ann@example.org", "The drill for Shop does not come as you were told"]]);
    expect((await drill()).toldIds).toEqual([]);
  });

  it.each([
    ["is called off", () => ofDrill({ type: "CallOffDrill", now: world.at(), drillId, at: world.at(), reason: "enough" })],
    ["is planned anew", () => plan({ planId: ids.part("drill", "other"), announced: false })],
  ])("are told of none that %s while it is worked out who they are", async (_, meanwhile) => {
    await plan();
    const { parts } = world;
    const { read } = parts.log;
    vi.spyOn(parts.log, "read").mockImplementationOnce(async (...of) => {
      const found = await read(...of);
      await meanwhile();
      return found;
    });
    await drillActivities(parts).announceDrill(input());
    expect([told(), (await drill()).toldIds]).toEqual([[], []]);
  });

  it("are told of its calling off by its run, or by another one where that is lost", async () => {
    await plan();
    await drillActivities(world.parts).announceDrill(input());
    await ofDrill({ type: "CallOffDrill", now: world.at(), drillId, at: world.at(), reason: "enough" });
    const off = world.memory.events.findLast(({ event }) => event.type === "DrillCalledOff");
    const engine = new FakeEngine();
    if (off !== undefined) await reactTo([drillSlice], reaction(engine), off);
    expect(engine.started.map(({ input: { again } }) => again)).toEqual([true]);
    expect(engine.signals.map(({ signal }) => signal)).toEqual([signalNames.drillCalledOff]);
  });
});

describe("a drill that lost its incident, or got it back", () => {
  it("is begun once more while its time is not over, and called off where it is", async () => {
    await plan();
    await ofDrill({ type: "BeginDrill", now: world.at(), drillId, planId, at: world.at(), calledIds: [] });
    expect(await drillActivities(world.parts).lookAtDrill(input())).toBeNull();
    expect(await begin()).toBe("2026-03-02T11:00:00.000Z");
    expect(await drillActivities(world.parts).lookAtDrill(input())).toBe("2026-03-02T11:00:00.000Z");
    for (const late of ["beginDrill", "endDrill"] as const) {
      world = new ActivityWorld();
      await world.serving();
      await plan();
      await ofDrill({ type: "BeginDrill", now: world.at(), drillId, planId, at: world.at(), calledIds: [] });
      world.now += 61 * minute;
      await drillActivities(world.parts)[late](input());
      expect(await drill()).toMatchObject({ status: "calledOff" });
      expect(await incident()).toEqual({ status: "absent" });
    }
  });

  it("ends by itself again where its incident was opened again after it was scored", async () => {
    await plan();
    await begin();
    world.now += 10 * minute;
    await world.ofIncident({ type: "ChangeState", now: world.at(), incidentId: drillId, to: "resolved", reason: "" });
    await react();
    expect((await drill()).status).toBe("over");
    world.now += 90 * minute;
    await world.ofIncident({ type: "Reopen", now: world.at(), incidentId: drillId, reason: "once more" });
    const engine = new FakeEngine();
    const reopened = world.memory.events.findLast(({ event }) => event.type === "IncidentReopened");
    if (reopened !== undefined) await reactTo([drillSlice], reaction(engine), reopened);
    expect(engine.started.map(({ input: { again } }) => again)).toEqual([true]);
    expect(await drillActivities(world.parts).lookAtDrill(input())).toBe(new Date(world.now + 60 * minute).toISOString());
    world.now += 60 * minute;
    await drillActivities(world.parts).endDrill(input());
    expect(await incident()).toMatchObject({ state: "cancelled" });
    const following = new Following([drillSlice]);
    for (const event of world.memory.events) following.note(event);
    expect(await following.records[0]?.look(reaction(), drillId)).toBeNull();
  });
});

it("is waited for from its plan, again where the engine lost that, and no more once it was called off or scored", async () => {
  await plan();
  const planned = world.memory.events.findLast(({ event }) => event.type === "DrillPlanned");
  const engine = new FakeEngine();
  const own = reaction(engine);
  if (planned !== undefined) await reactTo([drillSlice], own, planned);
  const workflowId = workflowIds.drill(planned?.eventId ?? "");
  expect(engine.started.map((one) => one.workflowId)).toEqual([workflowId]);
  const following = new Following([drillSlice]);
  for (const event of world.memory.events) following.note(event);
  const [open] = following.records;
  expect(open?.candidates(world.now)).toEqual([drillId]);
  engine.runs.set(workflowId, "TERMINATED");
  expect(await open?.look(own, drillId)).toBe("its run was terminated");
  expect(engine.started).toHaveLength(2);
  await ofDrill({ type: "CallOffDrill", now: world.at(), drillId, at: world.at(), reason: "enough" });
  expect(await open?.look(own, drillId)).toBeNull();
  expect(open?.candidates(world.now + 5 * minute)).toEqual([]);
});
