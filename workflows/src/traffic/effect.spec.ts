import { beforeEach, describe, expect, it, vi } from "vitest";
import { ActivityWorld, deploy, deployId, minute } from "../specification/activityWorld.ts";
import { exposureOf, measureEffect, requestedAt } from "./effect.ts";

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

describe("the picture of it over time", () => {
  /** From when the numbers over time were asked for, when the release was with somebody for so long, ms before that. */
  const beganBefore = async (exposedMs: number): Promise<number> => {
    backAt = new Date(world.now + exposedMs);
    const from = world.now;
    const { measured } = world;
    let earliest = from;
    world.measured = (asked) => {
      earliest = Math.min(earliest, asked.from.getTime());
      return measured(asked);
    };
    await measure();
    return from - earliest;
  };

  it("begins as long before it as it lasted, ten seconds at least and a minute at most", async () => {
    expect(await beganBefore(30_000)).toBe(30_000);
  });
  it("begins ten seconds before what was short", async () => {
    expect(await beganBefore(2_000)).toBe(10_000);
  });
  it("begins a minute before what was long", async () => {
    expect(await beganBefore(10 * minute)).toBe(minute);
  });

  it("names two hundred customers at most, and says how many there were", async () => {
    const { measured } = world;
    const many = Array.from({ length: 250 }, (_, n) => ({ customer: `c${n}`, requests: 3, errors: 2 }));
    world.measured = (asked) => {
      const releases = measured(asked);
      return releases === null ? null : { ...releases, v2: { ...releases["v2"], failingCustomers: many } as never };
    };
    await measure();
    const told = world.last("EffectMeasured") as { affectedCustomers: unknown[]; affectedCustomerCount: number };
    expect([told.affectedCustomers.length, told.affectedCustomerCount]).toEqual([200, 41]);
  });
});

describe("when a deploy reached somebody", () => {
  const shift = (percent: number) =>
    world.ofDeploy({
      type: "ShiftTraffic", now: world.at(), deployId, step: percent === 0 ? null : 0, percent, customers: [], measuredPercent: null,
      durationMs: 1,
    });
  const at = (seconds: number): Date => new Date(Date.parse("2026-03-02T10:00:00.000Z") + seconds * 1_000);

  it("is from its first customer until all are back; nothing of that while it is not so", async () => {
    expect(await exposureOf(world.parts, deployId)).toEqual({ from: null, backAt: null });
    await world.ofDeploy({ type: "Start", now: world.at(), deployId, requestEventId: deploy.requestEventId, workflowId: "w", runId: "r" });
    await world.ofDeploy({ type: "RecordPrepared", now: world.at(), deployId, durationMs: 1 });
    await world.ofDeploy({ type: "StartStep", now: world.at(), deployId, step: 0, percent: 10, customers: [], bakeMs: 1 });
    world.now += 1_000;
    await shift(10);
    expect(await exposureOf(world.parts, deployId)).toEqual({ from: at(1), backAt: null });
    world.now += 1_000;
    await world.ofDeploy({
      type: "BeginRollback", now: world.at(), deployId, reason: "failed", automatic: true, toReleaseId: null, toVersion: null,
    });
    await shift(0);
    expect(await exposureOf(world.parts, deployId)).toEqual({ from: at(1), backAt: at(2) });
  });

  it("is asked of its record; of one that has none, it is now", async () => {
    world.now += 5_000;
    expect(await requestedAt(world.parts, deployId)).toEqual(at(0));
    expect(await requestedAt(world.parts, "00000000-0000-4000-8000-000000000000")).toEqual(at(5));
  });
});
