import { DeliveryRefused, NoAnswer } from "@ballast/notifications";
import { personDecider, serviceDecider } from "@ballast/domain";
import { keyRing } from "@ballast/eventlog";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { ActivityWorld, ana, incident, incidentId, minute, serviceId } from "../specification/activityWorld.ts";
import { pageActivities } from "./page.activities.ts";
import type { PageRef } from "./responseActivities.ts";
import { sendingActivities } from "./sending.activities.ts";

vi.mock("@temporalio/activity", async () => (await import("../specification/activityWorld.ts")).uncancelled);

let world: ActivityWorld;
let page: PageRef;
let ann: string;
const calling = () => pageActivities(world.parts);
const first = { step: "everyone", round: 0 } as const;
beforeEach(async () => {
  world = new ActivityWorld();
  await world.serving();
  ann = await world.person("ann", ["responder"]);
  await world.declared();
  page = await world.paged();
});
const claimed = () => calling().claimStep({ page, ...first });
async function delivering(change: { readonly attempt?: number; readonly last?: boolean } = {}) {
  const { sends } = await claimed();
  const [send] = sends;
  if (send === undefined) throw new Error("somebody was to be called");
  return sendingActivities(world.parts).deliverPage({ page, send, ...first, attempt: 0, last: false, ...change });
}
/** A page whose only message goes to a provider, and what became of it. */
async function bySms() {
  await world.act(personDecider, ann, {
    type: "SetContacts", now: world.at(), personId: ann, contacts: { email: null, chatWebhookUrl: null, phone: "+41791234567" },
  });
  const { sends: [send] } = await claimed();
  if (send === undefined) throw new Error("somebody was to be called");
  const deliver = (receipts: { readonly receipts?: true } = { receipts: true }) =>
    sendingActivities(world.parts).deliverPage({ page, send, ...first, attempt: 0, last: false, ...receipts });
  return { send, deliver, settle: () => calling().settleReceipt({ page, send }) };
}
const resolve = () => world.ofIncident({ type: "ChangeState", now: world.at(), incidentId, to: "resolved", reason: "" });

describe("a page", () => {
  it("is begun by one run, taken up by the next, and not begun once it is over", async () => {
    const begin = (runId: string) => calling().startPage({ page, workflowId: "page/1", runId });
    expect([await begin("run-1"), await begin("run-1"), await begin("run-2")]).toEqual(["started", "started", "taken"]);
    const replaces = { runId: "run-1", reason: "it was terminated" };
    expect(await calling().startPage({ page, workflowId: "page/1", runId: "run-2", replaces })).toBe("started");
    expect(world.last("PageRunReplaced")).toMatchObject({ fromRunId: "run-1", toRunId: "run-2", reason: "it was terminated" });
    await calling().stopPage({ page, reason: "resolved" });
    expect(world.last("PageStopped")).toMatchObject({ reason: "resolved" });
    expect(await calling().startPage({ page, workflowId: "page/1", runId: "run-9", replaces: { runId: "run-2", reason: "gone" } })).toBe(
      "taken",
    );
  });

  it("says who is called, in the inbox and by what wakes them; a second asker is told the same", async () => {
    const one = await claimed();
    expect(one).toMatchObject({ outcome: "claimed", step: "everyone", inInbox: true, sends: [{ personId: ann, channel: "mail" }] });
    expect(await claimed()).toEqual(one);
    expect(world.facts("page", page.pageId).filter((type) => type === "PageStepClaimed")).toHaveLength(1);
  });

  it("goes straight to everybody where nobody is on call, and says so", async () => {
    expect(await calling().claimStep({ page, step: "person", round: 0 })).toMatchObject({ step: "everyone" });
    expect(world.last("PageEscalated")).toMatchObject({ to: "everyone", round: 0 });
  });

  it("that can call nobody writes that down", async () => {
    await world.act(personDecider, ann, { type: "Leave", now: world.at(), personId: ann });
    expect(await claimed()).toMatchObject({ outcome: "claimed", sends: [], inInbox: false });
    expect(world.last("PageDeliveryRefused")).toMatchObject({ personId: null, channel: null, reason: "nobody is on call" });
  });

  it("calls nobody any more when the incident is over, or somebody has answered", async () => {
    await world.ofPage({ type: "Acknowledge", now: world.at(), pageId: page.pageId, personId: ann });
    expect((await claimed()).outcome).toBe("over");
    page = await world.paged({}, 1);
    await resolve();
    expect((await claimed()).outcome).toBe("over");
  });

  it("falls quiet after its rounds where the severity does not ask for more", async () => {
    const late = () => calling().claimStep({ page, step: "everyone", round: 99 });
    expect((await late()).outcome).toBe("claimed");
    await world.ofIncident({ type: "SetSeverity", now: world.at(), incidentId, to: 4, reason: "few" });
    expect((await calling().claimStep({ page, step: "everyone", round: 98 })).outcome).toBe("quiet");
    expect((await calling().claimStep({ page, step: "everyone", round: 0 })).outcome).toBe("claimed");
  });

  it("that nobody answered says when calling begins again; for the lowest severity it does not", async () => {
    await calling().goUnanswered({ page, round: 2, repeatEveryMs: 30 * minute });
    expect(world.last("PageUnanswered")).toMatchObject({ round: 2, againAt: "2026-03-02T10:30:00.000Z" });
    await world.ofIncident({ type: "SetSeverity", now: world.at(), incidentId, to: 4, reason: "few" });
    await calling().goUnanswered({ page, round: 3, repeatEveryMs: 30 * minute });
    expect(world.last("PageUnanswered")).toMatchObject({ round: 3, againAt: null });
    await resolve();
    await calling().goUnanswered({ page, round: 4, repeatEveryMs: 30 * minute });
    expect(world.last("PageUnanswered")).toMatchObject({ round: 3 });
  });

  it("of before is sent in one go, and answers what came of it", async () => {
    const send = () => calling().sendPage({ page, ...first });
    expect(await send()).toBe("delivered");
    page = await world.paged({}, 1);
    world.deliver = () => Promise.reject(new DeliveryRefused("mail", "no such mailbox"));
    expect(await send()).toBe("nobodyReached");
    page = await world.paged({}, 2);
    await resolve();
    expect(await send()).toBe("over");
  });
});

describe("a message of a page", () => {
  it("is handed over once, with its key, and is the first that was sent", async () => {
    expect(await delivering()).toBe("handedOver");
    expect(await delivering()).toBe("handedOver");
    expect(world.delivered).toHaveLength(1);
    expect(world.delivered[0]).toMatchObject({
      channel: "mail", to: "ann@example.org", key: expect.stringContaining(`${page.pageId}/everyone/0/`),
    });
    expect(world.last("PageSent")).toMatchObject({ address: "ann@example.org", channel: "mail" });
    expect(world.last("MilestoneReached")).toMatchObject({ milestone: "firstPageSent", at: world.at() });
  });

  it("to a hook keeps its address to itself", async () => {
    await world.act(personDecider, ann, {
      type: "SetContacts", now: world.at(), personId: ann, contacts: { email: null, chatWebhookUrl: "https://chat.example/hook" },
    });
    expect(await delivering()).toBe("handedOver");
    expect(world.delivered[0]).toMatchObject({ channel: "chat", to: "https://chat.example/hook" });
    expect(world.last("PageSent")).toMatchObject({ address: "chat" });
  });

  it("that is refused is not tried again, and the reason stands", async () => {
    world.deliver = () => Promise.reject(new DeliveryRefused("mail", "no such mailbox"));
    expect(await delivering()).toBe("refused");
    expect(world.last("PageDeliveryRefused")).toMatchObject({ reason: expect.stringContaining("no such mailbox") });
    world.deliver = () => Promise.resolve();
    expect(await delivering()).toBe("refused");
    expect(world.delivered).toEqual([]);
  });

  it("whose other side answers with half a character, or none, is told like another", async () => {
    world.deliver = () => Promise.reject(new Error(`${"x".repeat(1_999)}🐢`));
    expect(await delivering({ attempt: 1 })).toBe("failed");
    expect(world.last("PageDeliveryFailed")).toMatchObject({ reason: `${"x".repeat(1_999)}\uFFFD` });
    world.deliver = () => Promise.reject(new DeliveryRefused("mail", "no\0 \uD83D"));
    expect(await delivering({ attempt: 2 })).toBe("refused");
    expect(world.last("PageDeliveryRefused")).toMatchObject({ reason: expect.stringContaining("no\uFFFD \uFFFD") });
  });

  it("that fails says whether another try follows", async () => {
    world.deliver = () => Promise.reject(new Error("x".repeat(3_000)));
    expect(await delivering({ attempt: 1 })).toBe("failed");
    expect(world.last("PageDeliveryFailed")).toMatchObject({ attempt: 1, triesAgain: true, reason: "x".repeat(2_000) });
    expect(await delivering({ attempt: 2, last: true })).toBe("failed");
    expect(world.last("PageDeliveryFailed")).toMatchObject({ attempt: 2, triesAgain: false });
  });

  it("is not sent once somebody has answered or the incident is over", async () => {
    await claimed();
    const send = { key: "k", personId: ann, channel: "mail" } as const;
    const deliver = () => sendingActivities(world.parts).deliverPage({ page, send, ...first, attempt: 0, last: true });
    await world.ofPage({ type: "Acknowledge", now: world.at(), pageId: page.pageId, personId: ann });
    expect(await deliver()).toBe("over");
    page = await world.paged({}, 1);
    await resolve();
    expect(await deliver()).toBe("over");
    expect(world.delivered).toEqual([]);
  });

  it("to who has left, or by a way that is gone, is refused", async () => {
    const { sends } = await claimed();
    await world.act(personDecider, ann, {
      type: "SetContacts", now: world.at(), personId: ann, contacts: { email: null, chatWebhookUrl: null },
    });
    const [send] = sends;
    if (send === undefined) throw new Error("somebody was to be called");
    const deliver = (key: string) =>
      sendingActivities(world.parts).deliverPage({ page, send: { ...send, key }, ...first, attempt: 0, last: true });
    expect(await deliver("a")).toBe("refused");
    await world.act(personDecider, ann, { type: "Leave", now: world.at(), personId: ann });
    expect(await deliver("b")).toBe("refused");
    expect(world.last("PageDeliveryRefused")).toMatchObject({ reason: "this way to reach them is gone" });
  });
});

describe("what a page says", () => {
  const said = async () => {
    await delivering();
    return world.delivered.at(-1);
  };

  it("names the incident, its service, why, and where to answer", async () => {
    await world.act(serviceDecider, serviceId, {
      type: "DescribeService", now: world.at(), serviceId, name: "Shop", description: "", repositoryUrl: null,
      runbookUrl: "https://example.org/runbook",
    });
    const message = await said();
    expect(message?.subject).toContain("INC-7");
    for (const part of ["Shop fails", "it fails", `https://ballast.example/pages/${page.pageId}`, "https://example.org/runbook"])
      expect(JSON.stringify(message)).toContain(part);
    expect(JSON.stringify(message)).not.toContain("DRILL");
    expect(JSON.stringify(message)).not.toContain("A commander is needed.");
  });

  it("of a drill says so", async () => {
    world = new ActivityWorld();
    await world.serving();
    ann = await world.person("ann", ["responder"]);
    await world.declared({ drill: true });
    page = await world.paged();
    expect((await said())?.subject).toContain("DRILL: Shop fails");
  });

  it("of a private incident tells only those who may know what it is about", async () => {
    world = new ActivityWorld();
    await world.serving();
    ann = await world.person("ann", ["responder"]);
    const ben = await world.person("ben", ["engineer"]);
    await world.declared({ private: true });
    page = await world.paged({ personIds: [ben] });
    const { sends } = await calling().claimStep({ page, step: "person", round: 0 });
    for (const send of sends)
      await sendingActivities(world.parts).deliverPage({ page, send, step: "person", round: 0, attempt: 0, last: true });
    const to = (login: string) => JSON.stringify(world.delivered.filter((message) => message.to === `${login}@example.org`));
    expect(to("ben")).toContain("INC-7");
    expect(to("ben")).not.toContain("Shop fails");
    await world.ofIncident({ type: "TakeRole", now: world.at(), incidentId, role: "scribe", personId: ben });
    page = await world.paged({ personIds: [ben] }, 1);
    const again = await calling().claimStep({ page, step: "person", round: 0 });
    for (const send of again.sends)
      await sendingActivities(world.parts).deliverPage({ page, send, step: "person", round: 0, attempt: 0, last: true });
    expect(to("ben")).toContain("Shop fails");
    expect(incident.actor).toBe(ana);
  });
});

describe("a provider that takes a message", () => {
  it("and says nothing has delivered nothing: after a minute that stands on the record, once", async () => {
    const { deliver, settle, send } = await bySms();
    expect(await deliver()).toBe("awaitsReceipt");
    expect(await settle()).toEqual({ outcome: "awaitsReceipt", leftMs: minute });
    world.now += minute - 1;
    expect(await settle()).toEqual({ outcome: "awaitsReceipt", leftMs: 1 });
    world.now += 1;
    expect([await settle(), await settle()]).toEqual(Array(2).fill({ outcome: "refused", leftMs: 0 }));
    expect(world.last("PageNotDelivered")).toMatchObject({ channel: "sms", cause: "noReceipt", reason: "no receipt within 1 min" });
    expect(world.facts("page", page.pageId).filter((type) => type === "PageNotDelivered")).toHaveLength(1);
    expect(await deliver()).toBe("refused");
    await world.ofPage({ type: "TakeReceipt", now: world.at(), pageId: page.pageId, key: send.key, delivered: true, reason: "" });
    expect(world.last("PageDelivered")).toMatchObject({ late: true });
    expect(await deliver()).toBe("handedOver");
  });

  it("is told where to say what became of it, and nobody else is; its word is heard", async () => {
    const { deliver, settle, send } = await bySms();
    world.keys = keyRing(Buffer.alloc(32, 7));
    await deliver();
    expect(world.delivered.at(-1)).toMatchObject({
      channel: "sms", to: "+41791234567", receiptUrl: expect.stringMatching(/\/hooks\/receipts\/[\w-]+\.[\w-]+$/u),
    });
    await world.ofPage({ type: "TakeReceipt", now: world.at(), pageId: page.pageId, key: send.key, delivered: true, reason: "" });
    expect(await settle()).toEqual({ outcome: "handedOver", leftMs: 0 });
    expect([await deliver(), await deliver({})]).toEqual(["handedOver", "handedOver"]);
    expect(world.delivered).toHaveLength(1);
  });

  it("that says it failed is given up at once; for runs that know of no receipts what was taken is sent", async () => {
    const { deliver, settle, send } = await bySms();
    expect(await deliver({})).toBe("handedOver");
    await world.ofPage({ type: "TakeReceipt", now: world.at(), pageId: page.pageId, key: send.key, delivered: false, reason: "off" });
    expect(await settle()).toEqual({ outcome: "refused", leftMs: 0 });
    await world.ofPage({ type: "Acknowledge", now: world.at(), pageId: page.pageId, personId: ann });
    expect(await settle()).toEqual({ outcome: "over", leftMs: 0 });
  });
});

describe("PagerDuty", () => {
  it("is told that it is over also of what got no answer and may have arrived, and not of what it refused", async () => {
    const key = "0123456789abcdef0123456789abcdef";
    await world.act(personDecider, ann, {
      type: "SetContacts", now: world.at(), personId: ann, contacts: { email: null, chatWebhookUrl: null, pagerDutyKey: key },
    });
    for (const [error, calledOff] of [[new NoAnswer("pagerduty", 1_000), 1], [new DeliveryRefused("pagerduty", "400"), 0]] as const) {
      world.delivered.length = 0;
      page = await world.paged({}, 10 + calledOff);
      world.deliver = () => Promise.reject(error);
      expect(await delivering()).toBe(calledOff === 1 ? "failed" : "refused");
      await world.ofPage({ type: "Acknowledge", now: world.at(), pageId: page.pageId, personId: ann });
      world.deliver = () => Promise.resolve();
      await sendingActivities(world.parts).callOff({ page });
      expect(world.delivered.map(({ matter }) => matter?.over)).toEqual(Array(calledOff).fill(true));
    }
  });

  it("is told once nobody is to be called any more, and asked again where it does not answer", async () => {
    const key = "0123456789abcdef0123456789abcdef";
    await world.act(personDecider, ann, {
      type: "SetContacts", now: world.at(), personId: ann, contacts: { email: null, chatWebhookUrl: null, pagerDutyKey: key },
    });
    expect(await delivering()).toBe("handedOver");
    const matter = { key: `${page.pageId}/${ann}`, over: false };
    expect(world.delivered).toEqual([expect.objectContaining({ channel: "pagerduty", to: key, matter })]);
    expect(world.last("PageSent")).toMatchObject({ address: "pagerduty" });
    const callOff = () => sendingActivities(world.parts).callOff({ page });
    await callOff();
    expect(world.delivered).toHaveLength(1);
    await world.ofPage({ type: "Acknowledge", now: world.at(), pageId: page.pageId, personId: ann });
    await callOff();
    expect(world.delivered.at(-1)).toMatchObject({ to: key, matter: { ...matter, over: true } });
    world.deliver = () => Promise.reject(new Error("it cannot be reached"));
    await expect(callOff()).rejects.toThrow("cannot be reached");
    world.deliver = () => Promise.reject(new DeliveryRefused("pagerduty", "400"));
    await callOff();
  });
});
