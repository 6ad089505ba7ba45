import { alertDecider, incidentDecider, integrationDecider, pageDecider, personDecider, serviceDecider } from "@ballast/domain";
import { foldRecord, ids, type Log } from "@ballast/eventlog";
import { defaultPagePolicy } from "@ballast/schema";
import { beforeEach, describe, expect, it } from "vitest";
import { ActivityWorld, incidentId, serviceId } from "../specification/activityWorld.ts";
import { textOf } from "./pageText.ts";

const integrationId = ids.part("i", "alertmanager");
let world: ActivityWorld;
let ann: string;
beforeEach(async () => {
  world = new ActivityWorld();
  await world.serving();
  ann = await world.person("ann", ["responder"]);
});

const declared = (change: { readonly title?: string; readonly summary?: string; readonly serviceIds?: string[] }) =>
  world.ofIncident({
    type: "DeclareIncident", now: world.at(), incidentId, number: 7, title: "It fails", summary: "", severity: 2, publicImpact: "none",
    serviceIds: [serviceId], components: [], impactStartAt: null, drill: false, private: false, declaredAutomatically: false, ...change,
  });

async function said(asked: {
  readonly log?: Log; readonly to?: string; readonly purpose?: "responders" | "commander"; readonly reason?: string;
} = {}) {
  const pageId = ids.page(incidentId, asked.purpose ?? "responders", "response-0");
  await world.ofPage({
    type: "RequestPage", now: world.at(), pageId, incidentId, purpose: asked.purpose ?? "responders", severity: 2, rotationIds: [],
    escalations: [], personIds: [], reason: asked.reason ?? "it fails", policy: defaultPagePolicy,
  });
  const [page, incident, person] = await Promise.all([
    foldRecord(world.parts.log, pageDecider, pageId), foldRecord(world.parts.log, incidentDecider, incidentId),
    foldRecord(world.parts.log, personDecider, asked.to ?? ann),
  ]);
  if (page.status === "absent" || incident.status !== "declared" || person.status === "absent") throw new Error("they are there");
  return textOf({ ...world.parts, log: asked.log ?? world.parts.log }, { page, incident, step: "person", person });
}
const integrated = (redactedLabels: string[]) =>
  world.act(integrationDecider, integrationId, {
    type: "AddIntegration", now: world.at(), integrationId, kind: "alertmanager", name: "Prometheus", keyHash: "0".repeat(64),
    sealedSecret: null, serviceId: null, severities: { critical: 2 }, defaultSeverity: 3, redactedLabels, mapping: null, ownerId: ann,
  });
/** An alert of the incident. */
async function fires(name: string, labels: Record<string, string>, integration = integrationId): Promise<void> {
  const alertId = ids.part("a", name);
  await world.act(alertDecider, alertId, {
    type: "FireAlert", now: world.at(), alertId, integrationId: integration, fingerprint: name, groupKey: "", name,
    summary: `${name} at ${labels["customer"] ?? "nobody"}`, startsAt: world.at(), severity: "critical", labels, annotations: {},
    serviceId, generatorUrl: null,
  });
  await world.ofIncident({
    type: "AttachAlert", now: world.at(), incidentId, alertId, episodeId: ids.part("episode", name), severity: null, reason: "",
  });
}

describe("what a page tells of alerts", () => {
  it("is what fires, the newest first", async () => {
    await world.declared();
    await integrated([]);
    await fires("QueueGrows", { customer: "acme", zone: "a" });
    await fires("LatencyHigh", { customer: "birch" });
    const { text } = await said();
    expect(text).toContain("QueueGrows at acme");
    expect(text.indexOf("LatencyHigh")).toBeLessThan(text.indexOf("QueueGrows"));
  });

  it("is three of them and how many there are beside; no others are read where nothing has to stay in the house", async () => {
    await world.declared();
    await integrated([]);
    for (let index = 0; index < 30; index += 1) await fires(`Other${String(index)}`, { zone: String(index) });
    const read: string[] = [];
    const { log } = world.parts;
    const { text } = await said({ log: { ...log, read: (stream, options) => (read.push(stream), log.read(stream, options)) } });
    expect(text.match(/Alert: /gu)).toHaveLength(3);
    expect(text).toContain("and 27 more alerts");
    expect(read.filter((stream) => stream.startsWith("alert-"))).toHaveLength(3);
  });

  it("is nothing that is to stay in the house, wherever it stands: label, summary, title, reason", async () => {
    await declared({ title: "QueueGrows at acme-secret", summary: "acme-secret waits" });
    await integrated(["Customer"]);
    await fires("QueueGrows", { customer: "acme-secret", zone: "a" });
    const { text, subject } = await said({ reason: "acme-secret calls us" });
    for (const part of [text, subject]) expect(part).not.toContain("acme-secret");
    expect(text).toContain("zone");
  });

  it("is nothing of it in a storm either, where the alert that the title is of is not among the newest", async () => {
    await declared({ title: "QueueGrows at acme-secret", summary: "acme-secret waits" });
    await integrated(["customer"]);
    await fires("QueueGrows", { customer: "acme-secret", zone: "a" });
    for (let index = 0; index < 60; index += 1) await fires(`Other${String(index)}`, { customer: `other-${String(index)}` });
    const { text, subject } = await said();
    for (const part of [text, subject]) expect(part).not.toContain("acme-secret");
    expect(text).toContain("Other59");
  });

  it("hides nothing where the source of an alert is not known any more, and says nothing of one that is unknown", async () => {
    await world.declared();
    await fires("QueueGrows", { customer: "acme" }, ids.part("i", "gone"));
    await world.ofIncident({
      type: "AttachAlert",
      now: world.at(),
      incidentId,
      alertId: ids.part("a", "unknown"),
      episodeId: ids.part("episode", "x"),
      severity: null,
      reason: "",
    });
    expect((await said()).text).toContain("QueueGrows at acme");
  });
});

describe("what a page says", () => {
  it("names the services, and where it is written what to do", async () => {
    await world.declared();
    await world.act(serviceDecider, serviceId, {
      type: "DescribeService", now: world.at(), serviceId, name: "Shop", description: "", repositoryUrl: null,
      runbookUrl: "https://runbooks.example/shop",
    });
    const { text } = await said();
    expect(text).toContain("Shop");
    expect(text).toContain("https://runbooks.example/shop");
  });

  it("leaves out services that nobody has registered", async () => {
    await declared({ serviceIds: [ids.service("unknown"), serviceId] });
    expect((await said()).text).toContain("Shop");
  });

  it("asks for a commander where one is needed", async () => {
    await world.declared();
    expect((await said({ purpose: "commander" })).text).toContain("A commander is needed.");
  });
});

describe("of a private incident", () => {
  const told = async (to: string): Promise<boolean> => (await said({ to })).subject.includes("Shop fails");

  it("who answers incidents may know what it is about, and who declared it; others may not", async () => {
    await world.declared({ private: true });
    expect(await told(ann)).toBe(true);
    expect(await told(await world.person("ben", ["engineer"]))).toBe(false);
    expect(await told(await world.person("ana", ["engineer"]))).toBe(true);
  });

  it("who has a part in it may", async () => {
    await world.declared({ private: true });
    const ben = await world.person("ben", ["engineer"]);
    await world.ofIncident({ type: "TakeRole", now: world.at(), incidentId, role: "communications", personId: ben });
    expect(await told(ben)).toBe(true);
  });
});
