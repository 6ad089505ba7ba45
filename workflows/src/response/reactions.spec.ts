import { serviceDecider } from "@ballast/domain";
import { ids, type RecordedEvent } from "@ballast/eventlog";
import { defaultResponsePolicy, signalNames, workflowIds, workflowNames } from "@ballast/schema/workflows";
import { beforeEach, expect, it } from "vitest";
import { deployReactions } from "../deploy/reactions.ts";
import { bring } from "../reactor/openMessages.ts";
import type { Reaction } from "../reactor/slice.ts";
import { ActivityWorld, ana, deployId, incidentId, serviceId } from "../specification/activityWorld.ts";
import { FakeEngine } from "../specification/fakeEngine.ts";
import { incidentActivities } from "./incident.activities.ts";
import { chatNews } from "./chatNews.ts";
import { responseReactions } from "./reactions.ts";
import { stakeholderNews } from "./stakeholderNews.ts";

let world: ActivityWorld;
let engine: FakeEngine;
let page: string;
const reactions = { ...deployReactions, ...responseReactions };
const reaction = (): Reaction => ({
  log: world.memory.asLog(), temporal: engine.asClient(), flags: { changedFor: () => Promise.resolve([]) }, now: () => new Date(world.now),
  policy: defaultResponsePolicy,
});

/** Lets the reactor hear of the last event of this name. */
async function heard(type: keyof typeof reactions): Promise<void> {
  const recorded = world.memory.events.findLast(({ event }) => event.type === type);
  if (recorded === undefined) throw new Error(`nothing tells ${type}`);
  // The handler is of this very type; a name alone does not say so to the compiler.
  const react: unknown = reactions[type];
  await (react as (recorded: RecordedEvent, reaction: Reaction) => Promise<void>)(recorded, reaction());
}
/** Whoever is told without being called. */
async function bringing(type: "IncidentDeclared" | "SeveritySet"): Promise<void> {
  const recorded = world.memory.events.findLast(({ event }) => event.type === type);
  if (recorded === undefined) throw new Error(`nothing tells ${type}`);
  for (const news of [bring(stakeholderNews), bring(chatNews)]) await news[type]?.(recorded as never, reaction());
}
const toldTo = (workflowId: string) => engine.signals.filter((one) => one.workflowId === workflowId).map(({ signal }) => signal);
beforeEach(async () => {
  world = new ActivityWorld();
  engine = new FakeEngine();
  await world.deploying();
  await world.declared();
  page = (await world.paged()).pageId;
});

it("an incident is answered once; what happens to it later is told to its response", async () => {
  await heard("IncidentDeclared");
  await heard("IncidentDeclared");
  expect(engine.started).toMatchObject([
    {
      workflowId: workflowIds.incident(incidentId), name: workflowNames.respondToIncident,
      input: { incidentId, policy: defaultResponsePolicy },
    },
  ]);
  await world.ofIncident({ type: "SetSeverity", now: world.at(), incidentId, to: 1, reason: "worse" });
  await heard("SeveritySet");
  expect(toldTo(workflowIds.incident(incidentId))).toEqual([signalNames.incidentChanged, signalNames.incidentChanged]);
});

it("whom an incident calls at once is called before its response begins, which asks for nobody anew", async () => {
  [world, engine] = [new ActivityWorld(), new FakeEngine()];
  await world.deploying();
  await world.declared();
  const recorded = world.memory.events.findLast(({ event }) => event.type === "IncidentDeclared");
  await heard("IncidentDeclared");
  await heard("IncidentDeclared");
  const pageId = ids.page(incidentId, "responders", "response-0");
  expect(engine.started.map(({ workflowId }) => workflowId)).toEqual([workflowIds.page(pageId), workflowIds.incident(incidentId)]);
  // The policies were changed before its response has come to ask.
  await world.act(serviceDecider, serviceId, {
    type: "AssignRotation", now: world.at(), serviceId, purpose: "responders", rotationId: ids.rotation("other"),
  });
  const asked = await incidentActivities(world.parts).requestPage({
    incident: { incidentId, requestEventId: recorded?.eventId ?? "", correlationId: incidentId, actor: ana }, purpose: "responders",
    reason: "an incident was declared", occasion: 0, policy: defaultResponsePolicy.page,
  });
  expect(asked.pageId).toBe(pageId);
  expect(engine.started[0]).toMatchObject({ input: { requestEventId: asked.requestEventId } });
  expect(world.facts("page", asked.pageId)).toEqual(["PageRequested"]);
});

it("an incident whose page cannot be asked for at once is answered all the same, and called for when its turn comes again", async () => {
  [world, engine] = [new ActivityWorld(), new FakeEngine()];
  await world.deploying();
  await world.declared();
  const recorded = world.memory.events.findLast(({ event }) => event.type === "IncidentDeclared");
  const refusing = { ...reaction(), log: { ...world.memory.asLog(), append: () => Promise.reject(new Error("refused")) } };
  const failing = Promise.resolve(responseReactions.IncidentDeclared?.(recorded as never, refusing));
  await expect(failing).rejects.toThrow("refused");
  expect(engine.started).toMatchObject([{ name: workflowNames.respondToIncident, input: { incidentId } }]);
  await heard("IncidentDeclared");
  expect(engine.started.map(({ name }) => name)).toEqual([workflowNames.respondToIncident, workflowNames.pageResponders]);
});

it("many incidents at once are all called for before the later ones are answered; one by itself is answered at once", async () => {
  const others = Array.from({ length: 6 }, (_, n) => ids.incident(`other ${String(n)}`));
  for (const [n, other] of others.entries())
    await world.ofIncident({
      type: "DeclareIncident", now: world.at(), incidentId: other, number: 10 + n, title: "It fails too", summary: "", severity: 2,
      publicImpact: "none", serviceIds: [serviceId], components: [], impactStartAt: null, drill: false, private: false,
      declaredAutomatically: true,
    });
  const declared = world.memory.events.filter(({ event }) => event.type === "IncidentDeclared");
  const react = async (recorded: RecordedEvent): Promise<void> => responseReactions.IncidentDeclared?.(recorded as never, reaction());
  await Promise.all(declared.filter(({ id }) => others.includes(id)).map(react));
  const started = engine.started.filter(({ name }) => name === workflowNames.respondToIncident);
  expect(engine.started.slice(0, 6).every(({ name }) => name === workflowNames.pageResponders)).toBe(true);
  expect(started.map(({ startDelay }) => startDelay !== undefined)).toEqual([false, false, false, true, true, true]);
  await Promise.all(declared.filter(({ id }) => id === incidentId).map(react));
  expect(engine.started.at(-1)).toMatchObject({ name: workflowNames.respondToIncident, input: { incidentId } });
  expect(engine.started.at(-1)?.startDelay).toBeUndefined();
});

it("who is told of an incident and not called hears of it a little later; of what happens to it then, at once", async () => {
  await bringing("IncidentDeclared");
  await world.ofIncident({ type: "SetSeverity", now: world.at(), incidentId, to: 1, reason: "worse" });
  await bringing("SeveritySet");
  expect(engine.started.map(({ startDelay }) => startDelay)).toEqual([2_000, 2_000, undefined, undefined]);
});

it("a page is sent; the first answer stops it and is the incident's milestone, a late one only stops it", async () => {
  await heard("PageRequested");
  expect(engine.started).toMatchObject([
    { workflowId: workflowIds.page(page), name: workflowNames.pageResponders, input: { pageId: page, incidentId } },
  ]);
  engine.runs.set(workflowIds.incident(incidentId), "RUNNING");
  world.now += 60_000;
  const answeredAt = world.at();
  await world.ofPage({ type: "Acknowledge", now: world.at(), pageId: page, personId: ids.person("ana") });
  world.now += 60_000;
  await heard("PageAcknowledged");
  expect(world.last("MilestoneReached")).toMatchObject({ milestone: "acknowledged", at: answeredAt });
  expect(toldTo(workflowIds.page(page))).toEqual([signalNames.acknowledged]);
  expect(toldTo(workflowIds.incident(incidentId))).toEqual([signalNames.incidentChanged]);
  const milestones = world.facts("incident", incidentId).length;
  await world.ofPage({ type: "Acknowledge", now: world.at(), pageId: page, personId: ids.person("ben") });
  await heard("PageAcknowledged");
  expect(world.facts("incident", incidentId)).toHaveLength(milestones);
  expect(toldTo(workflowIds.page(page))).toHaveLength(2);
});

it("a deploy is started; what people decide meanwhile is passed on, a judge's own pause is not", async () => {
  await heard("DeployRequested");
  expect(engine.started).toMatchObject([
    { workflowId: workflowIds.deploy(deployId), name: workflowNames.deployRelease, input: { deployId } },
  ]);
  await world.ofDeploy({ type: "Start", now: world.at(), deployId, requestEventId: ids.part("d", "request"), workflowId: "w", runId: "r" });
  await world.ofDeploy({ type: "Pause", now: world.at(), deployId, reason: "lunch", byJudge: false });
  await heard("DeployPaused");
  await world.ofDeploy({ type: "Resume", now: world.at(), deployId, reason: "", byJudge: false });
  await heard("DeployResumed");
  await world.ofDeploy({ type: "Hold", now: world.at(), deployId, incidentId, reason: "INC-7 is open" });
  await heard("DeployHeld");
  await world.ofDeploy({ type: "LiftHold", now: world.at(), deployId, incidentId, reason: "over" });
  await heard("DeployHoldLifted");
  await world.ofDeploy({ type: "Pause", now: world.at(), deployId, reason: "no numbers", byJudge: true });
  await heard("DeployPaused");
  await world.ofDeploy({ type: "Abort", now: world.at(), deployId, reason: "wrong release" });
  await heard("DeployAbortRequested");
  expect(toldTo(workflowIds.deploy(deployId))).toEqual([
    signalNames.pause, signalNames.resume, signalNames.hold, signalNames.liftHold, signalNames.abort,
  ]);
  expect(engine.signals.find(({ signal }) => signal === signalNames.hold)?.args).toEqual([{ incidentId }]);
  expect(engine.signals.find(({ signal }) => signal === signalNames.abort)?.args).toEqual([{ reason: "wrong release" }]);
});

it("what is said to a deploy before its workflow runs is said again, and not lost", async () => {
  await world.ofDeploy({ type: "Hold", now: world.at(), deployId, incidentId, reason: "INC-7 is open" });
  await expect(heard("DeployHeld")).rejects.toThrow("has not started");
  await world.ofDeploy({ type: "Start", now: world.at(), deployId, requestEventId: ids.part("d", "request"), workflowId: "w", runId: "r" });
  await heard("DeployHeld");
  expect(engine.signals).toEqual([]);
});

it("a step that waits for support hours is told to the response, which waits for them; one that is urgent is not", async () => {
  const claim = (round: number, level: "low" | "high") => world.ofPage({
    type: "ClaimStep", now: world.at(), pageId: page, step: "person", round, rung: null, sends: [],
    urgency: { level, because: level === "low" ? "outsideHours" : "withinHours", until: "2026-03-02T11:00:00.000Z" },
  });
  engine.runs.set(workflowIds.incident(incidentId), "RUNNING");
  await claim(0, "high");
  await heard("PageStepClaimed");
  expect(toldTo(workflowIds.incident(incidentId))).toEqual([]);
  await claim(1, "low");
  await heard("PageStepClaimed");
  expect(toldTo(workflowIds.incident(incidentId))).toEqual([signalNames.incidentChanged]);
  const change = async (from: string): Promise<void> => {
    await world.act(serviceDecider, serviceId, {
      type: "SetSupportHours", now: world.at(), serviceId,
      supportHours: { timeZone: "UTC", weekdays: [1], from, to: "18:00", alwaysUpTo: 2 },
    });
    await heard("SupportHoursSet");
  };
  await change("12:00");
  expect(toldTo(workflowIds.incident(incidentId))).toHaveLength(2);
  await world.ofPage({ type: "Stop", now: world.at(), pageId: page, reason: "it is over" });
  await change("13:00");
  expect(toldTo(workflowIds.incident(incidentId))).toHaveLength(2);
});
