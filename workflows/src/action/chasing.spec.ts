import { actionDecider, type ActionCommand } from "@ballast/domain/action";
import { reviewDecider, usualAgenda } from "@ballast/domain/review";
import { incidentDecider, personDecider } from "@ballast/domain";
import { foldRecord, idOf, ids } from "@ballast/eventlog";
import type { ChaseActionInput } from "@ballast/schema/workflows";
import { signalNames, workflowIds } from "@ballast/schema/workflows";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { Following } from "../reactor/openRecords.ts";
import type { Reaction } from "../reactor/slice.ts";
import { FakeEngine } from "../specification/fakeEngine.ts";
import { tell } from "../specification/scriptedWorkflow.ts";
import { WorkerWorld } from "../specification/worker.ts";
import { chaseAction } from "./chaseAction.workflow.ts";
import { nextReminder, remindOfAction, tellTogether } from "./chasing.activities.ts";
import { follow } from "./openActions.ts";
import { actionSlice } from "./slice.ts";
import { openTellings, tellOnDay } from "./tellings.ts";
import { tellOfActions } from "./tellOfActions.workflow.ts";

vi.mock("@temporalio/workflow", () => import("../specification/scriptedWorkflow.ts"));

const [actionId, otherId, incidentId] = [ids.part("a", "x"), ids.part("b", "x"), ids.incident("private")];
const [ana, lea, tim] = [ids.person("ana"), ids.person("lea"), ids.person("tim")];
const actor = { personId: ana, name: "Ana", means: "console" } as const;
const input: ChaseActionInput = { actionId, again: false, requestEventId: ids.part("e", "x"), correlationId: "c", actor };
const day = 86_400_000;
const moment = (days: number): string => new Date(days * day).toISOString();

describe("an action's run", () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"], now: 0 }));
  const begin = (moments: readonly (string | null)[], given = input) => {
    const answers = [...moments];
    return tell(chaseAction, given, {
      clock: (ms) => vi.setSystemTime(ms),
      activities: { nextReminder: () => answers.shift() ?? null, remindOfAction: () => undefined },
    });
  };
  const calls = (told: Awaited<ReturnType<typeof begin>>, name: string) =>
    told.calls.filter((call) => call.name === name).map(({ at, input: { at: asked } }) => [at / day, asked]);

  it("comes to each moment, asks from there on, and ends where there is none any more", async () => {
    const told = await begin([moment(3), moment(5)]);
    await told.until(10 * day);
    expect(calls(told, "remindOfAction")).toEqual([[3, moment(3)], [5, moment(5)]]);
    expect(calls(told, "nextReminder")).toEqual([[0, moment(0)], [3, moment(3)], [5, moment(5)]]);
  });

  it("looks again when something was recorded, and tells nobody of a day that was moved", async () => {
    const told = await begin([moment(3), moment(8)]);
    await told.until(2 * day);
    await told.signal(signalNames.actionChanged);
    await told.until(9 * day);
    expect(calls(told, "remindOfAction")).toEqual([[8, moment(8)]]);
  });

  it("makes up for the last day where a run was lost", async () => {
    vi.setSystemTime(40 * day);
    const told = await begin([moment(39.5)], { ...input, again: true });
    await told.until(0);
    expect(calls(told, "nextReminder")[0]).toEqual([0, moment(39)]);
    expect(calls(told, "remindOfAction")).toEqual([[0, moment(39.5)]]);
  });
});

describe("a day's message to a person", () => {
  it("waits for the others of the morning, and is one", async () => {
    const told = await tell(tellOfActions, { personId: ana, on: "2026-12-08", actionId, requestEventId: "e", correlationId: "c", actor }, {
      clock: () => undefined, activities: { tellTogether: () => undefined },
    });
    await told.signal(signalNames.actionDue, otherId);
    await told.signal(signalNames.actionDue, actionId);
    await told.until(day);
    expect(told.calls.map(({ name, input: given }) => [name, given["actionIds"]])).toEqual([["tellTogether", [actionId, otherId]]]);
  });
});

describe("what time brings to an action", () => {
  let world: WorkerWorld;
  const now = "2026-11-20T10:00:00.000Z";
  const act = (command: ActionCommand) => world.handle({ aggregate: actionDecider, id: command.actionId }, command);
  const register = (id: string, number: number, more: { readonly source?: { readonly kind: string; readonly recordId: string } } = {}) =>
    act({
      type: "RegisterAction", now, actionId: id, number, kind: "shortTerm", title: `Alert ${String(number)}`, text: "", ownerId: ana,
      dueOn: "2026-12-01", links: [], riskId: null, source: null, ...more,
    });
  const at = (instant: string) => {
    world.now = Date.parse(instant);
    return { ...input, at: instant };
  };
  const reminded = () =>
    world.memory.events.flatMap(({ event }) => (event.type === "ActionReminded" ? [[event.data.personId, event.data.stage]] : []));

  beforeEach(async () => {
    vi.useRealTimers();
    world = new WorkerWorld();
    for (const [personId, name, role, reportsTo] of [
      [ana, "ana", "engineer", lea],
      [lea, "lea", "engineer", tim],
      [tim, "tim", "tpm", null],
    ] as const) {
      const person = { aggregate: personDecider, id: personId };
      await world.handle(person, {
        type: "JoinPerson", now, personId, login: name, name, roles: [role], timeZone: "UTC",
        contacts: { email: `${name}@ballast.test`, chatWebhookUrl: null },
      });
      await world.handle(person, { type: "PlacePerson", now, personId, teams: [], reportsTo, above: [] });
    }
    await register(actionId, 7);
  });

  it("is told to its owner, and a week later to whom they report; once each, however often the run tries", async () => {
    expect(await nextReminder(world.parts, at("2026-11-20T10:00:00.000Z"))).toBe("2026-11-27T09:00:00.000Z");
    await remindOfAction(world.parts, at("2026-12-01T09:00:00.000Z"));
    await remindOfAction(world.parts, at("2026-12-08T09:00:00.000Z"));
    await remindOfAction(world.parts, at("2026-12-08T09:00:00.000Z"));
    await remindOfAction(world.parts, at("2026-12-15T09:00:00.000Z"));
    expect(reminded()).toEqual([[ana, "due"], [ana, "overdue"], [lea, "escalated"], [ana, "overdue"], [tim, "escalated"]]);
  });

  it("stops when it is done, and is not told of a day that it is no longer promised for", async () => {
    await act({ type: "PromiseActionDue", now, actionId, dueOn: "2027-01-15", reason: "later" });
    await remindOfAction(world.parts, at("2026-12-01T09:00:00.000Z"));
    await act({ type: "FinishAction", now, actionId, finishedBy: ana, finishedAt: now, note: "" });
    await remindOfAction(world.parts, at("2027-01-15T09:00:00.000Z"));
    expect(await nextReminder(world.parts, at("2026-12-01T10:00:00.000Z"))).toBeNull();
    expect(reminded()).toEqual([]);
  });

  it("of a private incident is told to nobody above who must not know of it", async () => {
    await world.handle({ aggregate: incidentDecider, id: incidentId }, {
      type: "DeclareIncident", now, incidentId, number: 1, title: "Leak", summary: "", severity: 1, publicImpact: "none", serviceIds: [],
      components: [], impactStartAt: null, drill: false, private: true, declaredAutomatically: false,
    });
    await register(otherId, 8, { source: { kind: "incident", recordId: incidentId } });
    await remindOfAction(world.parts, { ...at("2026-12-08T09:00:00.000Z"), actionId: otherId });
    expect(reminded()).toEqual([[ana, "overdue"]]);
    // What came of its review tells of it as well.
    const reviewId = idOf(reviewDecider, incidentId);
    await world.handle({ aggregate: reviewDecider, id: reviewId }, {
      type: "OpenIncidentReview", now, reviewId, incidentId, dueAt: null, facilitatorId: null, agenda: [...usualAgenda],
    });
    const ofReview = ids.part("c", "x");
    await register(ofReview, 9, { source: { kind: "review", recordId: reviewId } });
    await remindOfAction(world.parts, { ...at("2026-12-08T09:00:00.000Z"), actionId: ofReview });
    expect(reminded()).toEqual([[ana, "overdue"], [ana, "overdue"]]);
    await world.handle({ aggregate: personDecider, id: tim }, { type: "SetRoles", now, personId: tim, roles: ["tpm", "commander"] });
    // Lea is passed over: the first of those above who may know hears in her place.
    const again = { ...at("2026-12-08T09:00:00.000Z"), actionId: otherId, requestEventId: ids.part("e", "again") };
    await remindOfAction(world.parts, again);
    expect(reminded()).toEqual([[ana, "overdue"], [ana, "overdue"], [tim, "escalated"]]);
  });

  it("is one message a day, about what is still to be done, to the owner and to those above in their words", async () => {
    await register(otherId, 8);
    world.now = Date.parse("2026-12-08T09:02:00.000Z");
    const of = { personId: lea, on: "2026-12-08", actionIds: [actionId, otherId], requestEventId: "e", correlationId: "c", actor };
    await tellTogether(world.parts, of, new AbortController().signal);
    await act({ type: "FinishAction", now, actionId: otherId, finishedBy: ana, finishedAt: now, note: "" });
    await tellTogether(world.parts, { ...of, personId: ana }, new AbortController().signal);
    await act({ type: "DropAction", now, actionId, reason: "gone" });
    await tellTogether(world.parts, of, new AbortController().signal);
    expect(world.sent.map(({ to, subject }) => [to, subject])).toEqual([
      ["lea@ballast.test", "2 actions are due or late"], ["ana@ballast.test", "ACT-7, Alert 7, is 7 days late"],
    ]);
    expect(world.sent[0]?.text).toContain("- ACT-8, Alert 8 (ana), is 7 days late");
  });

  it("has a run from its promise on, which hears of changes, and another where the engine lost it", async () => {
    const engine = new FakeEngine();
    const reaction = {
      log: world.parts.log, temporal: engine.asClient(), flags: world.parts.flags, now: () => new Date(world.now),
      policy: {} as Reaction["policy"],
    };
    const last = () => {
      const event = world.memory.events.at(-1);
      if (event === undefined) throw new Error("nothing was recorded");
      return event;
    };
    await follow(last(), reaction);
    expect(engine.started).toMatchObject([
      { workflowId: workflowIds.action(actionId), name: "chaseAction", input: { actionId, again: false } },
    ]);
    await act({ type: "PromiseActionDue", now, actionId, dueOn: "2027-01-15", reason: "later" });
    await follow(last(), reaction);
    expect(engine.signals).toMatchObject([{ workflowId: workflowIds.action(actionId), signal: signalNames.actionChanged }]);
    const following = new Following([actionSlice]);
    for (const event of world.memory.events) following.note(event);
    const look = async () => {
      for (const records of following.records) for (const id of records.candidates(world.now)) await records.look(reaction, id);
    };
    await look();
    expect(engine.started).toHaveLength(1);
    engine.runs.clear();
    world.now += 11 * 60_000;
    await look();
    expect(engine.started[1]).toMatchObject({ name: "chaseAction", input: { again: true } });
    await act({ type: "DropAction", now, actionId, reason: "gone" });
    await follow(last(), reaction);
    engine.runs.clear();
    world.now += 11 * 60_000;
    await look();
    expect(engine.started).toHaveLength(2);
    expect((await foldRecord(world.parts.log, actionDecider, actionId)).status).toBe("dropped");
  });

  it("begins the message of a day once, and adds to it", async () => {
    const engine = new FakeEngine();
    const reaction = {
      log: world.parts.log, temporal: engine.asClient(), flags: world.parts.flags, now: () => new Date(world.now),
      policy: {} as Reaction["policy"],
    };
    const [recorded] = world.memory.events;
    if (recorded === undefined) throw new Error("nothing was recorded");
    for (const id of [actionId, otherId]) await tellOnDay(recorded, { actionId: id, personId: ana, on: "2026-12-08" }, reaction);
    expect(engine.started).toMatchObject([
      { name: "tellOfActions", workflowId: workflowIds.actionsOfDay(ana, "2026-12-08"), input: { actionId } },
    ]);
    expect(engine.signals).toMatchObject([{ signal: signalNames.actionDue, args: [otherId] }]);
  });

  it("has its message of a day again where the run that collected it is lost, with all it is about, and not where it was sent", async () => {
    const engine = new FakeEngine();
    const reaction = {
      log: world.parts.log, temporal: engine.asClient(), flags: world.parts.flags, now: () => new Date(world.now),
      policy: {} as Reaction["policy"],
    };
    const [recorded] = world.memory.events;
    if (recorded === undefined) throw new Error("nothing was recorded");
    const tellings = openTellings();
    const workflowId = workflowIds.actionsOfDay(ana, "2026-12-08");
    for (const id of [actionId, otherId]) {
      const data = { actionId: id, personId: ana, on: "2026-12-08", stage: "due", dueOn: "2026-12-08" } as const;
      tellings.notes.ActionReminded?.({ ...recorded, event: { type: "ActionReminded", data } });
    }
    const begun = Date.parse(recorded.metadata.recordedAt);
    expect(tellings.candidates(begun + 60_000)).toEqual([]);
    expect(tellings.candidates(begun + 6 * 60_000)).toEqual([workflowId]);
    engine.runs.set(workflowId, "RUNNING");
    expect(await tellings.look(reaction, workflowId)).toBeNull();
    engine.runs.set(workflowId, "TERMINATED");
    expect(await tellings.look(reaction, workflowId)).toBe("its run was terminated");
    expect(engine.started).toMatchObject([{ name: "tellOfActions", workflowId, input: { actionId } }]);
    expect(engine.signals).toMatchObject([{ workflowId, signal: signalNames.actionDue, args: [otherId] }]);
    engine.runs.set(workflowId, "COMPLETED");
    expect(await tellings.look(reaction, workflowId)).toBeNull();
    expect([tellings.candidates(begun + 7 * 60_000), engine.started.length]).toEqual([[], 1]);
  });
});
