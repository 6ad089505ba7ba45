import { personDecider } from "@ballast/domain";
import { defaultPagePolicy, wakes } from "@ballast/schema";
import { defaultResponsePolicy } from "@ballast/schema/workflows";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ActivityWorld, incident, incidentId } from "../specification/activityWorld.ts";
import { pageActivities } from "./page.activities.ts";
import { responsePageId } from "./facts.ts";
import { watchPages } from "./watchdog.ts";

vi.mock("@temporalio/activity", async () => (await import("../specification/activityWorld.ts")).uncancelled);

const quick = { acknowledgeWithinMs: 150, rounds: 2, repeatEveryMs: 60_000 };
const policy = { ...defaultResponsePolicy, page: quick };
const pageId = responsePageId(incidentId, "responders", 0);
let world: ActivityWorld;
let engine = true;
let stopping = new AbortController();
const watching: Promise<void>[] = [];
let [ann, ben] = ["", ""];

let looked = 0;
const watch = (): void => {
  const parts = { ...world.parts, now: () => new Date() };
  const asked = { parts, policy, engineAnswers: () => { looked += 1; return Promise.resolve(engine); } };
  watching.push(watchPages(asked, { signal: stopping.signal, everyMs: 5, awayMs: 15 }));
};
const claims = () => world.memory.events.flatMap(({ event }) => (event.type === "PageStepClaimed" ? [event.data] : []));
const until = (holds: () => boolean): Promise<void> => vi.waitFor(() => { expect(holds()).toBe(true); }, { timeout: 5_000, interval: 5 });
/** Until the watchdogs have looked so many times more: what they would have done by then, they have begun. */
const looks = (times: number): Promise<void> => {
  const from = looked;
  return until(() => looked >= from + times);
};
const keys = (): readonly string[] => world.delivered.map(({ key }) => key);

beforeEach(async () => {
  [engine, stopping] = [true, new AbortController()];
  world = new ActivityWorld();
  world.now = Date.now();
  await world.serving();
  ann = await world.person("ann", ["responder"]);
  ben = await world.person("ben", ["responder"]);
});
afterEach(async () => {
  stopping.abort();
  await Promise.all(watching.splice(0));
});

describe("while the workflow engine does not answer", () => {
  it("people are called for an incident that is declared then, step after step, each once, and it is said who called", async () => {
    engine = false;
    watch();
    await world.declared({ severity: 3 });
    await until(() => claims().length >= 2);
    expect(world.facts("page", pageId)[0]).toBe("PageRequested");
    expect(claims().every(({ watchdog }) => watchdog !== undefined)).toBe(true);
    expect(new Set(keys()).size).toBe(keys().length);
    expect(new Set(world.delivered.map(({ to }) => to))).toEqual(new Set(["ann@example.org", "ben@example.org"]));
    await world.ofPage({ type: "Acknowledge", now: world.at(), pageId, personId: ann });
    const said = keys().length;
    await looks(60);
    expect(keys().length).toBe(said);
  });

  it("what was called for at PagerDuty is called off by the watchdog too, once somebody has answered", async () => {
    await world.act(personDecider, ann, {
      type: "SetContacts", now: world.at(), personId: ann,
      contacts: { email: null, chatWebhookUrl: null, pagerDutyKey: "0123456789abcdef0123456789abcdef" },
    });
    engine = false;
    watch();
    await world.declared({ severity: 3 });
    const ofPagerDuty = () => world.delivered.flatMap(({ channel, matter }) => (channel === "pagerduty" ? [matter?.over] : []));
    await until(() => ofPagerDuty().includes(false));
    await world.ofPage({ type: "Acknowledge", now: world.at(), pageId, personId: ann });
    await until(() => ofPagerDuty().includes(true));
  });

  it("several workers call nobody twice: one of them has won each step", async () => {
    engine = false;
    for (let worker = 0; worker < 3; worker += 1) watch();
    await world.declared({ severity: 2 });
    await until(() => world.facts("page", responsePageId(incidentId, "commander", 0)).includes("PageStepClaimed"));
    await until(() => world.memory.facts(`page-${pageId}`).filter((fact) => fact === "PageStepClaimed").length >= 2);
    expect(new Set(keys()).size).toBe(keys().length);
    const places = claims().map((claim) => `${claim.pageId} ${claim.step} ${String(claim.round)}`);
    expect(new Set(places).size).toBe(places.length);
  });

  it("nobody is called before it has been away for a while, nor where it answers", async () => {
    watch();
    await world.declared({ severity: 3 });
    await looks(20);
    expect(world.facts("page", pageId)).toEqual([]);
  });

  it("nor what has ended, or was imported", async () => {
    engine = false;
    await world.declared({ severity: 3 });
    await world.ofIncident({ type: "ChangeState", now: world.at(), incidentId, to: "resolved", reason: "" });
    watch();
    await looks(30);
    expect(world.facts("page", pageId)).toEqual([]);
  });
});

describe("a step that somebody else has won", () => {
  const ref = { ...incident, pageId: "" };
  const watchdog = "5b0a4b9e-0000-4000-8000-000000000001";
  const act = () => pageActivities({ ...world.parts, now: () => new Date(world.now) });
  beforeEach(async () => {
    await world.declared();
    ref.pageId = (await world.paged({ personIds: [ann, ben] })).pageId;
  });

  it("is not sent by a run: it waits for what is left of its time, and goes on at once where nobody was reached", async () => {
    const won = await act().claimStep({ page: ref, step: "person", round: 0, watchdog });
    expect(won.sends.map(({ personId }) => personId)).toEqual([ann, ben]);
    expect(await act().claimStep({ page: ref, step: "person", round: 0, watchdog })).toEqual(won);
    world.now += 30_000;
    expect(await act().claimStep({ page: ref, step: "person", round: 0 })).toMatchObject({
      sends: [], others: "reach", rung: { place: 0, of: 3, waitMs: defaultPagePolicy.acknowledgeWithinMs - 30_000 },
    });
    world.now += 40_000;
    expect(await act().claimStep({ page: ref, step: "person", round: 0 })).toMatchObject({ sends: [], others: "silent" });
    const [send] = won.sends;
    if (send === undefined) throw new Error("somebody was to be called");
    const { afterMs: _, ...handed } = send;
    await world.ofPage({ type: "SendPage", now: world.at(), pageId: ref.pageId, step: "person", round: 0, ...handed, address: "there" });
    expect(await act().claimStep({ page: ref, step: "person", round: 0 })).toMatchObject({ sends: [], others: "reach" });
    world.now += 3_600_000;
    expect((await act().claimStep({ page: ref, step: "person", round: 0 })).rung?.waitMs).toBe(1_000);
  });

  it("is the run's where a run was faster; what is not due yet is seen to by who asks, later than by who has won it", async () => {
    await world.ofPage({
      type: "ClaimStep", now: world.at(), pageId: ref.pageId, step: "person", round: 0, rung: null,
      sends: [
        { key: "now", personId: ann, channel: "mail", afterMs: 0 }, { key: "later", personId: ann, channel: "chat", afterMs: 600_000 },
      ],
    });
    world.now += 60_000;
    const told = await act().claimStep({ page: ref, step: "person", round: 0, watchdog });
    expect(told).toMatchObject({ others: "silent", sends: [{ key: "later", afterMs: 600_000 - 60_000 + 30_000 }] });
    expect(told.sends.every(({ channel }) => wakes(channel))).toBe(true);
    expect((await act().claimStep({ page: ref, step: "person", round: 0 })).sends.map(({ key }) => key)).toEqual(["now", "later"]);
  });
});
