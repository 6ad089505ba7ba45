import { pageDecider, personDecider } from "@ballast/domain";
import { ids } from "@ballast/eventlog";
import { workflowIds } from "@ballast/schema/workflows";
import type { Engine } from "./engine.ts";
import { Story } from "./story.ts";
import { until } from "./until.ts";

type Keep = (engine: Engine, name: string, workflowId: string) => Promise<void>;

/** A provider takes an SMS and says nothing for a minute; the call that follows is said to have failed, and somebody answers. */
export async function recordReceipts(engine: Engine, keep: Keep): Promise<void> {
  const story = new Story(engine, "receipts");
  await story.begin({ requestsPerSecond: 0 });
  const personId = ids.person("ana");
  const pagerDutyKey = "0123456789abcdef0123456789abcdef";
  const contacts = { email: null, chatWebhookUrl: null, phone: "+41791234567", pagerDutyKey };
  await story.handle(personDecider, personId, { type: "SetContacts", now: story.now(), personId, contacts });
  const high = [{ channel: "sms" as const, afterMinutes: 0 }, { channel: "voice" as const, afterMinutes: 10 }];
  await story.handle(personDecider, personId, {
    type: "SetPagingRules", now: story.now(), personId,
    rules: { high: [...high, { channel: "pagerduty", afterMinutes: 20 }], low: [], lowHours: null },
  });
  const incidentId = await story.declare({ severity: 2, number: 903 });
  const pageId = await until(() => story.pageOf(incidentId));
  const heard = (type: string, channel: string) =>
    until(async () => (await engine.log.read(`page-${pageId}`)).events.find(({ event }) =>
      event.type === type && "channel" in event.data && event.data.channel === channel), { within: 120_000 });
  await heard("PageNotDelivered", "sms");
  const call = await heard("PageSent", "voice");
  if (call.event.type === "PageSent")
    await story.handle(pageDecider, pageId, {
      type: "TakeReceipt", now: story.now(), pageId, key: call.event.data.key, delivered: false, reason: "nobody picked up",
    });
  await heard("PageSent", "pagerduty");
  await story.acknowledge(pageId);
  await keep(engine, "pageResponders.undelivered", workflowIds.page(pageId));
  await story.resolve(incidentId);
}

/** Somebody tries whether mail reaches them. */
export async function recordTestPage(engine: Engine, keep: Keep): Promise<void> {
  const story = new Story(engine, "tried");
  await story.begin({ requestsPerSecond: 0 });
  const [personId, testId] = [ids.person("ana"), ids.part("recorded", "test page")];
  await story.handle(personDecider, personId, { type: "AskTestPage", now: story.now(), personId, testId, channel: "mail" });
  await until(() => engine.sent.find(({ key }) => key === `testPage/${testId}`));
  await keep(engine, "sendTestPage.sent", workflowIds.testPage(testId));
}

/** Somebody is told of a channel that was long not tried. */
export async function recordNotice(engine: Engine, keep: Keep): Promise<void> {
  const story = new Story(engine, "noticed");
  await story.begin({ requestsPerSecond: 0 });
  const [personId, now] = [ids.person("ana"), story.now()];
  await story.handle(personDecider, personId, {
    type: "GiveNotice", now, personId, notice: { kind: "channel", rotationId: null, channel: "mail", times: [{ from: now, to: now }] },
  });
  const given = await until(async () =>
    (await engine.log.read(`person-${personId}`)).events.find(({ event }) => event.type === "NoticeGiven"));
  await keep(engine, "giveNotice.told", workflowIds.notice(given.eventId));
}
