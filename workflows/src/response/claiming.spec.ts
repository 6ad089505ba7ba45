import { personDecider, rotationDecider, serviceDecider } from "@ballast/domain";
import { escalationDecider, pagingDecider } from "@ballast/domain/escalation";
import { idOf, ids } from "@ballast/eventlog";
import { defaultPagePolicy, plainLayer, type DataOf } from "@ballast/schema";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { calledFor } from "../audience.ts";
import { ActivityWorld, incidentId, minute, serviceId } from "../specification/activityWorld.ts";
import { pageActivities } from "./page.activities.ts";
import type { PageRef } from "./responseActivities.ts";

vi.mock("@temporalio/activity", async () => (await import("../specification/activityWorld.ts")).uncancelled);

const rotationId = ids.rotation("first");
let world: ActivityWorld;
let page: PageRef;
let [ann, ben] = ["", ""];
const calling = () => pageActivities(world.parts);
const claim = (step: "person" | "next" | "everyone", round = 0) => calling().claimStep({ page, step, round });
const escalations = () => world.memory.events.flatMap(({ event }) => (event.type === "PageEscalated" ? [event.data] : []));

/** Ben is on call today, Ann tomorrow. */
beforeEach(async () => {
  world = new ActivityWorld();
  await world.serving();
  ann = await world.person("ann", ["responder"]);
  ben = await world.person("ben", ["engineer"], { email: "ben@example.org", chatWebhookUrl: "https://chat.example/ben" });
  await world.act(rotationDecider, rotationId, {
    type: "CreateRotation", now: world.at(), rotationId, name: "First",
    layer: {
      ...plainLayer, layerId: rotationId,
      effectiveFrom: "2026-03-01T00:00:00Z", timeZone: "UTC", handOver: { every: "day", weekday: null, at: "00:00" }, people: [ann, ben],
      startsOn: "2026-03-01",
    },
  });
  await world.declared();
  page = await world.paged({ rotationIds: [rotationId] });
});

describe("a step of a page", () => {
  it("calls who is on call by everything that wakes them, each by a key of its own", async () => {
    const one = await claim("person");
    expect(one).toMatchObject({ outcome: "claimed", step: "person", inInbox: true });
    expect(one.sends).toEqual([
      { key: `${incidentId}/${page.pageId}/person/0/${ben}/mail`, personId: ben, channel: "mail", afterMs: 0 },
      { key: `${incidentId}/${page.pageId}/person/0/${ben}/chat`, personId: ben, channel: "chat", afterMs: 0 },
    ]);
    expect((await claim("next")).sends).toMatchObject([{ personId: ann }]);
    expect(escalations()).toEqual([]);
  });

  it("says each escalation once, however often the climb is repeated", async () => {
    for (const [to, round] of [["next", 0], ["everyone", 0], ["everyone", 0], ["everyone", 1]] as const)
      await calling().escalatePage({ page, to, round, reason: "nobody acknowledged in time" });
    expect(escalations()).toMatchObject([{ to: "next", round: 0 }, { to: "everyone", round: 0 }, { to: "everyone", round: 1 }]);
  });

  it("to everybody is no escalation of its own where that was asked for", async () => {
    page = await world.paged({}, 1);
    expect(await claim("everyone")).toMatchObject({ outcome: "claimed", step: "everyone" });
    expect(escalations()).toEqual([]);
  });

  it("that went to everybody at once is not taken again by the next one of the round", async () => {
    page = await world.paged({}, 1);
    const one = await claim("person");
    expect(one).toMatchObject({ step: "everyone" });
    expect(await claim("next")).toEqual(one);
    expect(escalations()).toHaveLength(1);
    expect(await claim("person", 1)).toMatchObject({ step: "everyone", sends: [{ key: expect.stringContaining("/everyone/1/") }] });
  });

  it("after its rounds is quiet only below severity 3: for the others calling goes on", async () => {
    const { rounds } = defaultPagePolicy;
    await world.ofIncident({ type: "SetSeverity", now: world.at(), incidentId, to: 3, reason: "fewer" });
    expect((await claim("person", rounds)).outcome).toBe("claimed");
    await world.ofIncident({ type: "SetSeverity", now: world.at(), incidentId, to: 4, reason: "few" });
    expect((await claim("next", rounds - 1)).outcome).toBe("claimed");
    expect(await claim("next", rounds)).toEqual({ outcome: "quiet", step: "next", sends: [], inInbox: false });
  });

  it("that nobody answered begins again for severity 3, each time with its own moment", async () => {
    await world.ofIncident({ type: "SetSeverity", now: world.at(), incidentId, to: 3, reason: "fewer" });
    await calling().goUnanswered({ page, round: 0, repeatEveryMs: 30 * minute });
    await calling().goUnanswered({ page, round: 1, repeatEveryMs: 30 * minute });
    const told = world.memory.events.flatMap(({ event }) => (event.type === "PageUnanswered" ? [event.data] : []));
    expect(told).toMatchObject([{ round: 0, againAt: "2026-03-02T10:30:00.000Z" }, { round: 1 }]);
  });

  it("asks who is called by which channel, and when, for how urgent the incident is then; recorded is none of it with the message", async () => {
    await world.act(personDecider, ben, {
      type: "SetPagingRules", now: world.at(), personId: ben, rules: {
        high: [{ channel: "chat", afterMinutes: 0 }, { channel: "mail", afterMinutes: 5 }], low: [{ channel: "mail", afterMinutes: 0 }],
        lowHours: { from: "12:00", to: "20:00" },
      },
    });
    expect((await claim("person")).sends).toMatchObject([{ channel: "chat", afterMs: 0 }, { channel: "mail", afterMs: 5 * minute }]);
    await world.ofIncident({ type: "SetSeverity", now: world.at(), incidentId, to: 3, reason: "fewer" });
    // It is ten o'clock.
    const later = await claim("person", 1);
    expect(later).toMatchObject({ inInbox: true, sends: [{ channel: "mail", afterMs: 120 * minute }] });
    expect(world.last("PageSent")).not.toHaveProperty("afterMs");
  });

  it("outside the support hours of its services waits for them, a minute more as the response calls anew then, and says so", async () => {
    await world.ofIncident({ type: "SetSeverity", now: world.at(), incidentId, to: 3, reason: "fewer" });
    const hours = (from: string) => world.act(serviceDecider, serviceId, {
      type: "SetSupportHours", now: world.at(), serviceId,
      supportHours: { timeZone: "UTC", weekdays: [1, 2, 3, 4, 5], from, to: "18:00", alwaysUpTo: 2 },
    });
    await hours("11:00");
    // It is ten o'clock on a Monday.
    expect((await claim("person")).sends).toMatchObject([{ afterMs: 61 * minute }, { afterMs: 61 * minute }]);
    const urgency = () => (world.last("PageStepClaimed") as DataOf<"PageStepClaimed">).urgency;
    expect(urgency()).toEqual({ level: "low", because: "outsideHours", until: "2026-03-02T11:00:00.000Z" });
    await hours("09:00");
    expect((await claim("person", 1)).sends).toMatchObject([{ afterMs: 0 }, { afterMs: 0 }]);
    expect(urgency()).toEqual({ level: "high", because: "withinHours", until: "2026-03-02T18:00:00.000Z" });
    await hours("11:00");
    await world.ofIncident({ type: "SetSeverity", now: world.at(), incidentId, to: 2, reason: "more" });
    expect((await claim("person", 2)).sends).toMatchObject([{ afterMs: 0 }, { afterMs: 0 }]);
    expect(urgency()).toBeUndefined();
  });

  it("that follows one within the support hours does not wait for the next day when they end in between", async () => {
    await world.ofIncident({ type: "SetSeverity", now: world.at(), incidentId, to: 3, reason: "fewer" });
    const hoursUntil = (to: string) => world.act(serviceDecider, serviceId, {
      type: "SetSupportHours", now: world.at(), serviceId,
      supportHours: { timeZone: "UTC", weekdays: [1, 2, 3, 4, 5], from: "08:00", to, alwaysUpTo: 2 },
    });
    await hoursUntil("18:00");
    await claim("person");
    await hoursUntil("09:00");
    expect((await claim("next")).sends).toMatchObject([{ afterMs: 0 }]);
    const { urgency } = world.last("PageStepClaimed") as DataOf<"PageStepClaimed">;
    expect(urgency).toEqual({ level: "high", because: "withinHours", until: null });
  });

  it("that somebody has answered in between is over, also for one that was claimed", async () => {
    await claim("person");
    await world.ofPage({ type: "Acknowledge", now: world.at(), pageId: page.pageId, personId: ben });
    expect(await claim("person")).toEqual({ outcome: "over", step: "person", sends: [], inInbox: false });
  });
});

describe("a step by a policy", () => {
  const escalationId = idOf(escalationDecider, "platform");
  const escalation = (of: "onCall" | "everyone", more: object = {}) =>
    world.act(escalationDecider, escalationId, {
      type: "WriteEscalation", now: world.at(), escalationId, name: "Platform", description: "", rounds: 2, lastly: [], reason: "",
      steps: [
        { targets: [{ kind: "schedule", rotationId: null, who: of }], minutes: 7 },
        { targets: [{ kind: "person", personId: ann }], minutes: 3 },
      ],
      ...more,
    });
  const asked = (place: number, round = 0) => calling().claimStep({ page, step: "person", place, round });
  beforeEach(async () => {
    await escalation("onCall");
    page = await world.paged({ escalations: [{ escalationId, rotationIds: [rotationId] }] }, 1);
  });

  it("calls whom it says, says how long it waits, and is told the same again", async () => {
    const one = await asked(0);
    expect(one).toMatchObject({ step: "step1", rung: { place: 0, of: 2, waitMs: 7 * minute, rounds: 2 } });
    expect(one.sends).toMatchObject([{ personId: ben, channel: "mail", key: `${incidentId}/${page.pageId}/step1/0/${ben}/mail` }, {}]);
    expect(await asked(1)).toMatchObject({ step: "step2", sends: [{ personId: ann }], rung: { place: 1, of: 2, waitMs: 3 * minute } });
    expect(await asked(0)).toEqual(one);
    await calling().escalatePage({ page, to: "next", place: 1, round: 0, reason: "nobody acknowledged in time" });
    expect(escalations()).toMatchObject([{ to: "step2", round: 0 }]);
  });

  it("asks it anew at each step: one that was changed counts from then on, a step that it has no more is passed", async () => {
    await asked(0);
    await escalation("everyone", {
      steps: [{ targets: [{ kind: "schedule", rotationId: null, who: "everyone" }], minutes: 1 }], rounds: 5,
    });
    expect(await asked(1)).toMatchObject({ outcome: "passed", sends: [] });
    const again = await asked(0, 1);
    expect(new Set(again.sends.map(({ personId }) => personId))).toEqual(new Set([ann, ben]));
    expect(again.rung).toEqual({ place: 0, of: 1, waitMs: minute, rounds: 5 });
  });

  it("of a policy that was retired meanwhile calls whom it named last", async () => {
    await world.act(escalationDecider, escalationId, { type: "RetireEscalation", now: world.at(), escalationId, reason: "gone" });
    expect(await asked(1)).toMatchObject({ sends: [{ personId: ann }] });
  });

  it("goes to everybody who answers incidents once nobody whom it names is here, and is the last of its round", async () => {
    for (const personId of [ann, ben]) await world.act(personDecider, personId, { type: "Leave", now: world.at(), personId });
    const cleo = await world.person("cleo", ["admin"]);
    expect(await asked(0)).toMatchObject({ step: "everyone", sends: [{ personId: cleo }], rung: { place: 0, of: 1 } });
    expect(await asked(1)).toMatchObject({ step: "everyone" });
    expect(escalations()).toMatchObject([{ to: "everyone", reason: "the policy calls nobody now" }]);
  });

  it("is of the service's own policy, else of the default, else of what is built in; a commander is called by the rotation", async () => {
    const pagingId = idOf(pagingDecider);
    const service = { aggregate: serviceDecider, id: serviceId };
    const other = idOf(escalationDecider, "other");
    const called = (purpose: "responders" | "commander" = "responders") => calledFor(world.parts.log, [serviceId], purpose);
    await world.act(serviceDecider, service.id, { type: "AssignRotation", now: world.at(), serviceId, purpose: "responders", rotationId });
    await world.act(serviceDecider, service.id, { type: "AssignRotation", now: world.at(), serviceId, purpose: "commander", rotationId });
    expect(await called()).toEqual({ rotationIds: [rotationId], escalations: [] });
    await world.act(pagingDecider, pagingId, { type: "SetDefaultEscalation", now: world.at(), pagingId, escalationId: other });
    expect(await called()).toEqual({ rotationIds: [], escalations: [{ escalationId: other, rotationIds: [rotationId] }] });
    await world.act(serviceDecider, service.id, { type: "AssignEscalation", now: world.at(), serviceId, escalationId });
    expect(await called()).toEqual({ rotationIds: [], escalations: [{ escalationId, rotationIds: [rotationId] }] });
    expect(await called("commander")).toEqual({ rotationIds: [rotationId], escalations: [] });
  });
});

describe("a clock that is changed in the middle of an escalation", () => {
  it("calls who is on call at each step's own moment, and waits by time that passes", async () => {
    // Chicago goes from 02:00 to 03:00 at 08:00 UTC; a hand-over at 02:30 happens then.
    world.now = Date.parse("2026-03-08T07:58:00.000Z");
    const chicago = ids.rotation("chicago");
    await world.act(rotationDecider, chicago, {
      type: "CreateRotation", now: world.at(), rotationId: chicago, name: "Chicago",
      layer: {
        ...plainLayer, layerId: chicago, effectiveFrom: "2026-03-01T00:00:00Z", timeZone: "America/Chicago", people: [ann, ben],
        handOver: { every: "day", weekday: null, at: "02:30" }, startsOn: "2026-03-07",
      },
    });
    page = await world.paged({ rotationIds: [chicago] }, 3);
    expect((await claim("person")).sends.map(({ personId }) => personId)).toEqual([ann]);
    world.now += 5 * minute;
    // Ben has the pager since 08:00 UTC: who is next is Ann, who has just been called, and a new round begins with Ben.
    expect((await claim("next")).sends.map(({ personId }) => personId)).toEqual([ann]);
    expect((await claim("person", 1)).sends.map(({ personId }) => personId)).toEqual([ben, ben]);
  });
});

describe("fifty people at once", () => {
  it("are claimed in one step, each by a key of their own, and none twice", async () => {
    const many = await Promise.all(Array.from({ length: 50 }, (_, n) => world.person(`p${String(n)}`, ["responder"])));
    page = await world.paged({ personIds: many }, 4);
    const { sends } = await claim("person");
    expect(new Set(sends.map(({ personId }) => personId))).toEqual(new Set(many));
    expect(new Set(sends.map(({ key }) => key)).size).toBe(50);
  });
});

describe("what waits for its time while a run is lost", () => {
  it("is told to the next one, with what is left of it, unless it was tried", async () => {
    const sends = [
      { key: "now", personId: ann, channel: "mail", afterMs: 0 }, { key: "later", personId: ben, channel: "chat", afterMs: 60 * minute },
    ] as const;
    await world.ofPage({
      type: "ClaimStep", now: world.at(), pageId: page.pageId, step: "person", round: 0, sends: [...sends], rung: null,
    });
    world.now += 10 * minute;
    await claim("next");
    const again = () => claim("next");
    expect((await again()).earlier).toEqual([{ ...sends[1], step: "person", round: 0, afterMs: 50 * minute }]);
    world.now += 60 * minute;
    expect((await again()).earlier).toMatchObject([{ key: "later", afterMs: 0 }]);
    const { afterMs: _, ...handed } = sends[1];
    await world.ofPage({ type: "SendPage", now: world.at(), pageId: page.pageId, step: "person", round: 0, ...handed, address: "there" });
    expect((await again()).earlier).toBeUndefined();
  });
});
