import { personDecider } from "@ballast/domain";
import { reportDecider } from "@ballast/domain/program";
import { foldRecord, idOf, ids } from "@ballast/eventlog";
import { DeliveryRefused } from "@ballast/notifications";
import { workflowIds } from "@ballast/schema/workflows";
import { beforeEach, describe, expect, it } from "vitest";
import { doFor } from "../reactor/byEvent.ts";
import type { Reaction } from "../reactor/slice.ts";
import { FakeEngine } from "../specification/fakeEngine.ts";
import { WorkerWorld } from "../specification/worker.ts";
import { sendToReaders } from "./report.activities.ts";
import { programSlice } from "./slice.ts";

const [ben, lea, gone] = [ids.person("ben"), ids.person("lea"), ids.person("gone")];
const monday = "2026-03-02";
const reportId = idOf(reportDecider, monday);
const input = {
  reportId, requestEventId: ids.part("e", "written"), correlationId: "spec", actor: { personId: null, name: "spec", means: "system" },
} as const;

let world: WorkerWorld;
async function begin(): Promise<void> {
  for (const [id, login, chatWebhookUrl] of [[ben, "ben", null], [lea, "lea", "https://chat.example.test/lea"]] as const) {
    await world.handle({ aggregate: personDecider, id }, {
      type: "JoinPerson", now: world.at(), personId: id, login, name: login, roles: ["viewer"], timeZone: "UTC",
      contacts: { email: `${login}@example.test`, chatWebhookUrl },
    });
  }
  await world.handle({ aggregate: reportDecider, id: reportId }, {
    type: "MakeLeadershipReport", reportId, monday, timeZone: "UTC", at: world.at(), build: "0.1.0",
  });
  await world.handle({ aggregate: reportDecider, id: reportId }, {
    type: "WriteLeadershipReport", reportId, place: "48213", subject: "Availability program: green", markdown: "# Green\n",
    html: "<h1>Green</h1>", pdf: "JVBERi0=", readerIds: [ben, gone, lea],
  });
}
beforeEach(async () => {
  world = new WorkerWorld();
  await begin();
});
const report = () => foldRecord(world.parts.log, reportDecider, reportId);

describe("the week's report", () => {
  it("that was written begins one run, however often that is heard", async () => {
    const engine = new FakeEngine();
    const reaction: Reaction = {
      log: world.parts.log, temporal: engine.asClient(), flags: { changedFor: () => Promise.resolve([]) },
      now: () => new Date(world.now), policy: {} as Reaction["policy"],
    };
    for (const recorded of [...world.memory.events, ...world.memory.events]) await doFor(programSlice.reactions, recorded, reaction);
    expect(engine.started.map(({ workflowId }) => workflowId)).toEqual([workflowIds.report(reportId)]);
  });

  it("goes to each once, as text, page and PDF by mail, as news of it by chat, and who has got it is on the record", async () => {
    await sendToReaders(world.parts, input);
    await sendToReaders(world.parts, input);
    expect(world.sent).toMatchObject([
      {
        channel: "mail", to: "ben@example.test", subject: "Availability program: green", html: "<h1>Green</h1>",
        text: expect.stringContaining("# Green") as string, key: `report/${reportId}/${ben}/mail`,
        attachments: [{ name: "leadership-report.pdf", type: "application/pdf", base64: "JVBERi0=" }],
      },
      { channel: "mail", to: "lea@example.test" },
      { channel: "chat", to: "https://chat.example.test/lea", text: "Availability program: green. The week's report is there." },
    ]);
    expect(world.sent[2]).not.toHaveProperty("attachments");
    expect(await report()).toMatchObject({ sentTo: [ben, gone, lea] });
  });

  it("is not sent by mail over and over while somebody's chat is away, nor the other way round", async () => {
    for (const [away, took] of [["chat", "mail"], ["mail", "chat"]] as const) {
      world = new WorkerWorld();
      await begin();
      const { parts, parts: { notifier } } = world;
      const failing = {
        ...notifier,
        deliver: (message: Parameters<typeof notifier.deliver>[0]) =>
          (message.to.includes("lea") && message.channel === away ? Promise.reject(new Error("away")) : notifier.deliver(message)),
      };
      for (let time = 0; time < 3; time += 1) await sendToReaders({ ...parts, notifier: failing }, input);
      expect(world.sent.flatMap(({ channel, to }) => (to.includes("lea") ? [channel] : []))).toEqual([took]);
    }
  });

  it("waits for a mail server that is away, which keeps nobody else from it, and gives up on what is refused for good", async () => {
    const { parts } = world;
    const failing = (error: Error) => ({
      ...parts,
      notifier: {
        ...parts.notifier,
        deliver: (message: Parameters<typeof parts.notifier.deliver>[0]) =>
          (message.to.startsWith("ben") ? Promise.reject(error) : parts.notifier.deliver(message)),
      },
    });
    await expect(sendToReaders(failing(new Error("away")), input)).rejects.toThrow("1 of 3 have not got the report yet");
    expect(await report()).toMatchObject({ sentTo: [gone, lea] });
    await sendToReaders(failing(new DeliveryRefused("mail", "no such box")), input);
    expect(await report()).toMatchObject({ sentTo: [gone, lea, ben] });
    expect(world.memory.events.flatMap(({ event }) => (event.type === "LeadershipReportSent" ? [event.data.channels] : [])))
      .toEqual([[], ["mail", "chat"], []]);
    expect(world.sent).toHaveLength(2);
  });
});
