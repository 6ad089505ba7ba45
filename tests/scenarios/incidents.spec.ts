import { deployStatusOf, pageDecider, personDecider, rotationDecider, type DeclaredIncident } from "@ballast/domain";
import { foldRecord, ids } from "@ballast/eventlog";
import { defaultResponsePolicy, workflowIds } from "@ballast/schema/workflows";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { startEngine, type Engine } from "../harness/engine.ts";
import { storiesOf } from "../harness/liveStory.ts";
import { atOnce, aWeekEach, quickPlan, Story } from "../harness/story.ts";
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
  await story.handle(personDecider, personId, {
    type: "JoinPerson", now, personId, login: `jo-${story.service}`, name: "Jo Lind", roles: ["responder"],
    contacts: { email: `jo-${story.service}@example.org`, chatWebhookUrl: null }, timeZone: "UTC",
  });
  const layer = {
    layerId: ids.rotation(story.service), effectiveFrom: now, timeZone: "UTC", people: [ids.person("ana"), personId], ...aWeekEach(now),
  };
  await story.handle(rotationDecider, ids.rotation(story.service), {
    type: "ChangeRotation", now, rotationId: ids.rotation(story.service), layer,
  });
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
    await until(async () => (await foldRecord(engine.log, pageDecider, pageId)).status === "acknowledged");
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
    await story.begin({ plan: atOnce });
    await story.release("v1");
    await story.release("v2");
    await story.untilDeploy(await story.deploy("v1"), ({ status }) => status === "ended");
    await story.freeLane();
    await story.plan(quickPlan());
    const deployId = await story.deploy("v2");
    await story.untilDeploy(deployId, (deploy) => deploy.status === "going" && deploy.phase === "baking");
    const incidentId = await declared(story, 3, 5);
    await story.untilDeploy(deployId, (deploy) => deploy.status === "going" && deploy.heldBy.includes(incidentId));
    await story.resolve(incidentId);
    await story.untilDeploy(deployId, (deploy) => deploy.status === "ended" && deploy.outcome === "succeeded");
  });
});

/** Ends every workflow that runs, as a person with the engine's own command line can. */
async function terminateAll(): Promise<readonly string[]> {
  const ended: string[] = [];
  for await (const { workflowId } of engine.temporal.workflow.list({ query: "ExecutionStatus = 'Running'" })) {
    await engine.temporal.workflow.getHandle(workflowId).terminate("by hand");
    ended.push(workflowId);
  }
  return ended;
}

const count = (facts: readonly string[], fact: string): number => facts.filter((one) => one === fact).length;

storiesOf(() => engine)(
  "all workflows terminated: deploys, rollbacks, incidents and pages go on where they stood, once, and nobody is called twice in a step",
  async ({ live }) => {
    engine.respondBy({ ...defaultResponsePolicy, page: { ...defaultResponsePolicy.page, acknowledgeWithinMs: 8_000 } });
    const [baking, stuck] = await Promise.all([live("lost-baking", { plan: quickPlan(3_000) }), live("lost-rollback", { plan: atOnce })]);
    const paged = new Story(engine, "lost-paged");
    await paged.begin({ requestsPerSecond: 0 });
    const second = await stuck.deploy("v2");
    await stuck.untilDeploy(second, ({ status }) => status === "ended");
    await stuck.freeLane();
    engine.disturbances.target("lost-rollback", { restore: () => Promise.reject(new Error("the fleet does not answer")) });
    const rollbackId = await stuck.rollback("v1");
    await until(async () => (await stuck.facts(`deploy-${rollbackId}`)).includes("DeployStarted"));
    const incidentId = await paged.declare({ severity: 3, number: 901 });
    const pageId = await until(() => paged.pageOf(incidentId));
    await until(async () => count(await paged.facts(`page-${pageId}`), "PageSent") >= 2);
    const deployId = await baking.deploy("v2");
    await baking.untilDeploy(deployId, (deploy) => deploy.status === "going" && deploy.step?.index === 1 && deploy.phase === "baking");

    const terminated = await terminateAll();
    for (const id of [
      workflowIds.deploy(deployId),
      workflowIds.rollback("lost-rollback", "production"),
      workflowIds.incident(incidentId),
      workflowIds.page(pageId),
    ])
      expect(terminated).toContain(id);
    engine.disturbances.target("lost-rollback");

    expect(deployStatusOf(await baking.untilDeploy(deployId, ({ status }) => status === "ended"))).toBe("succeeded");
    const facts = await baking.facts(`deploy-${deployId}`);
    for (const [fact, times] of [
      ["DeployStarted", 1],
      ["DeployRunReplaced", 1],
      ["StepStarted", 3],
      ["TrafficShifted", 3],
      ["StepPassed", 3],
      ["SoakStarted", 1],
    ] as const)
      expect([fact, count(facts, fact)]).toEqual([fact, times]);
    expect(await baking.observed()).toEqual({ stable: "v2", canary: undefined });
    expect(await baking.freeLane()).toMatchObject({ lock: null, serving: { version: "v2" } });

    await stuck.untilDeploy(rollbackId, (deploy) => deploy.status === "ended" && deploy.outcome === "succeeded");
    expect(count(await stuck.facts(`deploy-${rollbackId}`), "RollbackCompleted")).toBe(1);
    expect(await stuck.freeLane()).toMatchObject({ lock: null, serving: { version: "v1" } });

    // The next step is called, by the run that took the place of the lost one; the one that was called before is not called again.
    await until(async () => count(await paged.facts(`page-${pageId}`), "PageStepClaimed") >= 2);
    expect(count(await paged.facts(`page-${pageId}`), "PageRunReplaced")).toBe(1);
    const keys = (await engine.log.read(`page-${pageId}`)).events.flatMap(({ event }) =>
      event.type === "PageSent" ? [event.data.key] : [],
    );
    expect(new Set(keys).size).toBe(keys.length);
    expect(engine.sent.filter(({ key }) => key.includes(`${pageId}/person/0`))).toHaveLength(1);
    await paged.acknowledge(pageId);
    await paged.resolve(incidentId);
    await until(async () => (await paged.facts(`incident-${incidentId}`)).includes("ReviewMarkedDue"));
    expect(count(await paged.facts(`incident-${incidentId}`), "ResponseRunReplaced")).toBe(1);
  },
);
