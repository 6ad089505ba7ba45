import { personDecider } from "@ballast/domain";
import { ids, keyRing, testPageTokenOf } from "@ballast/eventlog";
import { DeliveryRefused } from "@ballast/notifications";
import { beforeEach, expect, it, vi } from "vitest";
import { ActivityWorld, ana } from "../specification/activityWorld.ts";
import { testPageActivities } from "./testPage.activities.ts";

vi.mock("@temporalio/activity", async () => (await import("../specification/activityWorld.ts")).uncancelled);

let world: ActivityWorld;
let personId: string;
const testId = ids.part("test", "1");
const keys = keyRing(Buffer.alloc(32, 7));
beforeEach(async () => {
  world = new ActivityWorld();
  world.keys = keys;
  personId = await world.person("ann", ["responder"]);
  await world.act(personDecider, personId, { type: "AskTestPage", now: world.at(), personId, testId, channel: "mail" });
});
const hand = () => testPageActivities(world.parts).handTestPage({
  personId, testId, requestEventId: ids.part("test", "request"), correlationId: ids.part("test", "correlation"), actor: ana,
});

it("goes out once, with a link that only it has", async () => {
  await hand();
  await hand();
  expect(world.delivered).toHaveLength(1);
  const link = `https://ballast.example/test-pages/${testId}/${testPageTokenOf(keys, { personId, testId })}`;
  expect(world.delivered[0]).toMatchObject({ channel: "mail", to: "ann@example.org", link, text: expect.stringContaining(link) });
  expect(world.last("TestPageSent")).toMatchObject({ testId, channel: "mail" });
});

it("that its channel does not take says why, in our own words", async () => {
  world.deliver = () => Promise.reject(new DeliveryRefused("mail", "550 <ann@example.org> secret", { brief: "no such mailbox" }));
  await hand();
  expect(world.last("TestPageRefused")).toMatchObject({ reason: "no such mailbox" });
});

it("cannot be made without the installation's key, and is not sent to another address than it was asked for", async () => {
  const contacts = { email: "new@example.org", chatWebhookUrl: null };
  world.keys = null;
  await hand();
  expect(world.last("TestPageRefused")).toMatchObject({ reason: expect.stringContaining("key") });
  world.keys = keys;
  await world.act(personDecider, personId, { type: "SetContacts", now: world.at(), personId, contacts });
  await hand();
  expect(world.delivered).toEqual([]);
});
