import { END, START, eventTypeFilter, persistentSubscriptionToAllSettingsFromDefaults } from "@eventstore/db-client";
import type { ResolvedEvent } from "@eventstore/db-client";
import { describe, expect, test } from "vitest";
import { event, events, newStream, useClient } from "./support/contractStore.ts";
import { GROUP, consume, consumeEagerly, createGroup, groupSettings, parkedCount, parkedStreamOf } from "./support/groups.ts";
import { Listener, collect, errorTypeOf, eventually, revisionOf, streamOf } from "./support/reading.ts";

const client = useClient();

const numbers = (resolved: readonly ResolvedEvent[]): number[] => resolved.map(revisionOf);
describe("a group", () => {
  test("is created once, found, updated and deleted", async () => {
    const stream = await createGroup(client());
    expect(await errorTypeOf(createGroup(client(), {}, stream))).toBe("persistent-subscription-exists");
    await client().updatePersistentSubscriptionToStream(stream, GROUP, groupSettings({ maxRetryCount: 3 }));
    const info = await client().getPersistentSubscriptionToStreamInfo(stream, GROUP);
    expect(info).toMatchObject({ eventSource: stream, groupName: GROUP, settings: { maxRetryCount: 3 } });
    await client().deletePersistentSubscriptionToStream(stream, GROUP);
    const missing = "persistent-subscription-does-not-exist";
    expect(await errorTypeOf(client().getPersistentSubscriptionToStreamInfo(stream, GROUP))).toBe(missing);
    expect(await errorTypeOf(client().updatePersistentSubscriptionToStream(stream, GROUP, groupSettings()))).toBe(missing);
    expect(await errorTypeOf(client().deletePersistentSubscriptionToStream(stream, GROUP))).toBe(missing);
    expect(await errorTypeOf(client().subscribeToPersistentSubscriptionToStream(stream, GROUP))).toBe(missing);
  });

  test("is listed with the others of its stream, and with all", async () => {
    const stream = await createGroup(client());
    await client().createPersistentSubscriptionToStream(stream, "second", groupSettings());
    const own = await client().listPersistentSubscriptionsToStream(stream);
    expect(own.map(({ groupName }) => groupName).sort()).toEqual([GROUP, "second"]);
    const all = await client().listAllPersistentSubscriptions();
    expect(all.filter(({ eventSource }) => eventSource === stream)).toHaveLength(2);
  });

  test("starts with the given revision, inclusive", async () => {
    const stream = newStream();
    await client().appendToStream(stream, events(5));
    await createGroup(client(), { startFrom: 3n }, stream);
    const consumer = await consume(client(), stream);
    expect(numbers(await consumer.take(2))).toEqual([3, 4]);
    await consumer.subscription.unsubscribe();
  });

  test("from the end starts with what comes after its creation", async () => {
    const stream = newStream();
    await client().appendToStream(stream, events(5));
    await createGroup(client(), { startFrom: END }, stream);
    await client().appendToStream(stream, event());
    const consumer = await consume(client(), stream);
    expect(numbers(await consumer.take(1))).toEqual([5]);
    await consumer.subscription.unsubscribe();
  });

  test("from beyond the end starts with what comes next", async () => {
    const stream = newStream();
    await client().appendToStream(stream, events(2));
    await createGroup(client(), { startFrom: 1000n }, stream);
    await client().appendToStream(stream, event());
    const consumer = await consume(client(), stream);
    expect(numbers(await consumer.take(1))).toEqual([2]);
    await consumer.subscription.unsubscribe();
  });

  test("refuses more subscribers than it allows", async () => {
    const stream = await createGroup(client(), { maxSubscriberCount: 1 });
    const consumer = await consume(client(), stream);
    expect(await errorTypeOf(client().subscribeToPersistentSubscriptionToStream(stream, GROUP))).toBe(
      "maximum-subscribers-reached",
    );
    await consumer.subscription.unsubscribe();
  });

  test("resolves links; they are acknowledged by the link's id", async () => {
    const target = newStream();
    await client().appendToStream(target, events(3));
    const links = newStream("links");
    for (const revision of [2, 0]) {
      const link = { ...event("$>"), contentType: "application/octet-stream" as const };
      await client().appendToStream(links, { ...link, data: Buffer.from(`${revision}@${target}`) });
    }
    await createGroup(client(), { resolveLinkTos: true }, links);
    const consumer = await consume(client(), links, 1);
    const [first] = await consumer.take(1);
    expect([streamOf(first), revisionOf(first), first?.link?.streamId]).toEqual([target, 2, links]);
    if (first !== undefined) await consumer.subscription.ack(first);
    expect(numbers(await consumer.take(2))).toEqual([2, 0]);
    await consumer.subscription.unsubscribe();
  });
});

describe("acknowledging", () => {
  test("history and live events come once, in order", async () => {
    const stream = await createGroup(client());
    await client().appendToStream(stream, events(150));
    const consumer = await consumeEagerly(client(), stream);
    await consumer.take(150);
    await client().appendToStream(stream, events(50));
    expect(numbers(await consumer.take(200))).toEqual(Array.from({ length: 200 }, (_, n) => n));
    await consumer.subscription.unsubscribe();
  });

  test("no more is sent than the buffer holds unanswered", async () => {
    const stream = await createGroup(client());
    await client().appendToStream(stream, events(10));
    const consumer = await consume(client(), stream, 3);
    const [first] = await consumer.take(3);
    const { connections } = await client().getPersistentSubscriptionToStreamInfo(stream, GROUP);
    expect(connections).toMatchObject([{ inFlightMessages: 3, availableSlots: 0 }]);
    if (first !== undefined) await consumer.subscription.ack(first);
    expect(numbers(await consumer.take(4))).toEqual([0, 1, 2, 3]);
    await consumer.subscription.unsubscribe();
  });

  test("what is acknowledged does not come again to the next consumer", async () => {
    const stream = await createGroup(client());
    await client().appendToStream(stream, events(6));
    const first = await consume(client(), stream, 6);
    const received = await first.take(6);
    await first.subscription.ack(...received.slice(0, 4));
    await eventually(async () => {
      const { stats } = await client().getPersistentSubscriptionToStreamInfo(stream, GROUP);
      return stats.totalInFlightMessages === 2;
    });
    await first.subscription.unsubscribe();
    const second = await consume(client(), stream, 6);
    expect(numbers(await second.take(2))).toEqual([4, 5]);
    await second.subscription.unsubscribe();
  });
});

describe("not acknowledging", () => {
  test("retry delivers again with a count, and parks after the last one", async () => {
    const stream = await createGroup(client(), { maxRetryCount: 2 });
    await client().appendToStream(stream, event());
    const consumer = await consume(client(), stream);
    const counts: number[] = [];
    for (let n = 1; n <= 3; n += 1) {
      const latest = (await consumer.take(n)).at(-1);
      if (latest === undefined) throw new Error("Nothing came");
      counts.push("retryCount" in latest ? Number(latest.retryCount) : -1);
      await consumer.subscription.nack("retry", "not now", latest);
    }
    expect(counts).toEqual([0, 1, 2]);
    await eventually(async () => (await parkedCount(client(), stream)) === 1n);
    await consumer.subscription.unsubscribe();
  });

  test("park puts a link with the reason into the parked stream", async () => {
    const stream = await createGroup(client());
    await client().appendToStream(stream, events(2));
    const consumer = await consume(client(), stream);
    const [, second] = await consumer.take(2);
    if (second !== undefined) await consumer.subscription.nack("park", "poison", second);
    await eventually(async () => (await parkedCount(client(), stream)) === 1n);
    const [parked] = await collect(client().readStream(parkedStreamOf(stream), { resolveLinkTos: true }));
    expect(parked?.event?.id).toBe(second?.event?.id);
    expect(parked?.link?.metadata).toMatchObject({ reason: "poison" });
    await consumer.subscription.unsubscribe();
  });

  test("skip forgets the message", async () => {
    const stream = await createGroup(client());
    await client().appendToStream(stream, events(2));
    const consumer = await consume(client(), stream, 1);
    const [first] = await consumer.take(1);
    if (first !== undefined) await consumer.subscription.nack("skip", "not for me", first);
    expect(numbers(await consumer.take(2))).toEqual([0, 1]);
    expect(await parkedCount(client(), stream)).toBe(0n);
    await consumer.subscription.unsubscribe();
  });

  test("a message that is not answered in time comes again", async () => {
    const stream = await createGroup(client(), { messageTimeout: 50 });
    await client().appendToStream(stream, event());
    const consumer = await consume(client(), stream);
    expect(numbers(await consumer.take(2))).toEqual([0, 0]);
    await consumer.subscription.unsubscribe();
  });

  test("a consumer that goes leaves its messages to others", async () => {
    const stream = await createGroup(client());
    await client().appendToStream(stream, events(4));
    const first = await consume(client(), stream);
    await first.take(4);
    await first.subscription.unsubscribe();
    const second = await consume(client(), stream);
    expect(numbers(await second.take(4))).toEqual([0, 1, 2, 3]);
    await second.subscription.unsubscribe();
  });
});

describe("changing a group while consumers are connected", () => {
  test("update disconnects them; they find the new settings, and their place", async () => {
    const stream = await createGroup(client());
    await client().appendToStream(stream, events(4));
    const consumer = await consume(client(), stream, 4);
    await consumer.subscription.ack(...(await consumer.take(4)).slice(0, 2));
    await eventually(async () => {
      const { stats } = await client().getPersistentSubscriptionToStreamInfo(stream, GROUP);
      return stats.totalInFlightMessages === 2;
    });
    await client().updatePersistentSubscriptionToStream(stream, GROUP, groupSettings({ maxRetryCount: 1 }));
    expect(await consumer.failure()).toMatchObject({ type: "persistent-subscription-dropped" });
    const again = await consume(client(), stream, 4);
    expect(numbers(await again.take(2))).toEqual([2, 3]);
    await again.subscription.unsubscribe();
  });

  test("delete drops them", async () => {
    const stream = await createGroup(client());
    const consumer = await consume(client(), stream);
    await client().deletePersistentSubscriptionToStream(stream, GROUP);
    expect(await consumer.failure()).toMatchObject({ type: "persistent-subscription-dropped" });
  });
});

describe("a group on $all", () => {
  test("delivers what its filter lets through", async () => {
    const type = newStream("Type");
    const name = newStream("group");
    const settings = persistentSubscriptionToAllSettingsFromDefaults({ startFrom: START });
    await client().createPersistentSubscriptionToAll(name, settings, { filter: eventTypeFilter({ prefixes: [type] }) });
    const stream = newStream();
    await client().appendToStream(stream, [event(type), event("Other"), event(type)]);
    const listener = new Listener(client().subscribeToPersistentSubscriptionToAll(name));
    expect((await listener.take(2)).map(revisionOf)).toEqual([0, 2]);
    await listener.subscription.ack(...listener.received);
    const info = await client().getPersistentSubscriptionToAllInfo(name);
    expect(info).toMatchObject({ eventSource: "$all", settings: { startFrom: START } });
    await listener.subscription.unsubscribe();
    await client().deletePersistentSubscriptionToAll(name);
  });
});
