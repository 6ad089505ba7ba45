import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { streamName, type EventType } from "@ballast/schema";
import type { HandlerFailure, LogBatch, SubscriptionState } from "@ballast/eventlog";
import { described, newEvent, registered } from "./events.ts";
import { openTestLog, type TestLog } from "./testLog.ts";

let test: TestLog;
beforeAll(async () => void (test = await openTestLog()));
afterAll(() => test.close());

async function service(events: number) {
  const { serviceId, event } = registered();
  const stream = streamName("service", serviceId);
  const { position: from } = await test.log.append(stream, [newEvent(event)], "no_stream");
  if (events > 0) await test.log.append(stream, Array.from({ length: events }, (_, n) => newEvent(described(serviceId, n))), 0n);
  return { serviceId, stream, from };
}

describe("subscribing to the log", () => {
  it("delivers history in full batches, then what is live, and says when it has caught up", async () => {
    const { serviceId, stream, from } = await service(500);
    const stop = new AbortController();
    const batches: LogBatch[] = [];
    const states: SubscriptionState["state"][] = [];
    const done = test.log.subscribeAll({
      from, signal: stop.signal, batchSize: 100, onBatch: (batch) => void batches.push(batch), onState: ({ state }) => states.push(state),
    });
    await vi.waitUntil(() => batches.some(({ caughtUp }) => caughtUp), { timeout: 10_000 });
    const { position } = await test.log.append(stream, [newEvent(described(serviceId, 500))], 500n);
    await vi.waitUntil(() => batches.flatMap(({ events }) => events).length === 501, { timeout: 10_000 });
    stop.abort();
    await done;
    expect(Math.max(...batches.map(({ events }) => events.length))).toBeGreaterThan(50);
    expect(batches.at(-1)?.position).toBe(position);
    expect(states).toContain("live");
  });

  it.each([
    ["to its end", 0], ["until its receiver failed", 1],
  ])("reads a long history aside %s, delivers each event of it once and in order, and goes on with what is live", async (_, refusals) => {
    const { serviceId, stream, from } = await service(0);
    for (let n = 0; n < 9_000; n += 1_000) {
      const some = Array.from({ length: 1_000 }, (_, k) => newEvent(described(serviceId, n + k)));
      await test.log.append(stream, some, BigInt(n));
    }
    const stop = new AbortController();
    const [seen, ends]: [bigint[], boolean[]] = [[], []];
    let failures = 0;
    let ready: Promise<unknown> | null = null;
    process.once("worker", (thread) => { ready = once(thread, "message"); });
    const takenOver: number[] = [];
    const done = test.log.subscribeAll({
      from, signal: stop.signal, batchSize: 500, aside: true,
      onState: ({ state }) => {
        if (state === "catchingUp" && seen.length > 0) takenOver.push(seen.length);
      },
      async onBatch({ events, caughtUp }) {
        // Else it might have read all of it by itself before the thread can.
        await ready;
        // One that comes from the thread is not taken the first time.
        if (takenOver.length > 0 && failures < refusals) {
          failures += 1;
          throw new Error("not now");
        }
        seen.push(...events.filter(({ id, category }) => id === serviceId && category === "service").map(({ revision }) => revision));
        ends.push(caughtUp);
      },
    });
    await vi.waitUntil(() => ends.includes(true), { timeout: 30_000 });
    await test.log.append(stream, [newEvent(described(serviceId, 9_000))], 9_000n);
    await vi.waitUntil(() => seen.length >= 9_001, { timeout: 10_000 });
    stop.abort();
    await done;
    expect(failures).toBe(refusals);
    expect(takenOver[0], "read here until the thread could").toBeGreaterThanOrEqual(5_000);
    expect(seen).toEqual(Array.from({ length: 9_001 }, (_, n) => BigInt(n + 1)));
  });

  it("filters by category and by type, with checkpoints past what does not match", async () => {
    const { from, serviceId } = await service(30);
    for (const [filter, expected] of [
      [{ types: ["ServiceDescribed"] }, 30],
      [{ categories: ["incident"] }, 0],
      [{ categories: ["service"] }, 30],
    ] as const) {
      const stop = new AbortController();
      let seen = 0;
      let checkpoint = "0";
      const head = await test.log.lastPosition();
      const done = test.log.subscribeAll({
        from, filter, signal: stop.signal,
        onBatch: ({ events, position }) => {
          seen += events.filter(({ id }) => id === serviceId).length;
          checkpoint = position;
        },
      });
      await vi.waitUntil(() => seen >= expected && BigInt(checkpoint) >= BigInt(head), { timeout: 10_000 });
      stop.abort();
      await done;
      expect(seen).toBe(expected);
    }
  });

  it("delivers a batch again when its receiver failed", async () => {
    const { from, serviceId } = await service(10);
    const stop = new AbortController();
    const seen: string[] = [];
    let failures = 0;
    const done = test.log.subscribeAll({
      from, signal: stop.signal,
      onBatch: ({ events }) => {
        failures += 1;
        if (failures <= 2) throw new Error("the disk is full");
        seen.push(...events.flatMap(({ id, event }) => (id === serviceId && event.type === "ServiceDescribed" ? [event.data.name] : [])));
      },
    });
    await vi.waitUntil(() => seen.length >= 10, { timeout: 10_000 });
    stop.abort();
    await done;
    expect(seen).toEqual(Array.from({ length: 10 }, (_, n) => `n${n}`));
  });
});

describe("a group", () => {
  it("tries a failed event again, and sets it aside only when told so; the others go on", async () => {
    const { serviceId, stream } = await service(3);
    const stop = new AbortController();
    const failures: HandlerFailure[] = [];
    const handled: string[] = [];
    const done = test.log.persistentSubscription({
      group: randomUUID(), stream, signal: stop.signal,
      shouldPark: (_, attempt) => attempt >= 2,
      onFailure: (failure) => failures.push(failure),
      handler: ({ event }) => {
        if (event.type !== "ServiceDescribed") return;
        if (event.data.name === "n1") throw new Error("cannot be handled");
        handled.push(event.data.name);
      },
    });
    await vi.waitUntil(() => failures.some(({ action }) => action === "park") && handled.length >= 2, { timeout: 15_000 });
    stop.abort();
    await done;
    expect(handled.toSorted()).toEqual(["n0", "n2"]);
    expect(failures.map(({ action, attempt, event }) => [action, attempt, event.id])).toEqual([
      ["retry", 0, serviceId],
      ["retry", 1, serviceId],
      ["park", 2, serviceId],
    ]);
  });

  it("goes on where it stopped", async () => {
    const { serviceId, stream } = await service(5);
    const group = randomUUID();
    const seen: string[] = [];
    const run = async (until: number) => {
      const stop = new AbortController();
      await test.log.persistentSubscription({
        group, stream, signal: stop.signal,
        handler: ({ event }) => {
          seen.push(event.type === "ServiceDescribed" ? event.data.name : "start");
          if (seen.length >= until) stop.abort();
        },
      });
    };
    await run(6);
    await test.log.append(stream, [newEvent(described(serviceId, 5))], 5n);
    await run(7);
    expect(seen).toEqual(["start", "n0", "n1", "n2", "n3", "n4", "n5"]);
  });

  it("hears of what only a new version wants to hear of, of a group that was there before", async () => {
    const group = randomUUID();
    const { serviceId, stream } = await service(0);
    const run = async (types: readonly EventType[], until: (seen: readonly string[]) => boolean): Promise<readonly string[]> => {
      const seen: string[] = [];
      const stop = new AbortController();
      await test.log.persistentSubscription({
        group, filter: { types }, signal: stop.signal, concurrency: 1,
        handler: ({ event, id }) => {
          seen.push(event.type === "ServiceDescribed" ? event.data.name : id);
          if (until(seen)) stop.abort();
        },
      });
      return seen;
    };
    await run(["ServiceRegistered"], (seen) => seen.includes(serviceId));
    await test.log.append(stream, [newEvent(described(serviceId, 7))], 0n);
    const next = await service(0);
    const seen = await run(["ServiceRegistered", "ServiceDescribed"], (all) => all.includes(next.serviceId));
    expect(seen).toContain("n7");
  });
});
