import { DISPATCH_TO_SINGLE, PINNED, ROUND_ROBIN, jsonEvent } from "@eventstore/db-client";
import { startEventStore } from "@ballast/eventstore";
import { describe, expect, test } from "vitest";
import { connect, describeEmbedded, event, events, newStream, temporaryFolder, useClient } from "./support/contractStore.ts";
import type { Consumer } from "./support/groups.ts";
import { consume, consumeEagerly, createGroup, groupSettings } from "./support/groups.ts";
import { createRawGroup } from "./support/rawGroups.ts";
import { errorTypeOf, eventually, revisionOf, streamOf } from "./support/reading.ts";

const client = useClient();

async function leave(...consumers: Consumer[]): Promise<void> {
  await Promise.all(consumers.map((consumer) => consumer.subscription.unsubscribe()));
}

describe("RoundRobin", () => {
  test("gives each consumer its turn", async () => {
    const stream = await createGroup(client(), { consumerStrategyName: ROUND_ROBIN });
    const consumers = [await consume(client(), stream), await consume(client(), stream), await consume(client(), stream)];
    await client().appendToStream(stream, events(9));
    for (const consumer of consumers) await consumer.take(3);
    const all = consumers.flatMap(({ received }) => received.map(revisionOf));
    expect(all.sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    await leave(...consumers);
  });

  test("passes over a consumer whose buffer is full", async () => {
    const stream = await createGroup(client(), { consumerStrategyName: ROUND_ROBIN });
    const small = await consume(client(), stream, 1);
    const large = await consume(client(), stream, 20);
    await client().appendToStream(stream, events(10));
    await large.take(9);
    expect(small.received).toHaveLength(1);
    await leave(small, large);
  });
});

describe("DispatchToSingle", () => {
  test("gives everything to one consumer until its buffer is full", async () => {
    const stream = await createGroup(client(), { consumerStrategyName: DISPATCH_TO_SINGLE });
    const first = await consume(client(), stream, 5);
    const second = await consume(client(), stream, 5);
    await client().appendToStream(stream, events(7));
    expect((await first.take(5)).map(revisionOf)).toEqual([0, 1, 2, 3, 4]);
    expect((await second.take(2)).map(revisionOf)).toEqual([5, 6]);
    await leave(first, second);
  });
});

describe("Pinned", () => {
  test("gives the events of one stream to one consumer", async () => {
    const category = newStream("pin").replaceAll("-", "");
    const streams = Array.from({ length: 12 }, (_, n) => `${category}-${n}`);
    const links = newStream("links");
    for (const stream of streams) await client().appendToStream(stream, events(4));
    await createGroup(client(), { consumerStrategyName: PINNED, resolveLinkTos: true }, links);
    const consumers = [
      await consumeEagerly(client(), links),
      await consumeEagerly(client(), links),
      await consumeEagerly(client(), links),
    ];
    for (const revision of [0, 1, 2, 3]) {
      for (const stream of streams) {
        const link = { ...event("$>"), contentType: "application/octet-stream" as const };
        await client().appendToStream(links, { ...link, data: Buffer.from(`${revision}@${stream}`) });
      }
    }
    await eventually(() => consumers.reduce((sum, { received }) => sum + received.length, 0) >= 48);
    const owners = streams.map((stream) =>
      consumers.filter(({ received }) => received.some((one) => streamOf(one) === stream)).length,
    );
    expect(owners).toEqual(owners.map(() => 1));
    await leave(...consumers);
  });

  test("with stable consumers never splits a stream", async () => {
    const stream = await createGroup(client(), { consumerStrategyName: PINNED });
    const first = await consumeEagerly(client(), stream);
    const second = await consumeEagerly(client(), stream);
    await client().appendToStream(stream, events(30));
    await eventually(() => first.received.length + second.received.length >= 30);
    expect([first.received.length, second.received.length].sort((a, b) => a - b)).toEqual([0, 30]);
    await leave(first, second);
  });
});

describeEmbedded("a strategy by its name", () => {
  test("PinnedByCorrelation gives the events of one correlation to one consumer, and stays when the group is updated", async () => {
    const store = await startEventStore({ dataDir: temporaryFolder() });
    const own = connect(store.address);
    const stream = newStream();
    expect(await createRawGroup(store.port, stream, "PinnedByCorrelation")).toMatchObject({ code: 0 });
    await own.updatePersistentSubscriptionToStream(stream, "group", groupSettings({ consumerStrategyName: DISPATCH_TO_SINGLE }));
    expect((await own.getPersistentSubscriptionToStreamInfo(stream, "group")).settings.consumerStrategyName).toBe("PinnedByCorrelation");
    const consumers = [await consumeEagerly(own, stream), await consumeEagerly(own, stream), await consumeEagerly(own, stream)];
    const correlated = Array.from({ length: 60 }, (_, n) =>
      jsonEvent({ type: "Happened", data: { n }, metadata: { $correlationId: `c${n % 12}` } }),
    );
    await own.appendToStream(stream, correlated);
    await eventually(() => consumers.reduce((sum, { received }) => sum + received.length, 0) >= 60);
    const owners = Array.from(
      { length: 12 },
      (_, n) => consumers.filter(({ received }) => received.some((one) => revisionOf(one) % 12 === n)).length,
    );
    expect(owners).toEqual(owners.map(() => 1));
    expect(consumers.filter(({ received }) => received.length > 0).length).toBeGreaterThan(1);
    await leave(...consumers);
    await own.dispose();
    await store.close();
  });

  test("that there is not is refused", async () => {
    const store = await startEventStore({ dataDir: temporaryFolder() });
    const own = connect(store.address);
    const stream = newStream();
    expect(await createRawGroup(store.port, stream, "Whatever")).toEqual({
      code: 13, details: `Subscription group group on stream ${stream} failed: Consumer strategy Whatever does not exist.`,
    });
    expect(await errorTypeOf(own.getPersistentSubscriptionToStreamInfo(stream, "group"))).toBe("persistent-subscription-does-not-exist");
    await own.dispose();
    await store.close();
  });
});
