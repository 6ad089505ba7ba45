import { incidentDecider } from "@ballast/domain";
import { maintenanceDecider } from "@ballast/domain/maintenance";
import { mailingDecider, publicationDecider } from "@ballast/domain/publication";
import { statusPageDecider } from "@ballast/domain/statusPage";
import { reachDecider, subscriberDecider } from "@ballast/domain/subscriber";
import { foldRecord, idOf, ids, keyRing, stopTokenOf, subscriberIdOf, webhookSecretOf } from "@ballast/eventlog";
import { DeliveryRefused, NoAnswer, type Message } from "@ballast/notifications";
import { namedCountingRules, type PublicationSubject, type SubscriberChannel } from "@ballast/schema";
import { workflowIds, type TellSubscribersInput } from "@ballast/schema/workflows";
import { beforeEach, describe, expect, it } from "vitest";
import type { PartsWithFlags } from "../parts.ts";
import { doFor } from "../reactor/byEvent.ts";
import type { Reaction } from "../reactor/slice.ts";
import { FakeEngine } from "../specification/fakeEngine.ts";
import { WorkerWorld } from "../specification/worker.ts";
import { sendConfirmation, sendToSubscribers } from "./publishing.activities.ts";
import { releasePublication } from "./releasing.activities.ts";
import { publicationSlice } from "./slice.ts";

const keys = keyRing(Buffer.alloc(32, 7));
const statusPageId = idOf(statusPageDecider, "public");
const actor = { personId: null, name: "spec", means: "system" } as const;
const requested = { requestEventId: ids.part("e", "asked"), correlationId: "spec", actor } as const;

let world: WorkerWorld;
let engine: FakeEngine;
beforeEach(() => {
  world = new WorkerWorld();
  engine = new FakeEngine();
});

const reaction = (): Reaction => ({
  log: world.parts.log, temporal: engine.asClient(), flags: { changedFor: () => Promise.resolve([]) },
  now: () => new Date(world.now), policy: {} as Reaction["policy"],
});
async function react(): Promise<void> {
  for (const recorded of world.memory.events) await doFor(publicationSlice.reactions, recorded, reaction());
}

async function update(status: string, index = 0, visibility: "public" | "internal" = "public"): Promise<PublicationSubject> {
  const incidentId = ids.incident("known");
  const updateId = ids.part(incidentId, "update", index);
  await world.handle({ aggregate: incidentDecider, id: incidentId }, {
    type: "PostUpdate", now: world.at(), incidentId, updateId, visibility, status, body: "It is slow.", nextUpdateInMs: null,
  });
  return { kind: "update", incidentId, updateId, maintenanceId: null };
}

const inputOf = (subject: PublicationSubject, occasion = ""): TellSubscribersInput =>
  ({ publicationId: idOf(publicationDecider, subject, occasion), subject, waitUntil: world.at(), ...requested });
const releases = (): number => world.all("PublicationReleased").length;

describe("what is published", () => {
  it("begins one run each, which waits for ten seconds; what is internal or said inside begins none", async () => {
    await world.declared();
    const subject = await update("identified");
    await update("investigating", 1, "internal");
    await react();
    await react();
    expect(engine.started).toMatchObject([{
      workflowId: workflowIds.publication(idOf(publicationDecider, subject, "")), name: "tellSubscribers",
      input: { subject, waitUntil: new Date(world.now + 10_000).toISOString() },
    }]);
  });

  it("goes out once, unless it was taken back meanwhile", async () => {
    const incidentId = await world.declared();
    const first = await update("identified");
    await releasePublication(world.parts, inputOf(first));
    await releasePublication(world.parts, inputOf(first));
    expect(releases()).toBe(1);
    const second = await update("monitoring", 1);
    await world.handle({ aggregate: publicationDecider, id: inputOf(second).publicationId }, {
      type: "WithdrawPublication", publicationId: inputOf(second).publicationId, ...second,
    });
    await releasePublication(world.parts, inputOf(second));
    expect(releases()).toBe(1);
    // Who took it back was lost before the incident heard of it.
    await react();
    await react();
    expect(world.all("UpdateWithdrawn")).toEqual([{ incidentId, updateId: second.updateId }]);
    const third = await update("monitoring", 2);
    await world.handle({ aggregate: incidentDecider, id: incidentId }, {
      type: "WithdrawUpdate", now: world.at(), incidentId, updateId: third.updateId ?? "",
    });
    await releasePublication(world.parts, inputOf(third));
    expect(releases()).toBe(1);
  });

  it("is no news a day later, where the reactor was away or reads the log once more", async () => {
    await world.declared();
    const input = inputOf(await update("identified"));
    const late = { ...input, waitUntil: new Date(world.now - 24 * 3_600_000 - 1).toISOString() };
    await releasePublication(world.parts, late);
    expect(releases()).toBe(0);
    await releasePublication(world.parts, { ...late, waitUntil: new Date(world.now - 24 * 3_600_000).toISOString() });
    expect(releases()).toBe(1);
  });

  it("says that it is solved once: in words where somebody wrote some, else by itself", async () => {
    const incidentId = await world.declared();
    const subject: PublicationSubject = { kind: "resolved", incidentId, updateId: null, maintenanceId: null };
    await releasePublication(world.parts, inputOf(subject, "early"));
    expect(releases()).toBe(0);
    for (const to of ["monitoring", "resolved"] as const)
      await world.handle({ aggregate: incidentDecider, id: incidentId }, {
        type: "ChangeState", now: world.at(), incidentId, to, reason: "-",
      });
    await releasePublication(world.parts, inputOf(subject, "e"));
    expect(releases()).toBe(1);
    await update("Resolved");
    await releasePublication(world.parts, inputOf(subject, "another"));
    expect(releases()).toBe(1);
  });

  it("says that one goes on under another, unless nobody outside may know of that, or it was reopened", async () => {
    const incidentId = await world.declared();
    const into = ids.incident("into");
    const subject: PublicationSubject = { kind: "merged", incidentId, updateId: null, maintenanceId: null };
    await releasePublication(world.parts, inputOf(subject, "early"));
    expect(releases()).toBe(0);
    await world.handle({ aggregate: incidentDecider, id: incidentId }, {
      type: "Merge", now: world.at(), incidentId, intoIncidentId: into, reason: "the same",
    });
    await react();
    expect(engine.started.at(-1)).toMatchObject({ name: "tellSubscribers", input: { subject } });
    await releasePublication(world.parts, inputOf(subject, "to nothing"));
    expect(releases()).toBe(0);
    await world.handle({ aggregate: incidentDecider, id: into }, {
      type: "DeclareIncident", now: world.at(), incidentId: into, number: 8, title: "The real one", summary: "", severity: 3,
      publicImpact: "none", serviceIds: [], components: [], impactStartAt: null, drill: false, private: false, declaredAutomatically: false,
    });
    await releasePublication(world.parts, inputOf(subject, "merged"));
    expect(releases()).toBe(1);
    await world.handle({ aggregate: incidentDecider, id: incidentId }, {
      type: "Reopen", now: world.at(), incidentId, reason: "it is not",
    });
    await releasePublication(world.parts, inputOf(subject, "reopened"));
    expect(releases()).toBe(1);
  });

  it("that was told to nobody, as the incident had no impact, is once it has one; what was told is not told again", async () => {
    const incidentId = await world.declared();
    const update1 = await update("identified");
    await world.handle({ aggregate: incidentDecider, id: incidentId }, {
      type: "SetPublicImpact", now: world.at(), incidentId, to: "major", reason: "orders fail",
    });
    await react();
    const [late] = engine.started.filter(({ input }) => (input["subject"] as PublicationSubject).updateId === null);
    const subject = late?.input["subject"] as PublicationSubject;
    expect(subject).toMatchObject({ kind: "update", incidentId, updateId: null });
    const input = { ...inputOf(subject), publicationId: String(late?.input["publicationId"]) };
    const { publicationId } = inputOf(update1);
    // It waits for its own ten seconds still: it tells of itself.
    await releasePublication(world.parts, input);
    expect(releases()).toBe(0);
    await releasePublication(world.parts, inputOf(update1));
    await world.handle({ aggregate: publicationDecider, id: publicationId }, { type: "AddressPublication", publicationId, notices: [] });
    await releasePublication(world.parts, input);
    await releasePublication(world.parts, input);
    expect(world.all("PublicationReleased"))
      .toMatchObject([{ publicationId }, { publicationId: input.publicationId, updateId: update1.updateId }]);
    const second = await update("monitoring", 1);
    await releasePublication(world.parts, inputOf(second));
    const again = { ...input, publicationId: idOf(publicationDecider, input.subject, "again") };
    await releasePublication(world.parts, again);
    expect(releases()).toBe(3);
  });

  it("tells of a maintenance that is announced, and not of one that is no more", async () => {
    const maintenanceId = ids.part("m", "disks");
    const subject: PublicationSubject = { kind: "announced", incidentId: null, updateId: null, maintenanceId };
    await world.registerService();
    const at = { aggregate: maintenanceDecider, id: maintenanceId };
    await world.handle(at, {
      type: "PlanMaintenance", now: world.at(), maintenanceId, title: "Disks", serviceIds: [ids.service("shop")],
      from: new Date(world.now + 3_600_000).toISOString(), until: new Date(world.now + 7_200_000).toISOString(),
    });
    await releasePublication(world.parts, inputOf(subject));
    expect(releases()).toBe(0);
    await world.handle(at, { type: "AnnounceMaintenance", now: world.at(), maintenanceId, title: "Work", text: "Orders may wait." });
    await releasePublication(world.parts, inputOf(subject));
    expect(releases()).toBe(1);
    await world.handle(at, { type: "AnnounceMaintenance", now: world.at(), maintenanceId, title: "Work", text: "Other words." });
    await react();
    expect(engine.started.filter(({ name }) => name === "tellSubscribers")).toHaveLength(1);
  });
});

const idFor = (channel: SubscriberChannel, address: string): string => subscriberIdOf(keys, { statusPageId, channel, address });

async function subscribed(channel: SubscriberChannel, address: string): Promise<string> {
  const subscriberId = idFor(channel, address);
  await world.handle({ aggregate: reachDecider, id: subscriberId }, { type: "SetReach", subscriberId, sealed: keys.seal(address) });
  await world.handle({ aggregate: subscriberDecider, id: subscriberId }, {
    type: "AddSubscriber", subscriberId, statusPageId, channel, scope: { componentIds: [], groupIds: [] }, reason: "spec",
  });
  return subscriberId;
}

const told = { kind: "update", incidentId: ids.incident("known"), updateId: null, maintenanceId: null } as const;
const publicationId = idOf(publicationDecider, told, "");

async function mailing(channel: SubscriberChannel, subscriberIds: string[]): Promise<string> {
  const about = { id: ids.incident("known"), title: "Slow", status: "Found", body: "It is slow.", components: ["Orders"], at: world.at() };
  const on = { aggregate: publicationDecider, id: publicationId };
  await world.handle(on, {
    type: "ReleasePublication", publicationId, kind: "update", incidentId: about.id, updateId: null, maintenanceId: null,
  });
  await world.handle(on, {
    type: "AddressPublication", publicationId,
    notices: [{
      statusPageId, name: "Marlow status", url: "https://status.example", path: "/status/public", subject: "Marlow status: Slow (Found)",
      text: "Slow\n\nFound. It is slow.", link: "https://status.example/incidents/1.html", footer: "Stop them:", about,
      mailings: { mail: 1, chat: 1, webhook: 1 },
    }],
  });
  const mailingId = idOf(mailingDecider, { publicationId, statusPageId, channel, batch: 0 });
  await world.handle({ aggregate: mailingDecider, id: mailingId }, {
    type: "ListMailing", mailingId, publicationId, statusPageId, channel, subscriberIds,
  });
  return mailingId;
}

const send = (mailingId: string, parts: PartsWithFlags = world.parts): Promise<boolean> =>
  sendToSubscribers(parts, { mailingId, ...requested });
const outcomes = async (mailingId: string): Promise<readonly string[]> => {
  const state = await foldRecord(world.parts.log, mailingDecider, mailingId);
  return state.status === "absent" ? [] : state.told.map(({ outcome }) => outcome);
};

/** The world's parts with a mail server and chats that do this before they take a message. */
function failing(before: (message: Message) => Promise<void>): PartsWithFlags {
  const { parts } = world;
  return {
    ...parts,
    notifier: { ...parts.notifier, deliver: async (message) => (await before(message), parts.notifier.deliver(message)) },
  };
}

describe("a mailing", () => {
  it("goes to each once, with an address of their own at which it is stopped by one press", async () => {
    const [ana, ben] = [await subscribed("mail", "Ana@example.org"), await subscribed("mail", "ben@example.org")];
    const mailingId = await mailing("mail", [ana, ben]);
    await react();
    expect(engine.started.map(({ workflowId }) => workflowId)).toContain(workflowIds.mailing(mailingId));
    expect(await send(mailingId)).toBe(false);
    expect(await send(mailingId)).toBe(false);
    const stop = `http://ballast.test/status/public/unsubscribe/${ana}/${stopTokenOf(keys, ana)}`;
    expect(world.sent).toMatchObject([
      {
        channel: "mail", to: "Ana@example.org", subject: "Marlow status: Slow (Found)", unsubscribe: stop,
        key: `publication/${publicationId}/${statusPageId}/${ana}`, text: `Slow\n\nFound. It is slow.\n\nStop them:\n${stop}`,
      },
      { to: "ben@example.org" },
    ]);
    expect(await outcomes(mailingId)).toEqual(["sent", "sent"]);
    const written = JSON.stringify(world.memory.events.map(({ event }) => event));
    expect(written).not.toMatch(/example\.org/iu);
  });

  it("skips who stopped it meanwhile, and tries again only those whose server was away", async () => {
    const people = await Promise.all(["ana", "ben", "cy", "dee"].map((name) => subscribed("mail", `${name}@example.org`)));
    const mailingId = await mailing("mail", people);
    const [, ben] = people;
    await world.handle({ aggregate: reachDecider, id: ben ?? "" }, { type: "SetReach", subscriberId: ben ?? "", sealed: null });
    const away = failing(({ to }) =>
      to.startsWith("cy") ? Promise.reject(new Error("cy@example.org is busy")) : to.startsWith("dee")
        ? Promise.reject(new DeliveryRefused("mail", "no such box")) : Promise.resolve());
    expect(await send(mailingId, away)).toBe(true);
    expect(await outcomes(mailingId)).toEqual(["sent", "gone", "failed", "refused"]);
    expect(world.all("MailingTold").flatMap(({ results }) => results.map(({ why }) => why))).toContain("it failed");
    expect(world.sent.every(({ publicOnly }) => publicOnly === true)).toBe(true);
    expect(await send(mailingId)).toBe(false);
    expect(world.sent.map(({ to }) => to)).toEqual(["ana@example.org", "cy@example.org"]);
  });

  it("leaves the others for later where the mail server takes nothing", async () => {
    const many = await Promise.all(Array.from({ length: 12 }, (_, n) => subscribed("mail", `reader${String(n)}@example.org`)));
    const mailingId = await mailing("mail", many);
    let asked = 0;
    expect(await send(mailingId, failing(() => ((asked += 1), Promise.reject(new NoAnswer("mail", 10_000)))))).toBe(true);
    expect(asked).toBe(5);
    expect(await send(mailingId)).toBe(false);
    expect(world.sent).toHaveLength(12);
  });

  it("that was lost while it was being sent is not sent again to whoever may have it", async () => {
    const [ana, ben] = [await subscribed("mail", "ana@example.org"), await subscribed("mail", "ben@example.org")];
    const mailingId = await mailing("mail", [ana, ben]);
    await world.handle({ aggregate: mailingDecider, id: mailingId }, { type: "TryMailing", mailingId, subscriberIds: [ana] });
    expect(await send(mailingId)).toBe(false);
    expect(world.sent.map(({ to }) => to)).toEqual(["ben@example.org"]);
    expect(await outcomes(mailingId)).toEqual(["unknown", "sent"]);
  });

  it("in a chat is not repeated where it may have arrived; for a program it is signed with a secret of its own", async () => {
    const chat = await subscribed("chat", "https://chat.example.org/hook");
    const inChat = await mailing("chat", [chat]);
    expect(await send(inChat, failing(() => Promise.reject(new NoAnswer("chat", 10_000))))).toBe(false);
    expect(await outcomes(inChat)).toEqual(["unknown"]);
    const program = await subscribed("webhook", "https://hooks.example.org/in");
    await send(await mailing("webhook", [program]));
    expect(world.posted).toMatchObject([{
      url: "https://hooks.example.org/in", secret: webhookSecretOf(keys, program),
      id: `publication/${publicationId}/${statusPageId}/${program}`,
      body: { type: "statusPage.update", data: { about: { title: "Slow", status: "Found", components: ["Orders"] } } },
    }]);
  });

  it("keeps what other servers say of an address, or of its secret path, out of the log", async () => {
    const chat = await subscribed("chat", "https://chat.acme.example/services/T0/s3cr3t");
    const mailingId = await mailing("chat", [chat]);
    const said = "chat.acme.example answered 404 Cannot POST /services/T0/s3cr3t";
    await send(mailingId, failing(() => Promise.reject(new DeliveryRefused("chat", said, { brief: "it answered 404" }))));
    expect(world.all("MailingTold").flatMap(({ results }) => results.map(({ why }) => why))).toEqual(["it answered 404"]);
    const mail = await subscribed("mail", "kim@acme.example");
    const other = Object.assign(new Error("450 <kim@acme.example> later"), {
      responseCode: 450, response: "450 4.2.1 <kim@acme.example>",
    });
    await send(await mailing("mail", [mail]), failing(() => Promise.reject(other)));
    expect(JSON.stringify(world.memory.events.map(({ event }) => event))).not.toMatch(/s3cr3t|acme\.example|kim@/u);
    expect(world.all("MailingTold").at(-1)?.results).toMatchObject([{ outcome: "failed", why: "the mail server answered 450 4.2.1" }]);
  });

  it("waits where the worker has no key", async () => {
    const mailingId = await mailing("mail", [await subscribed("mail", "ana@example.org")]);
    await expect(send(mailingId, { ...world.parts, keys: () => null })).rejects.toThrow("BALLAST_SECRET_KEY");
    expect(await outcomes(mailingId)).toEqual(["waiting"]);
  });
});

it("who asks for updates is asked at their address, once, unless they took it back", async () => {
  const subscriberId = idFor("mail", "ana@example.org");
  const askId = ids.part(subscriberId, "ask");
  await world.handle({ aggregate: statusPageDecider, id: statusPageId }, {
    type: "DefineStatusPage", now: world.at(), statusPageId, slug: "public", name: "Marlow status", about: "", timeZone: "UTC",
    language: "en", rule: namedCountingRules.statuspage, logoUrl: null, address: null,
  });
  await world.handle({ aggregate: reachDecider, id: subscriberId }, {
    type: "SetReach", subscriberId, sealed: keys.seal("ana@example.org"),
  });
  await world.handle({ aggregate: subscriberDecider, id: subscriberId }, {
    type: "AskSubscription", subscriberId, statusPageId, channel: "mail", scope: { componentIds: [], groupIds: [] }, askId, at: world.at(),
    asking: { subject: "Confirm", text: "Was it you?", link: "Yes" },
  });
  await react();
  expect(engine.started.map(({ workflowId }) => workflowId)).toEqual([workflowIds.confirmation(askId)]);
  const input = { subscriberId, statusPageId, askId, ...requested };
  // The engine's records and logs keep what is thrown.
  const busy = sendConfirmation(failing(() => Promise.reject(new Error("ana@example.org is busy"))), input);
  await expect(busy).rejects.toThrow(/^it failed$/u);
  await sendConfirmation(world.parts, input);
  expect(world.sent).toMatchObject([{
    publicOnly: true, to: "ana@example.org", subject: "Confirm", linkText: "Yes", key: `confirmation/${askId}`,
  }]);
  expect(world.sent[0]?.link).toMatch(/^http:\/\/ballast\.test\/status\/public\/confirm\/[0-9a-f-]{36}\/[0-9a-f-]{36}\/[\w-]{43}$/u);
  expect(world.sent[0]).not.toHaveProperty("unsubscribe");
  await world.handle({ aggregate: subscriberDecider, id: subscriberId }, { type: "RemoveSubscriber", subscriberId, by: "themselves" });
  await sendConfirmation(world.parts, input);
  expect(world.sent).toHaveLength(1);
});
