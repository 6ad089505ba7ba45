import { ids } from "@ballast/eventlog";
import type { DataOf } from "@ballast/schema";
import type { LookAgainInput, TellOfPageInput } from "@ballast/schema/workflows";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { ActivityWorld, ana, incidentId, minute } from "../specification/activityWorld.ts";
import { tell } from "../specification/scriptedWorkflow.ts";
import { againActivities, lookAgainPageId } from "./again.activities.ts";
import { factsOf } from "./facts.ts";
import { handingOnActivities } from "./handingOn.activities.ts";
import { lookAgain } from "./lookAgain.workflow.ts";
import { pageActivities } from "./page.activities.ts";
import type { PageRef } from "./responseActivities.ts";
import { tellOfPage } from "./tellOfPage.workflow.ts";

vi.mock("@temporalio/workflow", () => import("../specification/scriptedWorkflow.ts"));
vi.mock("@temporalio/activity", async () => (await import("../specification/activityWorld.ts")).uncancelled);

let world: ActivityWorld;
let page: PageRef;
let [ann, ben] = ["", ""];
const at = "2026-03-02T14:30:00.000Z";
const requestEventId = ids.part("look", "again");
const input = (): LookAgainInput => ({
  pageId: page.pageId, personId: ann, at, requestEventId, correlationId: ids.part("c", "story"), actor: ana,
});
const callAgain = () => againActivities(world.parts).callAgain(input());
const asked = () =>
  world.memory.events.flatMap(({ event }) => (event.type === "PageRequested" && event.data.origin !== undefined ? [event.data] : []));

beforeEach(async () => {
  world = new ActivityWorld();
  await world.serving();
  ann = await world.person("ann", ["responder"]);
  ben = await world.person("ben", ["engineer"]);
  await world.declared({ severity: 3 });
  page = await world.paged();
  await world.ofPage({ type: "Acknowledge", now: world.at(), pageId: page.pageId, personId: ann, lookAgainAt: at });
  world.now = Date.parse(at);
});

describe("somebody who wanted to look again", () => {
  it("is called then by a page of their own, once, however often it is tried", async () => {
    await callAgain();
    world.now += 3 * minute;
    await callAgain();
    expect(asked()).toMatchObject([{
      pageId: lookAgainPageId(incidentId, "responders", requestEventId), incidentId,
      reason: "ann wanted to look again at 2026-03-02 14:30 UTC",
      origin: { kind: "lookAgain", personId: ann, fromPageId: page.pageId, firstIds: [ann] },
    }]);
  });

  it("is called at that moment, whatever hours they keep for what is not urgent, and who else would be after them", async () => {
    await callAgain();
    const again = { ...page, pageId: lookAgainPageId(incidentId, "responders", requestEventId) };
    const claim = (place: number) => pageActivities(world.parts).claimStep({ page: again, step: "person", round: 0, place });
    expect(await claim(0)).toMatchObject({
      step: "step1", sends: [{ personId: ann, channel: "mail", afterMs: 0 }], rung: { place: 0, of: 2, waitMs: 5 * minute },
    });
    expect((await claim(1)).sends.map(({ personId }) => personId)).toEqual([ann]);
  });

  it("is not where the incident is over by then, or somebody else's", async () => {
    await world.ofIncident({ type: "TakeRole", now: world.at(), incidentId, role: "commander", personId: ben });
    await callAgain();
    expect(asked()).toEqual([]);
    await world.ofIncident({ type: "TakeRole", now: world.at(), incidentId, role: "commander", personId: ann });
    await world.ofIncident({ type: "ChangeState", now: world.at(), incidentId, to: "resolved", reason: "" });
    await callAgain();
    expect(asked()).toEqual([]);
  });

  it("keeps the response from calling others for being quiet until then", async () => {
    expect((await factsOf(world.memory.asLog(), incidentId, world.now))?.facts.lookAgainAt).toBe(Date.parse(at));
    await world.ofPage({ type: "LookAgain", now: world.at(), pageId: page.pageId, personId: ann, at: null });
    expect((await factsOf(world.memory.asLog(), incidentId, world.now))?.facts.lookAgainAt).toBeNull();
  });

  it("is waited for by a run of its own, and at once where the moment has passed", async () => {
    const script = { clock: () => undefined, activities: { callAgain: () => undefined } };
    const run = await tell(lookAgain, { ...input(), at: new Date(Date.now() + 240 * minute).toISOString() }, script);
    await run.until(239 * minute);
    expect(run.calls).toEqual([]);
    await run.until(240 * minute);
    expect(run.calls).toMatchObject([{ name: "callAgain" }]);
    const late = await tell(lookAgain, { ...input(), at: "2020-01-01T00:00:00.000Z" }, script);
    expect(late.calls).toMatchObject([{ name: "callAgain", at: 0 }]);
  });
});

describe("a page that is handed on", () => {
  const toPageId = ids.page(incidentId, "responders", "handed");
  const handed = (): TellOfPageInput => ({
    pageId: page.pageId, toPageId, personId: ann, to: { kind: "person", personId: ben }, note: "it is the database",
    requestEventId: ids.part("handed", "on"), correlationId: "c", actor: ana,
  });
  const request = async () => {
    const known = world.last("PageRequested") as DataOf<"PageRequested">;
    await world.ofPage({
      type: "RequestPage", now: world.at(), ...known, pageId: toPageId,
      origin: { kind: "handedOn", personId: ann, fromPageId: page.pageId, firstIds: [ben] },
    });
    const { to, note } = handed();
    await world.ofPage({ type: "HandOn", now: world.at(), pageId: page.pageId, toPageId, personId: ann, to, note });
  };

  it("is answered by who has it now: the response asks their page, and whoever it calls next", async () => {
    const pages = async () => (await factsOf(world.memory.asLog(), incidentId, world.now))?.facts;
    expect((await pages())?.acknowledgedAt).toBe(Date.parse("2026-03-02T10:00:00.000Z"));
    await request();
    expect((await pages())?.pages).toMatchObject([{ purpose: "responders", open: true, current: true }]);
    expect(await pageActivities(world.parts).claimStep({ page: { ...page, pageId: toPageId }, step: "person", round: 0, place: 0 }))
      .toMatchObject({ sends: [{ personId: ben }] });
    expect((await pageActivities(world.parts).claimStep({ page, step: "everyone", round: 0 })).outcome).toBe("over");
    await world.ofPage({ type: "Acknowledge", now: world.at(), pageId: toPageId, personId: ben });
    expect((await pages())?.pages).toMatchObject([{ open: false, current: true }]);
  });

  it("is told to who had it, in the same message however often it is tried; nothing of a private one but its number", async () => {
    await request();
    await handingOnActivities(world.parts).tellOfHandingOn(handed());
    await handingOnActivities(world.parts).tellOfHandingOn(handed());
    expect(new Set(world.delivered.map(({ key }) => key)).size).toBe(1);
    expect(world.delivered[0]).toMatchObject({ to: "ann@example.org", subject: "ann handed the page of INC-7 on to ben" });
    expect(world.delivered[0]?.text).toContain("INC-7 Shop fails");
    expect(world.delivered[0]?.text).toContain("it is the database");
    const run = await tell(tellOfPage, handed(), { clock: () => undefined, activities: { tellOfHandingOn: () => undefined } });
    expect(run.calls).toMatchObject([{ name: "tellOfHandingOn" }]);
  });

  it("of a private incident names its number and nothing else", async () => {
    world = new ActivityWorld();
    await world.serving();
    await world.person("ann", ["responder"]);
    await world.person("ben", ["engineer"]);
    await world.declared({ private: true });
    page = await world.paged();
    await request();
    await handingOnActivities(world.parts).tellOfHandingOn(handed());
    expect(world.delivered[0]?.text).not.toContain("Shop fails");
    expect(world.delivered[0]?.text).not.toContain("database");
  });
});
