import { incidentDecider, pageDecider, personDecider, rotationDecider, serviceDecider } from "@ballast/domain";
import { ids } from "@ballast/eventlog";
import { defaultResponsePolicy, type ResponsePolicy } from "@ballast/schema/workflows";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { startEngine, type Engine } from "../harness/engine.ts";
import { aWeekEach, Story } from "../harness/story.ts";
import { until } from "../harness/until.ts";

/** Who is called when the first one cannot be, when calling ends, and when it begins again. Pages wait their five minutes here. */
let engine: Engine;
beforeAll(async () => {
  engine = await startEngine();
});
afterEach(() => {
  engine.respondBy(defaultResponsePolicy);
  engine.disturbances.refused.clear();
  engine.disturbances.hanging.clear();
});
afterAll(() => engine.stop());

/** A quiet service and its open incident, answered by this policy. */
async function incident(
  name: string,
  {
    severity = 3, policy = {}, people,
  }: { severity?: number; policy?: Partial<ResponsePolicy>; people?: (story: Story) => Promise<void> } = {},
) {
  engine.respondBy({ ...defaultResponsePolicy, ...policy });
  const story = new Story(engine, name);
  await story.begin({ requestsPerSecond: 0 });
  await people?.(story);
  const incidentId = await story.declare({ severity, number: 100 });
  return { story, incidentId };
}

const jo = (story: Story): string => ids.person(`jo-${story.service}`);
const mailOfJo = (story: Story): string => `jo-${story.service}@example.org`;

async function onCall(story: Story, people: readonly string[], chatWebhookUrl: string | null = null): Promise<void> {
  const now = story.now();
  await story.handle(personDecider, jo(story), {
    type: "JoinPerson", now, personId: jo(story), login: `jo-${story.service}`, name: "Jo Lind", roles: ["responder"],
    contacts: { email: mailOfJo(story), chatWebhookUrl }, timeZone: "UTC",
  });
  const layer = { layerId: ids.rotation(story.service), effectiveFrom: now, timeZone: "UTC", people: [...people], ...aWeekEach(now) };
  await story.handle(rotationDecider, ids.rotation(story.service), {
    type: "ChangeRotation", now, rotationId: ids.rotation(story.service), layer,
  });
}

const mailTo = (address: string, subject: string) =>
  until(() => engine.sent.find((message) => message.to === address && message.subject.includes(subject)));

async function escalations(story: Story, incidentId: string): Promise<readonly string[]> {
  const pageId = await until(() => story.pageOf(incidentId));
  const { events } = await engine.log.read(`page-${pageId}`);
  return events.flatMap(({ event }) => (event.type === "PageEscalated" ? [`${event.data.to}: ${event.data.reason}`] : []));
}

describe("a provider that says what became of a message", () => {
  it("and says that it failed: the next channel is used at once, and PagerDuty is told when it is over", async () => {
    const { story, incidentId } = await incident("receipts", {
      severity: 1,
      people: async (started) => {
        await onCall(started, [jo(started)]);
        const contacts = { email: null, chatWebhookUrl: null, phone: "+41791234567", pagerDutyKey: "0123456789abcdef0123456789abcdef" };
        await started.handle(personDecider, jo(started), { type: "SetContacts", now: started.now(), personId: jo(started), contacts });
        await started.handle(personDecider, jo(started), {
          type: "SetPagingRules", now: started.now(), personId: jo(started),
          rules: {
            high: [{ channel: "sms", afterMinutes: 0 }, { channel: "pagerduty", afterMinutes: 30 }], low: [], lowHours: null,
          },
        });
      },
    });
    const pageId = await until(() => story.pageOf(incidentId));
    const sms = await until(async () => (await engine.log.read(`page-${pageId}`)).events.flatMap(({ event }) =>
      event.type === "PageSent" && event.data.channel === "sms" ? [event.data] : []).at(0));
    expect(engine.sent.find(({ channel }) => channel === "sms")).toMatchObject({ receiptUrl: expect.stringContaining("/hooks/receipts/") });
    await story.handle(pageDecider, pageId, {
      type: "TakeReceipt", now: story.now(), pageId, key: sms.key, delivered: false, reason: "the number is off",
    });
    const called = await until(() => engine.sent.find(({ channel }) => channel === "pagerduty"));
    expect(called.matter).toMatchObject({ over: false });
    await story.acknowledge(pageId);
    await until(() => engine.sent.find(({ channel, matter }) => channel === "pagerduty" && matter?.over === true));
    await story.resolve(incidentId);
  });
});

describe("nobody to call", () => {
  it("a rotation in which nobody is left goes at once to everybody who answers incidents", async () => {
    const { story, incidentId } = await incident("empty-shift", { people: (on) => onCall(on, [ids.person("long-gone")]) });
    await mailTo("ana@example.org", "empty-shift is slow");
    expect(await escalations(story, incidentId)).toEqual(["everyone: nobody is left in the rotation"]);
  });

  it("somebody whose channel refuses is passed over at once", async () => {
    engine.disturbances.refused.add("ana@example.org");
    const { story, incidentId } = await incident("refused-mail", { people: (on) => onCall(on, [ids.person("ana"), jo(on)]) });
    await mailTo(mailOfJo(story), "refused-mail is slow");
    expect(await escalations(story, incidentId)).toEqual(["next: nobody could be reached"]);
    const pageId = await until(() => story.pageOf(incidentId));
    expect(await story.facts(`page-${pageId}`)).toContain("PageDeliveryRefused");
  });
});

describe("no channel stops an escalation", () => {
  it("while the mail server says nothing, chat has the page at once and the next person is called in time; every outcome is kept", async () => {
    engine.disturbances.hanging.add("jo-hanging-mail@example.org");
    const { story, incidentId } = await incident("hanging-mail", {
      policy: { page: { ...defaultResponsePolicy.page, acknowledgeWithinMs: 1_500 } },
      people: (on) => onCall(on, [jo(on), ids.person("ana")], "https://chat.example/jo"),
    });
    await mailTo("https://chat.example/jo", "hanging-mail is slow");
    await mailTo("ana@example.org", "hanging-mail is slow");
    const pageId = await until(() => story.pageOf(incidentId));
    expect((await escalations(story, incidentId))[0]).toBe("next: nobody acknowledged in time");
    engine.disturbances.hanging.clear();
    await until(async () => (await story.facts(`page-${pageId}`)).includes("PageDeliveryFailed"));
    const { events } = await engine.log.read(`page-${pageId}`);
    expect(events.find(({ event }) => event.type === "PageDeliveryFailed")?.event).toMatchObject({
      data: { channel: "mail", mayHaveArrived: true, triesAgain: true },
    });
    expect(await story.incident(incidentId)).toMatchObject({ milestones: { firstPageSent: expect.any(String) as unknown } });
    await story.acknowledge(pageId);
  });
});

describe("everyone concerned is called", () => {
  it("an incident over two services calls both rotations at the first step, and somebody on both once", async () => {
    const [one, other] = [new Story(engine, "first-hurt"), new Story(engine, "second-hurt")];
    await one.begin({ requestsPerSecond: 0 });
    await other.begin({ requestsPerSecond: 0 });
    await onCall(other, [jo(other)]);
    const incidentId = ids.incident(ids.command("scenario", "two-hurt"));
    await one.handle(incidentDecider, incidentId, {
      type: "DeclareIncident", now: one.now(), incidentId, number: 200, title: "both are slow", summary: "", severity: 3,
      publicImpact: "minor", serviceIds: [one.serviceId, other.serviceId], components: [], impactStartAt: null, drill: false,
      private: false, declaredAutomatically: false,
    });
    await mailTo("ana@example.org", "both are slow");
    await mailTo(mailOfJo(other), "both are slow");
    expect(await escalations(one, incidentId)).toEqual([]);
  });

  it("a page that nobody answers stays open, says so, and begins again", async () => {
    const { story, incidentId } = await incident("in-vain", {
      policy: { page: { acknowledgeWithinMs: 100, rounds: 1, repeatEveryMs: 300 } },
    });
    const pageId = await until(() => story.pageOf(incidentId));
    await until(async () => (await story.facts(`page-${pageId}`)).filter((fact) => fact === "PageUnanswered").length >= 2);
    const facts = await story.facts(`page-${pageId}`);
    expect(facts.slice(facts.indexOf("PageUnanswered"))).toContain("PageSent");
    expect(facts).not.toContain("PageStopped");
    await story.acknowledge(pageId);
  });

  it("an acknowledged incident that gets worse calls again, for its new severity, and one that is reopened too", async () => {
    const { story, incidentId } = await incident("worse");
    const first = await until(() => story.pageOf(incidentId));
    await story.acknowledge(first);
    await story.handle(incidentDecider, incidentId, {
      type: "SetSeverity", now: story.now(), incidentId, to: 1, reason: "a critical alert joined",
    });
    const called = async (reason: string, purpose: string) => {
      for await (const { event } of engine.log.readAll({ filter: { types: ["PageRequested"] } }))
        if (
          event.type === "PageRequested"
          && event.data.incidentId === incidentId
          && event.data.reason === reason
          && event.data.purpose === purpose
        )
          return event.data;
      return undefined;
    };
    expect(await until(() => called("its severity rose to 1", "responders"))).toMatchObject({ severity: 1 });
    await until(() => called("the severity asks for a commander", "commander"));
    await story.resolve(incidentId);
    await until(async () => (await story.facts(`incident-${incidentId}`)).includes("ReviewMarkedDue"));
    await story.handle(incidentDecider, incidentId, { type: "Reopen", now: story.now(), incidentId, reason: "it is back" });
    await until(() => called("the incident was reopened", "responders"));
  });
});

describe("calling ends", () => {
  it.each(["declined", "merged"] as const)("when the incident is %s, before anybody answered", async (how) => {
    const { story, incidentId } = await incident(`over-${how}`);
    const pageId = await until(() => story.pageOf(incidentId));
    await until(async () => (await story.facts(`page-${pageId}`)).includes("PageSent"));
    const now = story.now();
    if (how === "declined")
      await story.handle(incidentDecider, incidentId, { type: "ChangeState", now, incidentId, to: "declined", reason: "a test" });
    else
      await story.handle(incidentDecider, incidentId, {
        type: "Merge", now, incidentId, intoIncidentId: ids.incident("another"), reason: "the same",
      });
    await until(async () => (await story.facts(`page-${pageId}`)).includes("PageStopped"));
    expect(await story.facts(`page-${pageId}`)).not.toContain("PageEscalated");
  });

  it("and an answer that comes after the end reopens nothing", async () => {
    const { story, incidentId } = await incident("late");
    const pageId = await until(() => story.pageOf(incidentId));
    await story.resolve(incidentId);
    await until(async () => (await story.facts(`page-${pageId}`)).includes("PageStopped"));
    await story.acknowledge(pageId);
    const { events } = await engine.log.read(`page-${pageId}`);
    expect(events.at(-1)?.event).toMatchObject({ type: "PageAcknowledged", data: { late: true } });
    await until(async () => (await story.facts(`incident-${incidentId}`)).includes("ReviewMarkedDue"));
    expect(await story.incident(incidentId)).toMatchObject({
      state: "resolved", milestones: expect.not.objectContaining({ acknowledged: expect.anything() as unknown }) as unknown,
    });
  });
});

describe("calling begins again", () => {
  it("when it was answered, and then nobody took command and nobody wrote", async () => {
    const { story, incidentId } = await incident("silent", { policy: { quietAfterAcknowledgeMs: 500 } });
    const first = await until(() => story.pageOf(incidentId));
    await story.acknowledge(first);
    await until(async () => {
      const newest = await story.pageOf(incidentId);
      return newest !== undefined && newest !== first;
    });
  });

  it("for a commander, whom the gravest incidents ask for beside the responders, while nobody takes command", async () => {
    const { story, incidentId } = await incident("leaderless", { severity: 1, policy: { commanderWithinMs: 500 } });
    const purposes = async (): Promise<readonly string[]> => {
      const found: string[] = [];
      for await (const { event, id } of engine.log.readAll({ filter: { types: ["PageRequested"] } })) {
        if (event.type === "PageRequested" && event.data.incidentId === incidentId && event.data.purpose === "commander") found.push(id);
      }
      return found;
    };
    const first = await until(async () => (await purposes())[0]);
    await story.acknowledge(first);
    await until(async () => (await purposes()).length >= 2);
  });
});

describe("updates", () => {
  it("are asked for when they are due", async () => {
    const { story, incidentId } = await incident("quiet-page", { policy: { firstUpdateWithinMs: 300, updateEveryMs: 300 } });
    await until(async () => (await story.facts(`incident-${incidentId}`)).filter((fact) => fact === "UpdateDue").length >= 2);
  });
});

describe("support hours", () => {
  const clock = (at: number): string => new Date(at).toISOString().slice(11, 16);
  /** Hours of an hour's length on every day that begin so long from now. */
  const hours = (story: Story, aheadMs: number) => story.handle(serviceDecider, ids.service(story.service), {
    type: "SetSupportHours", now: story.now(), serviceId: ids.service(story.service),
    supportHours: {
      timeZone: "UTC", weekdays: [1, 2, 3, 4, 5, 6, 7], from: clock(Date.now() + aheadMs), to: clock(Date.now() + aheadMs + 3_600_000),
      alwaysUpTo: 2,
    },
  });

  it("leave what is milder to wait, and call at once where it gets worse", async () => {
    const { story, incidentId } = await incident("hours", {
      people: async (started) => {
        await onCall(started, [jo(started)]);
        await hours(started, 7_200_000);
      },
    });
    const pageId = await until(() => story.pageOf(incidentId));
    await until(async () => (await engine.log.read(`page-${pageId}`)).events.find(({ event }) => event.type === "PageStepClaimed"));
    expect(engine.sent.filter(({ to }) => to === mailOfJo(story))).toEqual([]);
    await story.handle(incidentDecider, incidentId, {
      type: "SetSeverity", now: story.now(), incidentId, to: 2, reason: "customers see it",
    });
    expect((await mailTo(mailOfJo(story), "INC-100")).to).toBe(mailOfJo(story));
  });
});
