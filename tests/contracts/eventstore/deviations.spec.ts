import { randomUUID } from "node:crypto";
import { jsonEvent, streamNameFilter, type EventStoreDBClient } from "@eventstore/db-client";
import { Client, credentials, status, type ServiceError } from "@grpc/grpc-js";
import { startEventStore } from "@ballast/eventstore";
import { expect, test } from "vitest";
import { connect, describeEmbedded, event, newStream, temporaryFolder, useClient } from "./support/contractStore.ts";
import { GROUP, consume, consumeEagerly, createGroup, groupSettings } from "./support/groups.ts";
import { collect, errorTypeOf, eventually, revisionOf, streamOf } from "./support/reading.ts";

const checkpointOf = async (client: EventStoreDBClient, stream: string): Promise<unknown> =>
  (await client.getPersistentSubscriptionToStreamInfo(stream, GROUP)).stats.lastCheckpointedEventRevision;

/** Where the embedded store does otherwise than the original, and says so: one test for each row of its README that no other has. */
describeEmbedded("the embedded store", () => {
  const client = useClient();

  test("has nothing of its own in the log: no statistics, no checkpoints, and an empty one is empty", async () => {
    const dataDir = temporaryFolder();
    const inIt = async (act: (client: EventStoreDBClient) => Promise<void>): Promise<readonly string[]> => {
      const store = await startEventStore({ dataDir });
      const own = connect(store.address);
      try {
        await act(own);
        return (await collect(own.readAll())).map(streamOf);
      } finally {
        await own.dispose();
        await store.close();
      }
    };
    expect(await inIt(() => Promise.resolve())).toEqual([]);
    const stream = newStream();
    const before = await inIt(async (own) => {
      await own.appendToStream(stream, [event(), event()]);
      const consumer = await consumeEagerly(own, await createGroup(own, {}, stream));
      await consumer.take(2);
    });
    // The groups' settings are events in the original too.
    const [written, settings] = [[stream, stream], "$persistentSubscriptionConfig"];
    expect(before).toEqual([...written, settings]);
    expect(await inIt(() => Promise.resolve()), "nor after a stop, which keeps the group's place").toEqual([...written, settings]);
  });

  test("writes a group's checkpoint when the group is updated and when the server stops, however seldom it does else", async () => {
    const dataDir = temporaryFolder();
    const seldom = { checkPointAfter: 3_600_000, checkPointLowerBound: 1_000, checkPointUpperBound: 1_000 };
    const answering = async (
      stream: string,
      count: number,
      then: (client: EventStoreDBClient) => Promise<void>,
    ): Promise<readonly number[]> => {
      const store = await startEventStore({ dataDir });
      const own = connect(store.address);
      try {
        const consumer = await consume(own, stream);
        const received = await consumer.take(count);
        await consumer.subscription.ack(...received);
        await eventually(
          async () =>
            (await own.getPersistentSubscriptionToStreamInfo(stream, GROUP)).stats.totalInFlightMessages
            === consumer.received.length - count,
        );
        await then(own);
        return received.map(revisionOf);
      } finally {
        await own.dispose();
        await store.close();
      }
    };
    const store = await startEventStore({ dataDir });
    const first = connect(store.address);
    const stream = newStream();
    await first.appendToStream(stream, [event(), event(), event(), event(), event(), event()]);
    await createGroup(first, seldom, stream);
    await first.dispose();
    await store.close();
    expect(await answering(stream, 2, () => Promise.resolve())).toEqual([0, 1]);
    expect(await answering(stream, 2, async (own) => {
      expect(await checkpointOf(own, stream)).toBe(1n);
      await own.updatePersistentSubscriptionToStream(stream, GROUP, groupSettings(seldom));
      expect(await checkpointOf(own, stream)).toBe(3n);
    })).toEqual([2, 3]);
    expect(await answering(stream, 2, () => Promise.resolve())).toEqual([4, 5]);
  });

  test("keeps system events out of $ce-… and $et-…, and their links out of $all", async () => {
    const category = randomUUID().replaceAll("-", "");
    const stream = `${category}-1`;
    await client().appendToStream(stream, event());
    await client().setStreamMetadata(stream, { maxCount: 10 });
    expect((await collect(client().readStream(`$ce-${category}`, { resolveLinkTos: true }))).map(({ event: told }) => told?.type)).toEqual([
      "Happened",
    ]);
    const all = await collect(client().readAll({ filter: streamNameFilter({ prefixes: ["$ce-", "$et-"] }) } as object));
    expect(all.filter((resolved) => streamOf(resolved).startsWith("$ce-") || streamOf(resolved).startsWith("$et-"))).toEqual([]);
  });

  test("replaces a stream's metadata when it is softly deleted, its ACL included; a tombstone keeps it closed", async () => {
    const [soft, closed] = [newStream(), newStream()];
    for (const stream of [soft, closed]) {
      await client().appendToStream(stream, event());
      await client().setStreamMetadata(stream, { acl: { writeRoles: ["ann"] } });
    }
    await client().deleteStream(soft);
    await client().tombstoneStream(closed);
    const { metadata } = await client().getStreamMetadata(soft);
    expect(metadata?.acl).toBeUndefined();
    expect(await errorTypeOf(client().appendToStream(closed, event()))).toBe("stream-deleted");
  });

  test("refuses a name of more than 4,096 characters, of a stream or a type", async () => {
    const [longest, tooLong] = ["x".repeat(4_096), "x".repeat(4_097)];
    await expect(client().appendToStream(tooLong, event())).rejects.toThrow("is not the name of a stream");
    await expect(client().appendToStream(newStream(), event(tooLong))).rejects.toThrow(/4.?096/);
    await client().appendToStream(longest, event(longest));
    expect((await collect(client().readStream(longest))).map(({ event: told }) => told?.type)).toEqual([longest]);
  });

  test("gives a group two events with the same id one after the other, and loses neither", async () => {
    const category = randomUUID().replaceAll("-", "");
    const twin = (): ReturnType<typeof event> => jsonEvent({ id: twinId, type: "Twin", data: {} });
    const twinId = randomUUID();
    await client().appendToStream(`${category}-1`, twin());
    await client().appendToStream(`${category}-2`, twin());
    const group = await createGroup(client(), { resolveLinkTos: true }, `$ce-${category}`);
    const consumer = await consume(client(), group);
    const [first] = await consumer.take(1);
    if (first === undefined) throw new Error("nothing came");
    await consumer.subscription.ack(first);
    await eventually(() => consumer.received.length === 2);
    expect(consumer.received.map(streamOf).toSorted()).toEqual([`${category}-1`, `${category}-2`]);
  });

  test.each([
    "event_store.client.users.Users/Create",
    "event_store.client.operations.Operations/StartScavenge",
    "event_store.client.monitoring.Monitoring/Stats",
  ])("says that it does not serve %s", async (method) => {
    const store = await startEventStore({ dataDir: temporaryFolder() });
    const raw = new Client(new URL(store.address.replace("esdb:", "http:")).host, credentials.createInsecure());
    try {
      const refused = await new Promise<ServiceError | null>((resolve) =>
        raw.makeUnaryRequest(
          `/${method}`,
          (bytes: Buffer) => bytes,
          (bytes) => bytes,
          Buffer.alloc(0),
          (error) => {
            resolve(error);
          },
        ),
      );
      expect(refused?.code).toBe(status.UNIMPLEMENTED);
    } finally {
      raw.close();
      await store.close();
    }
  });
});
