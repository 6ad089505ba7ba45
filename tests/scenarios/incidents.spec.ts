import { pageDecider, personDecider, rotationDecider, type DeclaredIncident } from "@ballast/domain";
import { ids } from "@ballast/eventlog";
import { defaultResponsePolicy } from "@ballast/schema/workflows";
import { foldRecord } from "@ballast/workflows";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { startEngine, type Engine } from "../harness/engine.ts";
import { Story } from "../harness/story.ts";
import { until } from "../harness/until.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await startEngine();
});
afterEach(() => engine.respondBy(defaultResponsePolicy));
afterAll(() => engine.stop());

const declared = (story: Story, severity: number, number: number): Promise<string> => story.declare({ severity, number });

const incidentOf = async (story: Story, incidentId: string): Promise<DeclaredIncident> => {
  const incident = await story.incident(incidentId);
  if (incident.status !== "declared") throw new Error("not declared");
  return incident;
};

/** Jo joins Ana's rotation as the next person. */
async function withJo(story: Story): Promise<string> {
  const personId = ids.person(`jo-${story.service}`);
  const now = story.now();
  await story.handle("person", personId, personDecider, { type: "JoinPerson", now, personId, login: `jo-${story.service}`, name: "Jo Lind", roles: ["responder"], contacts: { email: `jo-${story.service}@example.org`, chatWebhookUrl: null }, timeZone: "UTC" });
  const layer = { effectiveFrom: now, timeZone: "UTC", handOver: { every: "week" as const, weekday: 1, at: "09:00" }, people: [ids.person("ana"), personId], startsOn: now.slice(0, 10) };
  await story.handle("rotation", ids.rotation(story.service), rotationDecider, { type: "ChangeRotation", now, rotationId: ids.rotation(story.service), layer });
  return personId;
}

describe("a page", () => {
  it("reaches the person on call, stops at the acknowledgement, and becomes the incident's milestones", async () => {
    const story = new Story(engine, "answered");
    await story.begin({ requestsPerSecond: 0 });
    const incidentId = await declared(story, 3, 1);
    const pageId = await until(() => story.pageOf(incidentId));
    await until(() => engine.sent.some(({ to, subject }) => to === "ana@example.org" && subject.includes("answered is slow")));
    await story.acknowledge(pageId);
    const incident = await until(async () => {
      const { milestones } = await incidentOf(story, incidentId);
      return milestones.acknowledged === undefined ? undefined : milestones;
    });
    expect(Object.keys(incident)).toEqual(expect.arrayContaining(["detected", "firstPageSent", "acknowledged"]));
    await story.resolve(incidentId);
    await until(async () => (await incidentOf(story, incidentId)).review.status === "due");
    expect(engine.sent.filter(({ subject }) => subject.includes("answered is slow"))).toHaveLength(1);
  });

  it("goes on to the next person and to everyone while nobody answers, and never twice for a key", async () => {
    engine.respondBy({ ...defaultResponsePolicy, page: { ...defaultResponsePolicy.page, acknowledgeWithinMs: 2_000 } });
    const story = new Story(engine, "unanswered");
    await story.begin({ requestsPerSecond: 0 });
    await withJo(story);
    const incidentId = await declared(story, 3, 2);
    const pageId = await until(() => story.pageOf(incidentId));
    await until(async () => (await story.facts(`page-${pageId}`)).filter((fact) => fact === "PageEscalated").length >= 3);
    await story.acknowledge(pageId);
    await until(async () => (await foldRecord(engine.log, { category: "page", id: pageId, decider: pageDecider })).state.status === "acknowledged");
    const { events } = await engine.log.read(`page-${pageId}`);
    const sends = events.flatMap(({ event }) => (event.type === "PageSent" ? [event.data] : []));
    expect(sends.map(({ step }) => step)).toEqual(expect.arrayContaining(["person", "next", "everyone"]));
    expect(new Set(sends.map(({ key }) => key)).size).toBe(sends.length);
    expect(engine.sent.some(({ to }) => to === `jo-${story.service}@example.org`)).toBe(true);
  });

  it("stops when the incident is resolved before anybody answered", async () => {
    const story = new Story(engine, "resolved-first");
    await story.begin({ requestsPerSecond: 0 });
    const incidentId = await declared(story, 3, 3);
    const pageId = await until(() => story.pageOf(incidentId));
    await story.resolve(incidentId);
    await until(async () => (await story.facts(`page-${pageId}`)).includes("PageStopped"));
  });

  it("calls nobody for the lowest severity", async () => {
    const story = new Story(engine, "unimportant");
    await story.begin({ requestsPerSecond: 0 });
    const incidentId = await declared(story, 4, 4);
    await until(async () => (await story.facts(`incident-${incidentId}`)).includes("ResponseStarted"));
    await story.resolve(incidentId);
    await until(async () => (await incidentOf(story, incidentId)).review.status === "due");
    expect(await story.pageOf(incidentId)).toBeUndefined();
  });
});

describe("an incident on a service", () => {
  it("holds the deploy that runs there, and lets it go on when it is over", async () => {
    const story = new Story(engine, "holding");
    await story.begin();
    await story.release("v1");
    await story.release("v2");
    await story.untilDeploy(await story.deploy("v1"), ({ status }) => status === "ended");
    await story.freeLane();
    const deployId = await story.deploy("v2");
    await story.untilDeploy(deployId, (deploy) => deploy.status === "going" && deploy.phase === "baking");
    const incidentId = await declared(story, 3, 5);
    await story.untilDeploy(deployId, (deploy) => deploy.status === "going" && deploy.heldBy.has(incidentId));
    await story.resolve(incidentId);
    await story.untilDeploy(deployId, (deploy) => deploy.status === "ended" && deploy.outcome === "succeeded");
  });
});
