import { DISPATCH_TO_SINGLE, PINNED, ROUND_ROBIN } from "@eventstore/db-client";
import { describe, expect, test } from "vitest";
import { event, events, newStream, useClient } from "./support/contractStore.ts";
import type { Consumer } from "./support/groups.ts";
import { consume, consumeEagerly, createGroup } from "./support/groups.ts";
import { eventually, revisionOf, streamOf } from "./support/reading.ts";

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
