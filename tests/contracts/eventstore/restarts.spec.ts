import { START } from "@eventstore/db-client";
import type { EventStoreDBClient } from "@eventstore/db-client";
import { startEventStore } from "@ballast/eventstore";
import { expect, test } from "vitest";
import { connect, describeEmbedded, event, events, newStream, temporaryFolder } from "./support/contractStore.ts";
import { GROUP, consume, createGroup } from "./support/groups.ts";
import { Listener, collect, eventually, revisionOf, revisions } from "./support/reading.ts";

/** Runs `action` against the store in `dataDir`, started for it and closed after it. */
async function run<T>(dataDir: string, action: (client: EventStoreDBClient) => Promise<T>): Promise<T> {
  const store = await startEventStore({ dataDir });
  const client = connect(store.address);
  try {
    return await action(client);
  } finally {
    await client.dispose();
    await store.close();
  }
}

describeEmbedded("a restart", () => {
  const dataDir = temporaryFolder();

  test("keeps events, positions, metadata and tombstones", async () => {
    const [plain, truncated, gone] = [newStream(), newStream(), newStream()];
    const before = await run(dataDir, async (client) => {
      await client.appendToStream(plain, events(10));
      await client.appendToStream(truncated, events(5));
      await client.setStreamMetadata(truncated, { maxCount: 2 });
      await client.tombstoneStream(gone);
      return collect(client.readAll());
    });
    await run(dataDir, async (client) => {
      expect(await collect(client.readAll())).toEqual(before);
      expect(await revisions(client, truncated)).toEqual([3, 4]);
      await expect(client.appendToStream(gone, event())).rejects.toMatchObject({ type: "stream-deleted" });
      const { position } = await client.appendToStream(plain, event(), { expectedRevision: 9n });
      expect(position?.commit ?? 0n).toBeGreaterThan(before.at(-1)?.event?.position?.commit ?? 0n);
    });
  });

  test("still knows the ids of appends made before it", async () => {
    const stream = newStream();
    const batch = events(3);
    const first = await run(dataDir, (client) => client.appendToStream(stream, batch));
    const again = await run(dataDir, (client) => client.appendToStream(stream, batch, { expectedRevision: "any" }));
    expect(again).toEqual(first);
  });

  test("keeps groups, their checkpoints and their parked messages", async () => {
    const stream = await run(dataDir, async (client) => {
      const created = await createGroup(client);
      await client.appendToStream(created, events(6));
      const consumer = await consume(client, created);
      const received = await consumer.take(6);
      await consumer.subscription.ack(...received.slice(0, 3));
      await consumer.subscription.nack("park", "poison", ...received.slice(3, 4));
      await eventually(async () => {
        const { stats } = await client.getPersistentSubscriptionToStreamInfo(created, GROUP);
        return stats.parkedMessageCount === 1n && stats.totalInFlightMessages === 2;
      });
      return created;
    });
    await run(dataDir, async (client) => {
      const consumer = await consume(client, stream);
      expect((await consumer.take(2)).map(revisionOf)).toEqual([4, 5]);
      await client.replayParkedMessagesToStream(stream, GROUP);
      expect((await consumer.take(3)).map(revisionOf)).toEqual([4, 5, 3]);
      await consumer.subscription.unsubscribe();
    });
  });

  test("ends open subscriptions, so that their owners know", async () => {
    const store = await startEventStore({ dataDir });
    const client = connect(store.address);
    const all = new Listener(client.subscribeToAll({ fromPosition: START }));
    const stream = await createGroup(client);
    const group = await consume(client, stream);
    await all.take(1);
    await store.close();
    await expect(all.failure()).resolves.toBeInstanceOf(Error);
    await expect(group.failure()).resolves.toBeInstanceOf(Error);
    await client.dispose();
  });
});
