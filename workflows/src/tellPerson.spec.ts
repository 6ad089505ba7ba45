import { personDecider, serviceDecider } from "@ballast/domain";
import { ids } from "@ballast/eventlog";
import type { Message } from "@ballast/notifications";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { callPeople, noteForIncident, type Call } from "./callPeople.ts";
import { ActivityWorld, deployId, incident, incidentId, serviceId } from "./specification/activityWorld.ts";
import { firstTry } from "./specification/firstTry.ts";
import { tellEach, tellPerson } from "./tellPerson.ts";

let world: ActivityWorld;
beforeEach(() => void (world = new ActivityWorld()));

describe("a notice to a person", () => {
  const text = { subject: "It went back", text: "v2 went back", link: "https://ballast.example/deploys/1" };
  const tell = (personId: string, signal = new AbortController().signal) => tellPerson(world.parts, personId, { text, key: "k", signal });
  const both = { email: "ann@example.org", chatWebhookUrl: "https://chat.example/ann" };

  it("goes out by every channel they have, each with a key of its own", async () => {
    expect(await tell(await world.person("ann", ["engineer"], both))).toEqual(["mail", "chat"]);
    expect(world.delivered).toMatchObject([
      { channel: "mail", to: "ann@example.org", key: "k/mail", ...text },
      { channel: "chat", to: "https://chat.example/ann", key: "k/chat", ...text },
    ]);
  });

  it("reaches who has one channel by that, and who has none by none", async () => {
    expect(await tell(await world.person("ben", ["engineer"]))).toEqual(["mail"]);
    expect(await tell(await world.person("cleo", ["engineer"], { email: null, chatWebhookUrl: null }))).toEqual([]);
  });

  it("that one channel does not take is told by the other, and fails nothing", async () => {
    const ann = await world.person("ann", ["engineer"], both);
    world.deliver = ({ channel }: Message) => (channel === "mail" ? Promise.reject(new Error("no mail server")) : Promise.resolve());
    expect(await tell(ann)).toEqual(["chat"]);
    world.deliver = () => Promise.reject(new Error("nothing answers"));
    expect(await tell(ann)).toEqual([]);
  });

  it("is told to nobody who has left, or was never here", async () => {
    const ann = await world.person("ann", ["engineer"], both);
    await world.act(personDecider, ann, { type: "Leave", now: world.at(), personId: ann });
    expect([await tell(ann), await tell(ids.person("nobody"))]).toEqual([null, null]);
    expect(world.delivered).toEqual([]);
  });

  it("that is called off is called off, not left out", async () => {
    const ann = await world.person("ann", ["engineer"]);
    const off = new AbortController();
    world.deliver = () => {
      off.abort(new Error("called off"));
      return Promise.reject(new Error("no mail server"));
    };
    await expect(tell(ann, off.signal)).rejects.toThrow("called off");
  });
});

describe("a notice to several people", () => {
  const text = { subject: "It went back", text: "", link: "https://ballast.example" };
  const noteOf = (personId: string) => ({ text, key: `k/${personId}` });
  const people = (count: number) => Promise.all(Array.from({ length: count }, (_, index) => world.person(`p${String(index)}`, ["viewer"])));
  const told = () => world.delivered.map(({ to }) => to);

  it("reaches the others while some of them are reached by a channel that hangs", async () => {
    const all = await people(12);
    const hanging = new Set(["p0@example.org", "p1@example.org", "p2@example.org"]);
    const limits: (() => void)[] = [];
    world.deliver = ({ to }: Message) => (hanging.has(to) ? new Promise((_, reject) => {
      limits.push(() => reject(new Error("its time was up")));
    }) : Promise.resolve());
    const telling = firstTry();
    const done = tellEach(world.parts, all, { telling, noteOf });
    await vi.waitFor(() => expect(told()).toHaveLength(9));
    for (const end of limits) end();
    await done;
    expect(told().filter((to) => hanging.has(to))).toEqual([]);
    expect(telling.done.size).toBe(12);
  });

  it("reaches everybody once where one of them cannot be read at first: no try tells on beside the next one", async () => {
    const all = await people(25);
    const telling = firstTry();
    const { parts } = world;
    vi.spyOn(parts.log, "read").mockRejectedValueOnce(new Error("the log is away"));
    await expect(tellEach(parts, all, { telling, noteOf })).rejects.toThrow("the log is away");
    // What the engine has kept of a try is what that had noted when it failed.
    await tellEach(parts, all, { telling: firstTry(new Set(telling.done)), noteOf });
    expect(told().toSorted()).toEqual(Array.from({ length: 25 }, (_, index) => `p${String(index)}@example.org`).toSorted());
  });

  it("ends for all once it is called off, and says so", async () => {
    const off = new AbortController();
    world.deliver = () => {
      off.abort(new Error("called off"));
      return Promise.resolve();
    };
    const telling = { ...firstTry(), signal: off.signal };
    await expect(tellEach(world.parts, await people(25), { telling, noteOf })).rejects.toThrow("called off");
    expect(told().length).toBeLessThanOrEqual(10);
  });

  it("tells only those who are left where a try before this one had told some", async () => {
    const all = await people(4);
    const telling = firstTry(new Set(all.slice(0, 3).map((id) => `k/${id}`)));
    await tellEach(world.parts, [...all, ...all], { telling, noteOf });
    expect(told()).toEqual(["p3@example.org"]);
  });
});

describe("calling people within an open incident", () => {
  const call: Call = { incidentId, serviceId, deployId, occasion: "deadline", reason: "the rollback is not done" };
  const rotationId = ids.rotation("first");
  beforeEach(async () => {
    await world.serving();
    await world.declared();
  });

  it("asks for the service's responders, once for each occasion", async () => {
    await world.act(serviceDecider, serviceId, { type: "AssignRotation", now: world.at(), serviceId, purpose: "responders", rotationId });
    await callPeople(world.parts, incident, call);
    await callPeople(world.parts, incident, call);
    await callPeople(world.parts, incident, { ...call, occasion: "errorsGoOn" });
    const pages = world.memory.events.flatMap(({ event }) => (event.type === "PageRequested" ? [event.data] : []));
    expect(pages).toMatchObject([
      { incidentId, purpose: "responders", severity: null, rotationIds: [rotationId], personIds: [], reason: call.reason },
      { incidentId, rotationIds: [rotationId] },
    ]);
    expect(new Set(pages.map(({ pageId }) => pageId)).size).toBe(2);
  });

  it("leaves in the incident what they are called for, pinned, once for each occasion", async () => {
    await noteForIncident(world.parts, incident, call);
    await noteForIncident(world.parts, incident, call);
    await noteForIncident(world.parts, incident, { ...call, occasion: "errorsGoOn", reason: "errors go on" });
    const entries = world.memory.events.flatMap(({ event }) => (event.type === "EntryAdded" ? [event.data] : []));
    expect(entries).toMatchObject([{ text: call.reason, pinned: true, at: world.at() }, { text: "errors go on" }]);
  });
});
