import type { ReleaseNumbers } from "@ballast/delivery";
import { workflowIds } from "@ballast/schema/workflows";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startEngine, type Engine } from "../harness/engine.ts";
import { FlagStory, quickRamp } from "../harness/flagStory.ts";
import { atOnce, Story } from "../harness/story.ts";
import { until } from "../harness/until.ts";

/** Flags that are ramped, on a real log, a real engine and real traffic. */
let engine: Engine;
let story: Story;
beforeAll(async () => {
  engine = await startEngine();
  story = new Story(engine, "ramped");
  await story.begin({ plan: atOnce });
  await story.release("v1");
  const deployId = await story.deploy("v1");
  await story.untilDeploy(deployId, ({ status }) => status === "ended");
}, 120_000);
afterAll(() => engine.stop());

async function flag(key: string): Promise<FlagStory> {
  const one = new FlagStory(story, key);
  await one.begin();
  return one;
}

/** A hundred customers, of whom so many see nothing but errors. */
const numbers = (failing: number): ReleaseNumbers => ({
  requests: 1_000,
  errors: failing * 10,
  errorRate: failing / 100,
  p50Ms: 10,
  p95Ms: 20,
  customers: 100,
  failingCustomerCount: failing,
  failingCustomers: [],
  examples: [],
  perSecond: [],
  slow: [],
  byCustomer: [
    { key: 1, count: 100 - failing, requests: (100 - failing) * 10, marked: 0 },
    { key: 2, count: failing, requests: failing * 10, marked: failing * 10 },
  ],
});

describe("a ramp", () => {
  it("goes up while customers with the flag fare as those without do, and its owner hears that it is there", async () => {
    const one = await flag("complete");
    await one.ramp(quickRamp([30_000, 60_000]));
    const { rules, ramp } = await one.untilFlag(({ ramp: going }) => going?.state === "completed");
    expect(rules.rollout?.parts).toBe(60_000);
    expect(ramp?.passed.map(({ sentence }) => sentence)).toEqual([
      expect.stringMatching(/^ramped: errors .* with it, .* without$/),
      expect.stringMatching(/^ramped: errors/),
    ]);
    await until(() => engine.sent.some(({ subject }) => subject === "complete has reached 60 % in production"));
  });

  it("goes back by itself where those with it fare worse", async () => {
    const one = await flag("worse");
    engine.disturbances.metrics("ramped", {
      divided: ({ groups }) => Promise.resolve(groups.map((_, index) => numbers(index === 0 ? 40 : 0))),
    });
    await one.ramp(quickRamp([30_000]));
    const { rules, ramp } = await one.untilFlag(({ ramp: going }) => going?.state === "wentBack");
    engine.disturbances.metrics("ramped");
    expect([rules.rollout?.parts, ramp?.outcome]).toEqual([10_000, expect.stringContaining("ramped: ")]);
  });

  it("waits while it is held, and while the flag is killed; a lost run is taken up where it stood", async () => {
    const one = await flag("waits");
    const rampId = await one.ramp(quickRamp([30_000, 60_000], 3_000));
    await one.untilFlag(({ ramp }) => ramp?.step === 0);
    await one.hold(rampId);
    const killId = await one.kill();
    await one.resume(rampId);
    await engine.temporal.workflow.getHandle(workflowIds.ramp(rampId)).terminate("lost");
    expect((await one.targeting()).rules.rollout?.parts).toBe(30_000);
    await one.release(killId);
    const { ramp } = await one.untilFlag(({ ramp: going }) => going?.state === "completed");
    expect(ramp?.passed.map(({ step }) => step)).toEqual([0, 1]);
  });

  it("is held by an incident on the service, and goes on when that is over", async () => {
    const one = await flag("incident");
    const incidentId = await story.declare({ severity: 3, number: 71 });
    await one.ramp(quickRamp([30_000]));
    const { ramp } = await one.untilFlag(({ ramp: going }) => going?.state === "held");
    expect(ramp?.holds).toEqual([{ reason: "INC-71 is open", incidentId }]);
    expect((await one.targeting()).rules.rollout?.parts).toBe(10_000);
    await story.resolve(incidentId);
    await one.untilFlag(({ ramp: going }) => going?.state === "completed");
  });
});

it("what a customer gets by name ends at its time", async () => {
  const one = await flag("named");
  await one.name("acme", new Date(Date.now() + 1_500).toISOString());
  expect((await one.targeting()).overrides).toHaveLength(1);
  await one.untilFlag(({ overrides }) => overrides.length === 0);
});
