import type { MetricProvider, ReleaseNumbers } from "@ballast/delivery";
import type { DataOf } from "@ballast/schema";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { ActivityWorld, deploy, deployId, minute } from "../specification/activityWorld.ts";
import { numbers } from "../specification/numbers.ts";
import { deployActivities } from "./deploy.activities.ts";
import type { WatchedStep } from "./deployActivities.ts";

vi.mock("@temporalio/activity", async () => (await import("../specification/activityWorld.ts")).uncancelled);
const clock = vi.hoisted(() => ({ wait: (_: number): void => undefined }));
vi.mock("node:timers/promises", () => ({ setTimeout: (ms: number) => Promise.resolve(clock.wait(ms)) }));

let world: ActivityWorld;
/** Failing customers of a hundred, by release, and of another service, at a moment. */
let failing: (version: string, at: number) => number;
let neighbour: (at: number) => number;
const begun = Date.parse("2026-03-02T10:00:00.000Z");
const analysis = {
  minSamples: 10, maxErrorsPer100k: 1_000, minEffectPer100k: 300, maxP95Ms: null, judgesLatency: false, minSlowerMs: 50,
  minSlowerPercent: 20,
};
const watched = (change: Partial<WatchedStep> = {}): WatchedStep => ({
  deploy, step: 0, percent: 10, customers: [], analysis, since: new Date(begun).toISOString(), bakeMs: minute, stretches: 3, ...change,
});
const verdicts = (): readonly DataOf<"VerdictReached">[] =>
  world.memory.events.flatMap(({ event }) => (event.type === "VerdictReached" ? [event.data] : []));
type Span = Parameters<MetricProvider["window"]>[0];
/** What was met with, second by second and in all. */
function met(share: (at: number) => number, { from, to }: Pick<Span, "from" | "to">): ReleaseNumbers {
  const seconds = Array.from({ length: Math.ceil((to.getTime() - from.getTime()) / 1_000) }, (_, n) => from.getTime() + n * 1_000);
  const inAll = Math.round(seconds.reduce((sum, at) => sum + share(at), 0) / Math.max(1, seconds.length));
  return {
    ...numbers(100, inAll),
    failingCustomers: Array.from({ length: 250 }, (_, n) => ({ customer: `c${n}`, requests: 3, errors: 2 })),
    failingCustomerCount: 250,
    examples: Array.from({ length: 12 }, (_, n) => ({
      at: to.toISOString(), customer: "acme", path: `/${n}`, status: 500, durationMs: 1, traceId: null, error: null,
    })),
    perSecond: seconds.map((at) => ({ at: new Date(at).toISOString(), requests: 20, errors: share(at) / 5, p95Ms: 20 })),
  };
}
const activities = () => {
  const metrics: Partial<MetricProvider> = {
    window: (span) =>
      Promise.resolve({
        lane: "shop", from: span.from.toISOString(), to: span.to.toISOString(), since: span.from.toISOString(),
        releases: Object.fromEntries(["v1", "v2"].map((version) => [version, met((at) => failing(version, at), span)])),
      }),
    neighbours: (span) => Promise.resolve([{ service: "search", numbers: met(neighbour, span) }]),
  };
  return deployActivities({ ...world.parts, metricsOf: () => metrics as MetricProvider });
};

beforeEach(async () => {
  world = new ActivityWorld();
  await world.deploying();
  await world.ofDeploy({ type: "Start", now: world.at(), deployId, requestEventId: deploy.requestEventId, workflowId: "w", runId: "r" });
  await world.ofDeploy({ type: "RecordPrepared", now: world.at(), deployId, durationMs: 1 });
  await world.ofDeploy({ type: "StartStep", now: world.at(), deployId, step: 0, percent: 10, customers: [], bakeMs: minute });
  let looks = 0;
  clock.wait = (ms) => {
    world.now += ms;
    if ((looks += 1) > 100) throw new Error("it goes on watching");
  };
  failing = () => 0;
  neighbour = () => 0;
});

describe("the judge watches a step", () => {
  it("twenty times in a bake, and says at once that it fails, with whom it hurt and what they met with", async () => {
    failing = (version, at) => (version === "v2" && at >= begun + 10_000 ? 40 : 0);
    expect(await activities().watchStep(watched())).toBe("fail");
    expect(world.now - begun).toBe(15_000);
    const last = verdicts().at(-1);
    expect(last).toMatchObject({
      step: 0, look: 6, verdict: "fail", final: false, failingCustomerCount: 250, from: new Date(begun).toISOString(), to: world.at(),
    });
    expect([last?.failingCustomers.length, last?.examples.length]).toEqual([200, 10]);
  });

  it("leaves a release that does no worse than the one beside it", async () => {
    failing = () => 40;
    expect(await activities().concludeStep(watched())).not.toBe("fail");
    expect(verdicts().at(-1)).toMatchObject({ final: true, examples: [] });
  });

  it("at 100 % says that it is not this release where another service got worse at the same moment", async () => {
    const bad = (at: number): number => (at >= begun + 10_000 ? 40 : 0);
    failing = (_, at) => bad(at);
    neighbour = bad;
    expect(await activities().watchStep(watched({ percent: 100 }))).toBe("elsewhere");
    expect(verdicts().at(-1)).toMatchObject({ verdict: "inconclusive", evidence: { witnesses: ["search"] } });
    neighbour = () => 0;
    expect(await activities().watchStep(watched({ percent: 100 }))).toBe("fail");
  });

  it("waits in an outage until half a minute of it looks well", async () => {
    const began = begun - minute;
    const bad = (at: number): number => (at >= began && at < begun + 20_000 ? 40 : 0);
    failing = (_, at) => bad(at);
    neighbour = bad;
    const since = new Date(began).toISOString();
    expect(await activities().watchStep(watched({ percent: 100, since, outage: true }))).toBe("elsewhere");
    expect(world.now).toBeGreaterThan(begun + 20_000);
    expect(world.now).toBeLessThan(begun + 53_000);
    expect(verdicts().at(-1)).toMatchObject({ verdict: "pass" });
  });

  it("ends its own doubt when what it sees looks well, and no watch by that alone", async () => {
    expect(await activities().watchStep(watched({ doubt: true }))).toBe("clear");
    await expect(activities().watchStep(watched())).rejects.toThrow("it goes on watching");
  });

  it("concludes with its last word, which stands in the record as that", async () => {
    world.now += minute;
    expect(await activities().concludeStep(watched())).toBe("pass");
    expect(verdicts()).toMatchObject([{ verdict: "pass", final: true, step: 0 }]);
  });
});
