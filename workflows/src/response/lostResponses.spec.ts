import { ids } from "@ballast/eventlog";
import { defaultPagePolicy } from "@ballast/schema";
import { defaultResponsePolicy, workflowIds } from "@ballast/schema/workflows";
import { beforeEach, describe, expect, it } from "vitest";
import type { LeftUndone, Reaction } from "../reactor/slice.ts";
import { ActivityWorld, incidentId, minute } from "../specification/activityWorld.ts";
import { FakeEngine } from "../specification/fakeEngine.ts";
import { lookAtPage, lookAtResponse } from "./lostResponses.ts";

let world: ActivityWorld;
let engine: FakeEngine;
let undone: LeftUndone;
const response = workflowIds.incident(incidentId);
const reaction = (): Reaction => ({
  log: world.memory.asLog(), temporal: engine.asClient(), flags: { changedFor: () => Promise.resolve([]) }, now: () => new Date(world.now),
  policy: defaultResponsePolicy,
});
const look = (unfinished = false) => lookAtResponse(reaction(), { incidentId, unfinished });
const requestEventId = ids.part("i", "request");
const started = (runId: string) =>
  world.ofIncident({ type: "StartResponse", now: world.at(), incidentId, requestEventId, workflowId: response, runId });
const gone = "the workflow engine knows nothing of its run";
const nothing = { said: null, over: false };
const over = { said: null, over: true };
beforeEach(async () => {
  world = new ActivityWorld();
  engine = new FakeEngine();
  undone = { incidents: new Set() };
  await world.serving();
  await world.declared();
});

describe("a response", () => {
  it("that nobody has begun is begun after a while, in the name of who declared the incident", async () => {
    world.now += 29_999;
    expect(await look()).toEqual(nothing);
    world.now += 1;
    expect(await look()).toEqual({ said: gone, over: false });
    expect(engine.started).toMatchObject([{ workflowId: response, name: "respondToIncident", input: { incidentId } }]);
    expect(engine.started[0]?.input).not.toHaveProperty("replaces");
    const declared = world.memory.events.find(({ event }) => event.type === "IncidentDeclared");
    expect(engine.started[0]?.input).toMatchObject({
      requestEventId: declared?.eventId, correlationId: declared?.metadata.$correlationId, actor: declared?.metadata.actor,
      policy: defaultResponsePolicy,
    });
  });

  it("whose run is lost is taken up at once; the run after that one too, in its name", async () => {
    await started("run-1");
    expect(await look()).toEqual({ said: gone, over: false });
    expect(engine.started).toMatchObject([{ input: { requestEventId, replaces: { runId: "run-1", reason: gone } } }]);
    await world.ofIncident({
      type: "ReplaceRun", now: world.at(), incidentId, requestEventId, workflowId: response, fromRunId: "run-1", toRunId: "run-2",
      reason: gone,
    });
    engine.runs.set(response, "TERMINATED");
    expect(await look()).toEqual(nothing);
    world.now += minute;
    expect(await look()).toEqual({ said: "its run was terminated", over: false });
    expect(engine.started.at(-1)).toMatchObject({
      input: { requestEventId, replaces: { runId: "run-2", reason: "its run was terminated" } },
    });
  });

  it("that is carried is left alone, and so is one that another worker took up just now", async () => {
    await started("run-1");
    engine.runs.set(response, "RUNNING");
    expect(await look()).toEqual(nothing);
    engine.runs.clear();
    const client = engine.asClient();
    const late = { ...reaction(), temporal: client };
    const looks = [lookAtResponse(late, { incidentId, unfinished: false }), lookAtResponse(late, { incidentId, unfinished: false })];
    expect((await Promise.all(looks)).filter(({ said }) => said !== null)).toHaveLength(1);
  });

  it("of an incident that has ended is over, unless something was found undone, or a page is open still", async () => {
    await started("run-1");
    await world.ofIncident({ type: "ChangeState", now: world.at(), incidentId, to: "cancelled", reason: "a false alarm" });
    expect(await look()).toEqual(over);
    expect(await look(true)).toEqual({ said: gone, over: false });
    engine.runs.clear();
    await world.paged();
    expect(await look()).toEqual({ said: gone, over: false });
  });

  it("of an incident that nobody declared is none", async () => {
    expect(await lookAtResponse(reaction(), { incidentId: ids.incident("another"), unfinished: true })).toEqual(over);
  });
});

describe("an escalation", () => {
  const pageId = ids.page(incidentId, "responders", "response-0");
  const run = workflowIds.page(pageId);
  const begun = (runId = "run-1") =>
    world.ofPage({ type: "StartPage", now: world.at(), pageId, requestEventId, workflowId: run, runId });
  const lookThere = () => lookAtPage(reaction(), pageId, undone);
  beforeEach(() => world.paged());

  it("that nobody has begun is begun after a while, from its first step", async () => {
    world.now += 29_999;
    expect(await lookThere()).toEqual(nothing);
    world.now += 1;
    expect(await lookThere()).toEqual({ said: gone, over: false });
    expect(engine.started).toMatchObject([
      { workflowId: run, name: "pageResponders", input: { pageId, incidentId, policy: defaultPagePolicy } },
    ]);
    for (const key of ["replaces", "from"]) expect(engine.started[0]?.input).not.toHaveProperty(key);
  });

  it("whose run is lost goes on where it stood, when it was claimed by its own record", async () => {
    await begun();
    world.now += minute;
    await world.ofPage({ type: "ClaimStep", now: world.at(), pageId, step: "person", round: 0, sends: [], rung: null });
    const claimedAt = world.at();
    world.now += minute;
    expect(await lookThere()).toEqual({ said: gone, over: false });
    expect(engine.started).toMatchObject([
      { input: { replaces: { runId: "run-1", reason: gone }, from: { step: "person", round: 0, claimedAt, againAt: null } } },
    ]);
  });

  it("in its silence goes on when that ends, also where the record does not say when", async () => {
    await begun();
    await world.ofPage({ type: "GoUnanswered", now: world.at(), pageId, round: 0, againAt: null });
    await lookThere();
    const againAt = new Date(world.now + defaultPagePolicy.repeatEveryMs).toISOString();
    expect(engine.started).toMatchObject([{ input: { from: { round: 0, againAt } } }]);
  });

  it("that is carried, or was taken up just now, is left alone", async () => {
    await begun();
    engine.runs.set(run, "RUNNING");
    expect(await lookThere()).toEqual(nothing);
    engine.runs.clear();
    await world.ofPage({
      type: "ReplaceRun", now: world.at(), pageId, requestEventId, workflowId: run, fromRunId: "run-1", toRunId: "run-2", reason: gone,
    });
    expect(await lookThere()).toEqual(nothing);
    expect(engine.started).toEqual([]);
  });

  it("that was answered is over; of an incident that has ended its response is left the rest", async () => {
    await world.ofIncident({ type: "ChangeState", now: world.at(), incidentId, to: "cancelled", reason: "a false alarm" });
    expect(await lookThere()).toEqual(nothing);
    expect([...undone.incidents]).toEqual([incidentId]);
    await world.ofPage({ type: "Acknowledge", now: world.at(), pageId, personId: ids.person("ann") });
    expect(await lookThere()).toEqual(over);
    expect(engine.started).toEqual([]);
  });
});
