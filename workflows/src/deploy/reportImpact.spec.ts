import { deployDecider } from "@ballast/domain";
import { ids } from "@ballast/eventlog";
import { beforeEach, describe, expect, it } from "vitest";
import { ActivityWorld, ana, deploy, deployId, incidentId, minute, place, release, serviceId } from "../specification/activityWorld.ts";
import { defaultThresholds } from "@ballast/schema";
import { reportImpact } from "./reportImpact.ts";

type Report = Parameters<typeof reportImpact>[1];

let world: ActivityWorld;
let backAt: string;
const report = (change: Partial<Report> = {}) =>
  reportImpact(world.parts, {
    deploy, thresholds: defaultThresholds, recovered: true, rollbackFailed: false, signal: new AbortController().signal, ...change,
  });
const shifted = (percent: number) =>
  world.ofDeploy({
    type: "ShiftTraffic", now: world.at(), deployId, step: percent === 0 ? null : 0, percent, customers: [], measuredPercent: null,
    durationMs: 1,
  });
const numbers = { requests: 90, errors: 9, p50Ms: 1, p95Ms: 2 };

/** The deploy has failed at 10 %, was taken back a minute later, and so many customers felt it. */
async function wentBack(affected: number): Promise<void> {
  await world.deploying();
  await world.ofDeploy({ type: "Start", now: world.at(), deployId, requestEventId: deploy.requestEventId, workflowId: "w", runId: "r" });
  await world.ofDeploy({ type: "RecordPrepared", now: world.at(), deployId, durationMs: 1 });
  await world.ofDeploy({ type: "StartStep", now: world.at(), deployId, step: 0, percent: 10, customers: [], bakeMs: 1_000 });
  await shifted(10);
  await world.ofDeploy({
    type: "BeginRollback", now: world.at(), deployId, reason: "failed", automatic: true, toReleaseId: release("v1").releaseId,
    toVersion: "v1",
  });
  world.now += minute;
  await shifted(0);
  backAt = world.at();
  await world.ofDeploy({
    type: "RecordEffect", now: world.at(), deployId, sentence: "errors 10 → 0 % in 5 s", recovered: true, before: numbers, after: numbers,
    beforeErrorsPer100k: 10_000, afterErrorsPer100k: 0, overMs: 5_000,
    affectedCustomers: affected === 0 ? [] : [{ customer: "acme", requests: 3, errors: 2 }], affectedCustomerCount: affected, series: [],
  });
}
beforeEach(async () => {
  world = new ActivityWorld();
  await world.person("ana", ["engineer"]);
});
const incidents = () => world.memory.events.filter(({ event }) => event.type === "IncidentDeclared");

describe("a deploy that went back", () => {
  it("and hurt few is told to its deployer, once, and is no incident", async () => {
    await wentBack(1);
    await report();
    await report();
    expect(incidents()).toEqual([]);
    expect(world.facts("deploy", deployId).filter((type) => type === "DeployerNotified")).toHaveLength(1);
    expect(world.last("DeployerNotified")).toMatchObject({ personId: ana.personId, channels: ["inbox", "mail"] });
    expect(JSON.stringify(world.delivered[0])).toContain("errors 10 → 0 % in 5 s");
    expect(JSON.stringify(world.delivered[0])).toContain(`https://ballast.example/deploys/${deployId}`);
  });

  it("and hurt many is an incident, once, which says whom, since when and that it has ended", async () => {
    await wentBack(300);
    await report();
    await report();
    expect(incidents()).toHaveLength(1);
    expect(world.last("IncidentDeclared")).toMatchObject({
      title: "Shop v2 failed for 300 customers",
      severity: 3,
      publicImpact: "minor",
      serviceIds: [serviceId],
      components: ["Shop"],
      declaredAutomatically: true,
      impactStartAt: "2026-03-02T10:00:00.000Z",
      summary: expect.stringMatching(
        /^v2 failed its verdict in production and was rolled back by itself: errors 10 → 0 % in 5 s\. 300 customers saw errors/,
      ),
    });
    expect(world.last("CustomersAffected")).toMatchObject({ deployId, count: 300, customers: [{ customer: "acme" }] });
    expect(world.last("LinkAdded")).toMatchObject({ type: "suspected", kind: "deploy", recordId: deployId, confidence: "likely" });
    expect(world.last("ImpactIntervalClosed")).toMatchObject({ endedAt: backAt });
    expect(world.memory.events.map(({ event }) => event)).toContainEqual(
      expect.objectContaining({ type: "MilestoneReached", data: expect.objectContaining({ milestone: "mitigated", at: backAt }) }),
    );
    expect(world.delivered).toEqual([]);
  });

  it("and of which a share of all requests failed pages from the service's threshold on", async () => {
    await wentBack(0);
    const releases = (errors: number) => ({ v2: { requests: 100, errors }, v1: { requests: 900, errors: 0 } });
    world.measured = () => releases(5) as never;
    await report({ thresholds: { ...defaultThresholds, pageErrorsPer100k: 501 } });
    expect(incidents()).toEqual([]);
    await report({ thresholds: { ...defaultThresholds, pageErrorsPer100k: 500 } });
    expect(world.last("IncidentDeclared")).toMatchObject({ title: "Shop v2 failed for a share of requests", severity: 3 });
    expect(world.last("ImpactIntervalOpened")).toMatchObject({ component: "Shop", share: 500 });
  });

  it("after which errors go on, or that could not go back, is worse, and is not over", async () => {
    await wentBack(1);
    await report({ recovered: false });
    expect(world.last("IncidentDeclared")).toMatchObject({ severity: 2, publicImpact: "major" });
    const another = new ActivityWorld();
    world = another;
    await world.deploying();
    await report({ recovered: null, rollbackFailed: true });
    expect(world.last("IncidentDeclared")).toMatchObject({
      severity: 2, publicImpact: "major", summary: expect.stringContaining("the effect could not be measured"),
    });
    expect(world.last("ImpactIntervalClosed")).toBeUndefined();
  });

  it("whose undo failed in part is an incident for that, and names it", async () => {
    await wentBack(0);
    await report({ failures: [{ name: "retireCanary", error: "no answer" }] });
    expect(world.last("IncidentDeclared")).toMatchObject({ severity: 3, summary: expect.stringContaining("retireCanary failed") });
  });

  it("becomes a part of the incident that is open: a line, a link, its customers; people are called again", async () => {
    await wentBack(300);
    await world.declared({ severity: 3 });
    await report();
    await report();
    expect(incidents()).toHaveLength(1);
    expect(world.facts("incident", incidentId).filter((type) => type === "LinkAdded" || type === "EntryAdded")).toHaveLength(2);
    expect(world.last("EntryAdded")).toMatchObject({
      pinned: true, text: expect.stringContaining("shop v2 was rolled back in production: errors 10 → 0 % in 5 s; 300 customers"),
    });
    expect(world.last("CustomersAffected")).toMatchObject({ count: 300 });
    expect(world.last("PageRequested")).toMatchObject({
      incidentId, purpose: "responders", reason: expect.stringContaining("300 customers"),
    });
    expect(world.memory.events.filter(({ event }) => event.type === "PageRequested")).toHaveLength(1);
  });

  it("raises the severity of the open one where it is worse, which calls people by itself", async () => {
    await wentBack(0);
    await world.declared({ severity: 4 });
    await report({ recovered: false });
    expect(world.last("SeveritySet")).toMatchObject({ from: 4, to: 2 });
    expect(world.last("CustomersAffected")).toBeUndefined();
    expect(world.last("PageRequested")).toBeUndefined();
  });

  it("of a service that nobody knows is nothing to tell", async () => {
    await world.act(deployDecider, ids.deploy("x"), {
      type: "ObserveDeploy",
      now: world.at(),
      deployId: ids.deploy("x"),
      ...place,
      releaseId: null,
      version: "v1",
      state: "running",
      url: null,
      observedFrom: "GitHub",
    });
    await report({ rollbackFailed: true });
    expect(incidents()).toEqual([]);
  });

  it("is measured over the time in which somebody had it, and in nothing else", async () => {
    await wentBack(300);
    const asked: string[][] = [];
    world.measured = ({ from, to }) => {
      asked.push([from.toISOString(), to.toISOString()]);
      return null;
    };
    world.now += minute;
    await report();
    expect(asked).toEqual([["2026-03-02T10:00:00.000Z", backAt]]);
    expect(world.last("ImpactIntervalOpened")).toMatchObject({ share: null });
  });

  describe("whose incident people end while that is written", () => {
    /** The report dies when the incident is declared; somebody ends it so much after the signal; then the report is repeated. */
    const endedByHand = async (afterMs: number): Promise<void> => {
      await wentBack(300);
      const { parts } = world;
      const append: typeof parts.log.append = (stream, events, expected) =>
        events.some(({ event }) => event.type === "ImpactIntervalClosed")
          ? Promise.reject(new Error("died"))
          : parts.log.append(stream, events, expected);
      const { signal } = new AbortController();
      const told = { deploy, thresholds: defaultThresholds, recovered: true, rollbackFailed: false, signal };
      await expect(reportImpact({ ...parts, log: { ...parts.log, append } }, told)).rejects.toThrow("died");
      world.now += afterMs;
      const incident = incidents()[0]?.id ?? "";
      await world.ofIncident({ type: "ChangeState", now: world.at(), incidentId: incident, to: "resolved", reason: "by hand" });
      await report();
    };
    const mitigated = () =>
      world.memory.events.flatMap(({ event }) =>
        event.type === "MilestoneReached" && event.data.milestone === "mitigated" ? [event.data.at] : [],
      );

    it("keeps their word where that says earlier", async () => {
      await endedByHand(-30_000);
      expect(world.last("ImpactIntervalClosed")).toMatchObject({ endedAt: "2026-03-02T10:00:30.000Z" });
      expect(mitigated()).not.toContain(backAt);
      expect(incidents()).toHaveLength(1);
    });

    it("keeps theirs of the impact where that says later, and the signal's of when it got better", async () => {
      await endedByHand(minute);
      expect(world.last("ImpactIntervalClosed")).toMatchObject({ endedAt: "2026-03-02T10:02:00.000Z" });
      expect(mitigated()).toEqual([backAt]);
    });
  });
});
