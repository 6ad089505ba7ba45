import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { streamName } from "@ballast/schema";
import { connectLog, LogUnavailable, type LogBatch, type RecordedEvent, type SubscriptionState } from "@ballast/eventlog";
import { described, newEvent, registered } from "./events.ts";
import { openTestLog, type TestLog } from "./testLog.ts";

let test: TestLog;
beforeAll(async () => void (test = await openTestLog()));
afterAll(() => test.close());

const seenOf = (serviceId: string, events: readonly RecordedEvent[]): readonly string[] =>
  events.flatMap(({ id, event }) => (id === serviceId && event.type === "ServiceDescribed" ? [event.data.name] : []));

describe.each(["cut", "restart"] as const)("a connection that is lost (%s)", (disturbance) => {
  it("never surfaces in an append, loses nothing and doubles nothing", async () => {
    const services = await Promise.all(
      Array.from({ length: 20 }, async () => {
        const { serviceId, event } = registered();
        await test.log.append(streamName("service", serviceId), [newEvent(event)], "no_stream");
        return serviceId;
      }),
    );
    const write = async (serviceId: string) => {
      for (let n = 0; n < 40; n += 1)
        await test.log.append(streamName("service", serviceId), [newEvent(described(serviceId, n))], BigInt(n));
    };
    const writing = Promise.all(services.map(write));
    for (let round = 0; round < 3; round += 1) {
      const before = await test.log.lastPosition();
      await vi.waitUntil(async () => BigInt(await test.log.lastPosition()) > BigInt(before), { timeout: 10_000 });
      await test[disturbance]();
    }
    await writing;
    for (const serviceId of services) {
      const { events } = await test.log.read(streamName("service", serviceId));
      expect(seenOf(serviceId, events)).toEqual(Array.from({ length: 40 }, (_, n) => `n${n}`));
    }
  });

  it("does not make a subscriber miss, repeat or reorder an event", async () => {
    const { serviceId, event } = registered();
    const stream = streamName("service", serviceId);
    const { position: from } = await test.log.append(stream, [newEvent(event)], "no_stream");
    const stop = new AbortController();
    const seen: string[] = [];
    const states: SubscriptionState["state"][] = [];
    const onBatch = ({ events }: LogBatch) => void seen.push(...seenOf(serviceId, events));
    const done = test
      .connect()
      .subscribeAll({ from, signal: stop.signal, onBatch, batchSize: 7, onState: ({ state }) => states.push(state) });
    for (let n = 0; n < 90; n += 1) {
      await test.log.append(stream, [newEvent(described(serviceId, n))], BigInt(n));
      if (n % 30 === 15) await test[disturbance]();
    }
    await vi.waitUntil(() => seen.length >= 90, { timeout: 20_000 });
    stop.abort();
    await done;
    expect(seen).toEqual(Array.from({ length: 90 }, (_, n) => `n${n}`));
    expect(states).toContain("reconnecting");
    expect(states.at(-1)).toBe("ended");
  });

  it("hands a group every event at least once, and acknowledged ones not again", async () => {
    const { serviceId, event } = registered();
    const stream = streamName("service", serviceId);
    await test.log.append(stream, [newEvent(event)], "no_stream");
    const stop = new AbortController();
    const seen: string[] = [];
    const done = test.connect().persistentSubscription({
      group: `contract-${serviceId}`, stream, signal: stop.signal,
      handler: (recorded) => void seen.push(...seenOf(serviceId, [recorded])),
    });
    for (let n = 0; n < 60; n += 1) {
      await test.log.append(stream, [newEvent(described(serviceId, n))], BigInt(n));
      if (n % 20 === 10) await test[disturbance]();
    }
    await vi.waitUntil(() => new Set(seen).size >= 60, { timeout: 20_000 });
    stop.abort();
    await done;
    expect([...new Set(seen)].toSorted()).toEqual(Array.from({ length: 60 }, (_, n) => `n${n}`).toSorted());
  });
});

describe("a log that stands still", () => {
  it("is given up on after the time the caller has, and says what may have been done; sent again it is done once", async () => {
    // one attempt would wait for an hour: that what is left is all the time it has is what ends it
    const hasty = test.impatient(500, 3_600_000);
    const { serviceId, event } = registered();
    const stream = streamName("service", serviceId);
    await test.log.append(stream, [newEvent(event)], "no_stream");
    await hasty.read(stream);
    const change = newEvent(described(serviceId, 0));
    const goOn = test.freeze();
    await expect(hasty.append(stream, [change], 0n)).rejects.toMatchObject({ name: "LogUnavailable", maybeDone: true });
    await expect(hasty.read(stream)).rejects.toMatchObject({ name: "LogUnavailable", maybeDone: false });
    goOn();
    await test.log.append(stream, [change], 0n);
    expect(seenOf(serviceId, (await test.log.read(stream)).events)).toEqual(["n0"]);
  });
});

describe("a log that is not there", () => {
  it("is given up on after the time the caller wants to wait", async () => {
    const absent = connectLog({ address: "esdb://127.0.0.1:9?tls=false", giveUpAfterMs: 300 });
    const { serviceId, event } = registered();
    await expect(absent.append(streamName("service", serviceId), [newEvent(event)], "no_stream")).rejects.toBeInstanceOf(LogUnavailable);
    await expect(absent.read(streamName("service", serviceId))).rejects.toBeInstanceOf(LogUnavailable);
    await absent.close();
  });
});
