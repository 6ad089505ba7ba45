import { personDecider } from "@ballast/domain";
import { ids, keyRing, testPageTokenOf } from "@ballast/eventlog";
import { DeliveryRefused } from "@ballast/notifications";
import { signalNames } from "@ballast/schema/workflows";
import { beforeEach, expect, it, vi } from "vitest";
import { ActivityWorld, ana } from "../specification/activityWorld.ts";
import { tell } from "../specification/scriptedWorkflow.ts";
import { sendTestPage } from "./sendTestPage.workflow.ts";
import { testPageActivities } from "./testPage.activities.ts";

vi.mock("@temporalio/workflow", () => import("../specification/scriptedWorkflow.ts"));
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
const input = () => ({
  personId, testId, requestEventId: ids.part("test", "request"), correlationId: ids.part("test", "correlation"), actor: ana,
});
const hand = () => testPageActivities(world.parts).handTestPage(input());

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

it("that opens an alert at PagerDuty ends it there, under the key that it went to, whatever key its person has by then", async () => {
  const [key, other] = ["0123456789abcdef0123456789abcdef", "f0123456789abcdef0123456789abcde"];
  const to = (pagerDutyKey: string) => world.act(personDecider, personId, {
    type: "SetContacts", now: world.at(), personId, contacts: { email: null, chatWebhookUrl: null, pagerDutyKey },
  });
  await to(key);
  world.now += 60_000;
  const again = ids.part("test", "2");
  await world.act(personDecider, personId, { type: "AskTestPage", now: world.at(), personId, testId: again, channel: "pagerduty" });
  const { handTestPage, endTestAlert } = testPageActivities(world.parts);
  const asked = { ...input(), testId: again };
  expect(await handTestPage(asked)).toBe("alert");
  await to(other);
  expect(await handTestPage(asked)).toBe("alert");
  await endTestAlert(asked);
  expect(world.delivered).toMatchObject([
    { channel: "pagerduty", to: key, matter: { key: `testPage/${again}`, over: false } },
    { channel: "pagerduty", to: key, matter: { key: `testPage/${again}`, over: true } },
  ]);
  expect(await hand()).toBe("message");
  await endTestAlert(input());
  expect(world.delivered.filter(({ matter }) => matter?.over === true)).toHaveLength(1);
});

it("ends an alert once it was answered, or after ten minutes; of a message nothing is left to end", async () => {
  const begin = (handTestPage: () => string | undefined) =>
    tell(sendTestPage, input(), { clock: () => undefined, activities: { handTestPage, endTestAlert: () => undefined } });
  const silent = await begin(() => "alert");
  await silent.until(700_000);
  expect(silent.story()).toEqual(["0 handTestPage", "600 endTestAlert"]);
  const answered = await begin(() => "alert");
  await answered.until(5_000);
  await answered.signal(signalNames.acknowledged);
  expect(answered.story()).toEqual(["0 handTestPage", "5 endTestAlert"]);
  expect((await begin(() => "message")).story()).toEqual(["0 handTestPage"]);
  expect((await begin(() => undefined)).story()).toEqual(["0 handTestPage"]);
});
