import { serviceDecider } from "@ballast/domain";
import { ids } from "@ballast/eventlog";
import { defaultPagePolicy } from "@ballast/schema";
import { beforeEach, describe, expect, it } from "vitest";
import { ActivityWorld, ana, incident, incidentId, minute, serviceId } from "../specification/activityWorld.ts";
import { allPagesOf } from "./facts.ts";
import { incidentActivities } from "./incident.activities.ts";

let world: ActivityWorld;
let ann: string;
const activities = () => incidentActivities(world.parts);
const facts = () => activities().lookAtIncident({ incident });
const ask = (occasion: number, purpose: "responders" | "commander" = "responders") =>
  activities().requestPage({ incident, purpose, reason: `call ${occasion}`, occasion, policy: defaultPagePolicy });
const move = (to: "fixing" | "resolved" | "closed") =>
  world.ofIncident({ type: "ChangeState", now: world.at(), incidentId, to, reason: "" });
beforeEach(async () => {
  world = new ActivityWorld();
  await world.serving();
  ann = await world.person("ann", ["responder"]);
  await world.declared();
});

describe("the response to an incident", () => {
  it("is begun by one run, and taken up by the one that names it", async () => {
    const begin = (runId: string) => activities().startResponse({ incident, workflowId: "incident/1", runId });
    expect([await begin("run-1"), await begin("run-1"), await begin("run-2")]).toEqual(["started", "started", "taken"]);
    const replaces = { runId: "run-1", reason: "it was terminated" };
    expect(await activities().startResponse({ incident, workflowId: "incident/1", runId: "run-2", replaces })).toBe("started");
    expect(world.last("ResponseRunReplaced")).toMatchObject({ fromRunId: "run-1", toRunId: "run-2", reason: "it was terminated" });
    expect(await activities().startResponse({ incident, workflowId: "incident/1", runId: "run-3", replaces })).toBe("taken");
  });

  it("asks for people of the services' rotations at the severity it has now; a later page takes the earlier one's place", async () => {
    const rotationId = ids.rotation("first");
    await world.act(serviceDecider, serviceId, { type: "AssignRotation", now: world.at(), serviceId, purpose: "responders", rotationId });
    await world.ofIncident({ type: "SetSeverity", now: world.at(), incidentId, to: 1, reason: "worse" });
    const { pageId } = await ask(0);
    expect(world.last("PageRequested")).toMatchObject({ pageId, severity: 1, rotationIds: [rotationId], personIds: [], reason: "call 0" });
    expect(await ask(0)).toMatchObject({ pageId });
    const later = await ask(1);
    expect(later.pageId).not.toBe(pageId);
    expect(world.facts("page", pageId)).toEqual(["PageRequested", "PageStopped"]);
    expect(world.last("PageStopped")).toMatchObject({ reason: "another page takes its place: call 1" });
    await ask(0, "commander");
    expect(world.last("PageRequested")).toMatchObject({ purpose: "commander", rotationIds: [] });
  });

  it("stops all its pages, whoever asked for them, and no other incident's", async () => {
    const { pageId } = await ask(0);
    const own = await world.paged({}, 7);
    expect(await allPagesOf(world.parts.log, incidentId)).toEqual([pageId, own.pageId]);
    expect(await allPagesOf(world.parts.log, ids.incident("another"))).toEqual([]);
    await activities().stopPages({ incident, reason: "resolved" });
    expect([world.facts("page", pageId).at(-1), world.facts("page", own.pageId).at(-1)]).toEqual(["PageStopped", "PageStopped"]);
    expect(world.last("PageStopped")).toMatchObject({ reason: "resolved" });
  });

  it("stops one too that was written by a clock that is behind", async () => {
    world.now -= 5_000;
    const { pageId } = await world.paged();
    world.now += 5_000;
    await activities().stopPages({ incident, reason: "resolved" });
    expect(world.facts("page", pageId).at(-1)).toBe("PageStopped");
  });

  it("reminds of updates and marks the review, each once", async () => {
    const dueAt = world.now + 5 * minute;
    await activities().remindOfUpdate({ incident, dueAt });
    await activities().remindOfUpdate({ incident, dueAt });
    expect(world.facts("incident", incidentId).filter((type) => type === "UpdateDue")).toHaveLength(1);
    expect(world.last("UpdateDue")).toMatchObject({ dueAt: "2026-03-02T10:05:00.000Z" });
    expect((await facts()).remindedAt).toBe(dueAt);
    await move("resolved");
    expect((await facts()).reviewMarked).toBe(false);
    await activities().markReview({ incident, dueAt });
    expect(world.last("ReviewMarkedDue")).toMatchObject({ dueAt: "2026-03-02T10:05:00.000Z" });
    expect((await facts()).reviewMarked).toBe(true);
  });

  it("of an incident that nobody declared is an error", async () => {
    const nobodys = { ...incident, incidentId: ids.incident("another") };
    await expect(activities().lookAtIncident({ incident: nobodys })).rejects.toThrow("is not in the log");
    await expect(
      activities().requestPage({ incident: nobodys, purpose: "responders", reason: "", occasion: 0, policy: defaultPagePolicy }),
    ).rejects.toThrow("is not in the log");
  });
});

describe("what a response decides by", () => {
  it("is at first that it was declared, and nothing else", async () => {
    expect(await facts()).toEqual({
      state: "triage", severity: 2, declaredAt: world.now, lookAgainAt: null, resolvedAt: null, hasCommander: false, acknowledgedAt: null,
      workedOnSinceAcknowledged: false, lastUpdateAt: null, nextUpdateDueAt: null, remindedAt: null, reviewMarked: false,
      urgentBy: "declared", pages: [],
    });
  });

  it("is who answered first, and whether a person has worked on it since", async () => {
    const { pageId } = await ask(0);
    world.now += minute;
    await world.ofPage({ type: "Acknowledge", now: world.at(), pageId, personId: ann });
    const answeredAt = world.now;
    expect(await facts()).toMatchObject({ acknowledgedAt: answeredAt, workedOnSinceAcknowledged: false });
    world.now += minute;
    const told = { type: "AddEntry", now: world.at(), incidentId, at: world.at(), pinned: false } as const;
    world.actor = { personId: null, name: "Ballast", means: "system" };
    await world.ofIncident({ ...told, entryId: ids.part("e", "1"), text: "by itself" });
    world.actor = ana;
    expect((await facts()).workedOnSinceAcknowledged).toBe(false);
    await world.ofIncident({ ...told, entryId: ids.part("e", "2"), text: "by hand" });
    expect((await facts()).workedOnSinceAcknowledged).toBe(true);
    await world.ofPage({ type: "Acknowledge", now: world.at(), pageId, personId: ids.person("late") });
    expect((await facts()).acknowledgedAt).toBe(answeredAt);
  });

  it("is the last update, and when it promised the next", async () => {
    const post = (n: number, nextUpdateInMs: number | null) =>
      world.ofIncident({
        type: "PostUpdate", now: world.at(), incidentId, updateId: ids.part("u", String(n)), visibility: "internal",
        status: "investigating", body: "We look.", nextUpdateInMs,
      });
    await post(1, 20 * minute);
    expect(await facts()).toMatchObject({ lastUpdateAt: world.now, nextUpdateDueAt: world.now + 20 * minute });
    world.now += minute;
    await post(2, null);
    expect(await facts()).toMatchObject({ lastUpdateAt: world.now, nextUpdateDueAt: null });
  });

  it("is who commands, and when it was over", async () => {
    await world.ofIncident({ type: "TakeRole", now: world.at(), incidentId, role: "commander", personId: ann });
    expect((await facts()).hasCommander).toBe(true);
    world.now += minute;
    await move("resolved");
    const resolvedAt = world.now;
    expect(await facts()).toMatchObject({ state: "resolved", resolvedAt });
    world.now += minute;
    await move("closed");
    expect(await facts()).toMatchObject({ state: "closed", resolvedAt });
  });

  it("is the first answer of all that were asked, and of a page that was answered late none", async () => {
    const { pageId } = await ask(0);
    const { pageId: commanders } = await ask(0, "commander");
    world.now += minute;
    await world.ofPage({ type: "Acknowledge", now: world.at(), pageId: commanders, personId: ann });
    const first = world.now;
    world.now += minute;
    await world.ofPage({ type: "Acknowledge", now: world.at(), pageId, personId: ann });
    expect((await facts()).acknowledgedAt).toBe(first);
  });

  it("is when it was closed, where nobody has said when it was over", async () => {
    world.now += minute;
    await world.ofIncident({ type: "ChangeState", now: world.at(), incidentId, to: "cancelled", reason: "a false alarm" });
    expect(await facts()).toMatchObject({ state: "cancelled", resolvedAt: null });
  });

  it("is by what it is as urgent as it is, and which pages were called for that", async () => {
    await ask(0);
    expect((await facts()).pages).toEqual([
      { purpose: "responders", requestedAt: world.now, open: true, sinceOpened: true, current: true },
    ]);
    await world.ofIncident({ type: "SetSeverity", now: world.at(), incidentId, to: 3, reason: "milder" });
    expect(await facts()).toMatchObject({ urgentBy: "declared", pages: [{ current: true }] });
    await world.ofIncident({ type: "SetSeverity", now: world.at(), incidentId, to: 2, reason: "again" });
    expect(await facts()).toMatchObject({ urgentBy: "worsened", pages: [{ current: true, open: true }] });
    await world.ofIncident({ type: "SetSeverity", now: world.at(), incidentId, to: 1, reason: "worse" });
    expect(await facts()).toMatchObject({ urgentBy: "worsened", pages: [{ current: false, sinceOpened: true }] });
    await ask(1);
    expect((await facts()).pages).toMatchObject([{ open: false, current: false }, { open: true, current: true }]);
  });

  it("is called for anew where it is urgent again while a page of then waits for somebody's morning", async () => {
    const { pageId } = await ask(0);
    const severity = (to: number) => world.ofIncident({ type: "SetSeverity", now: world.at(), incidentId, to, reason: "" });
    const claim = (round: number, afterMs: number) => world.ofPage({
      type: "ClaimStep", now: world.at(), pageId, step: "person", round, rung: null,
      sends: [{ key: `ann/${round}`, personId: ann, channel: "mail", afterMs }],
    });
    await claim(0, 5 * minute);
    await severity(3);
    await severity(2);
    expect(await facts()).toMatchObject({ pages: [{ current: true }] }); // what was called as urgent waits for its minutes
    await severity(3);
    await claim(1, 480 * minute);
    expect(await facts()).toMatchObject({ pages: [{ current: true }] });
    await severity(2);
    expect(await facts()).toMatchObject({ urgentBy: "worsened", pages: [{ open: true, current: false }] });
    await ask(1);
    expect(await facts()).toMatchObject({ pages: [{ open: false }, { open: true, current: true }] });
  });

  /** On a Monday, at ten. */
  const hours = (from: string | null) => world.act(serviceDecider, serviceId, {
    type: "SetSupportHours", now: world.at(), serviceId,
    supportHours: from === null ? null : { timeZone: "UTC", weekdays: [1, 2, 3, 4, 5], from, to: "18:00", alwaysUpTo: 2 },
  });

  it("waits for no hours that its services no longer have, and for those that begin sooner", async () => {
    const { pageId } = await ask(0);
    await world.ofIncident({ type: "SetSeverity", now: world.at(), incidentId, to: 3, reason: "" });
    await hours("11:00");
    await world.ofPage({
      type: "ClaimStep", now: world.at(), pageId, step: "person", round: 0, rung: null,
      sends: [{ key: `ann/${pageId}`, personId: ann, channel: "mail", afterMs: 0 }],
      urgency: { level: "low", because: "outsideHours", until: "2026-03-02T11:00:00.000Z" },
    });
    const raised = async () => (await facts()).pages[0];
    const claimed = { raisedAt: world.now, released: true };
    await hours("10:30");
    expect(await raised()).toMatchObject({ raisedAt: Date.parse("2026-03-02T10:30:00.000Z") });
    await hours("12:00");
    expect(await raised()).toMatchObject({ raisedAt: Date.parse("2026-03-02T11:00:00.000Z") });
    expect(await raised()).not.toHaveProperty("released");
    await hours(null);
    expect(await raised()).toMatchObject(claimed);
    await hours("09:00");
    expect(await raised()).toMatchObject(claimed);
    // Once those that it was claimed by have begun, that is why.
    world.now = Date.parse("2026-03-02T11:00:00.000Z");
    expect(await raised()).not.toHaveProperty("released");
  });

  it("waits for the support hours of its services to begin, and calls anew then; sooner where it is worse than it was", async () => {
    const { pageId } = await ask(0);
    const severity = (to: number) => world.ofIncident({ type: "SetSeverity", now: world.at(), incidentId, to, reason: "" });
    await severity(3);
    const until = "2026-03-02T11:00:00.000Z";
    await hours("11:00");
    const claim = (of: string, round: number) => world.ofPage({
      type: "ClaimStep", now: world.at(), pageId: of, step: "person", round, rung: null,
      sends: [{ key: `ann/${of}/${round}`, personId: ann, channel: "mail", afterMs: 0 }],
      urgency: { level: "low", because: "outsideHours", until },
    });
    await claim(pageId, 0);
    expect(await facts()).toMatchObject({ pages: [{ open: true, current: true, raisedAt: Date.parse(until) }] });
    const { pageId: anew } = await ask(1);
    await claim(anew, 0);
    expect((await facts()).pages.map(({ raisedAt }) => raisedAt)).toEqual([undefined, Date.parse(until)]);
    await severity(2);
    expect(await facts()).toMatchObject({ pages: [{}, { open: true, current: false }] });
    await world.ofPage({ type: "Acknowledge", now: world.at(), pageId: anew, personId: ann });
    expect((await facts()).pages.map(({ raisedAt }) => raisedAt)).toEqual([undefined, undefined]);
  });

  it("is called for anew where it is worse again after a page of then fell quiet, but not while that calls on", async () => {
    const { pageId } = await ask(0);
    const severity = (to: number) => world.ofIncident({ type: "SetSeverity", now: world.at(), incidentId, to, reason: "" });
    const silence = (round: number, againAt: string | null) =>
      world.ofPage({ type: "GoUnanswered", now: world.at(), pageId, round, againAt });
    await severity(3);
    await silence(5, world.at());
    await severity(2);
    expect(await facts()).toMatchObject({ pages: [{ current: true }] });
    await severity(4);
    await silence(6, null);
    await severity(2);
    expect(await facts()).toMatchObject({ urgentBy: "worsened", pages: [{ open: true, current: false }] });
  });

  it("begins anew with a reopening: what was answered before counts no more", async () => {
    const { pageId } = await ask(0);
    await world.ofPage({ type: "Acknowledge", now: world.at(), pageId, personId: ann });
    await move("resolved");
    world.now += minute;
    await world.ofIncident({ type: "Reopen", now: world.at(), incidentId, reason: "it came back" });
    expect(await facts()).toMatchObject({
      urgentBy: "reopened", acknowledgedAt: null, resolvedAt: null, pages: [{ sinceOpened: false, current: false }],
    });
  });
});
