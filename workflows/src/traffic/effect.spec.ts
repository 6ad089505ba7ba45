import { beforeEach, describe, expect, it, vi } from "vitest";
import { ActivityWorld, deploy, deployId, minute } from "../specification/activityWorld.ts";
import { measureEffect } from "./effect.ts";

const clock = vi.hoisted(() => ({ wait: (_: number): void => undefined }));
vi.mock("node:timers/promises", () => ({ setTimeout: (ms: number) => Promise.resolve(clock.wait(ms)) }));

let world: ActivityWorld;
let backAt: Date;
/** Failing requests of a hundred, of the release that was left before and of the other one afterwards; null: nobody knows. */
let failing: { before: number | null; after: number | null };
const second = (at: Date, requests: number, errors: number) => ({ at: at.toISOString(), requests, errors, p95Ms: 2 });

beforeEach(async () => {
  world = new ActivityWorld();
  await world.deploying();
  backAt = new Date(world.now + minute);
  failing = { before: 20, after: 0 };
  world.measured = ({ from, to }) => {
    const after = from.getTime() >= backAt.getTime();
    const errors = after ? failing.after : failing.before;
    if (errors === null) return null;
    const perSecond = [second(from, 50, errors / 2), second(new Date(to.getTime() - 1_000), 50, errors / 2)];
    const left = {
      requests: after ? 0 : 100,
      errors: after ? 0 : errors,
      p50Ms: 9,
      p95Ms: 99,
      perSecond,
      failingCustomers: [{ customer: "acme", requests: 3, errors: 2 }],
      failingCustomerCount: 41,
    };
    const other = {
      requests: 100,
      errors: after ? errors : 0,
      p50Ms: 1,
      p95Ms: 2,
      perSecond,
      failingCustomers: [],
      failingCustomerCount: 0,
    };
    return { v2: left, v1: other, v0: { ...other, requests: 10, errors: 0, p50Ms: 5, p95Ms: 6 } } as never;
  };
  clock.wait = (ms) => void (world.now += ms);
});

const measure = async () => {
  const from = new Date(world.now);
  world.now = backAt.getTime();
  await world.ofDeploy({
    type: "Start",
    now: from.toISOString(),
    deployId,
    requestEventId: deploy.requestEventId,
    workflowId: "w",
    runId: "r",
  });
  await world.ofDeploy({
    type: "BeginRollback",
    now: world.at(),
    deployId,
    reason: "failed",
    automatic: true,
    toReleaseId: deploy.fromReleaseId,
    toVersion: "v1",
  });
  return measureEffect(world.parts, deploy, { window: { leftVersion: "v2", from, backAt }, signal: new AbortController().signal });
};
const over = () => world.now - backAt.getTime();

describe("what going back did", () => {
  it("is said as soon as errors are gone, with who had them and the numbers of both sides", async () => {
    expect(await measure()).toMatchObject({ recovered: true });
    expect(over()).toBeLessThan(5_000);
    expect(world.last("EffectMeasured")).toMatchObject({
      recovered: true,
      before: { requests: 100, errors: 20, p95Ms: 99 },
      after: { requests: 110, errors: 0, p50Ms: 1, p95Ms: 2 },
      beforeErrorsPer100k: 20_000,
      afterErrorsPer100k: 0,
      affectedCustomers: [{ customer: "acme" }],
      affectedCustomerCount: 41,
    });
    expect((world.last("EffectMeasured") as { series: unknown[] }).series.length).toBeGreaterThan(0);
  });

  it("is believed to be nothing only after forty seconds: requests may still be under way", async () => {
    failing.after = 20;
    expect(await measure()).toMatchObject({ recovered: false });
    expect(over()).toBe(40_000);
    expect(world.last("EffectMeasured")).toMatchObject({ recovered: false, overMs: 40_000 });
  });

  it("is not waited for where there was hardly anything to end", async () => {
    failing = { before: 0, after: 0 };
    await measure();
    expect(over()).toBeLessThanOrEqual(5_000);
  });

  it("is unknown where nobody can be asked, which holds up nothing for long", async () => {
    failing = { before: null, after: null };
    expect(await measure()).toMatchObject({ recovered: null });
    expect(over()).toBe(5_000);
    expect(world.last("EffectMeasured")).toMatchObject({
      before: null,
      after: null,
      affectedCustomers: [],
      affectedCustomerCount: 0,
      series: [],
    });
  });
});
