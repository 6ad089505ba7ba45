import { END } from "@eventstore/db-client";
import { startEventStore } from "@ballast/eventstore";
import { describe, expect, test } from "vitest";
import { connect, describeEmbedded, event, events, newStream, temporaryFolder, useClient } from "./support/contractStore.ts";
import { GROUP, consume, createGroup, groupSettings } from "./support/groups.ts";
import { errorTypeOf, revisionOf } from "./support/reading.ts";

const client = useClient();

describe("changes of a group at the same time", () => {
  test("never make it vanish, nor lose its place", async () => {
    const stream = await createGroup(client(), { startFrom: END });
    await client().appendToStream(stream, events(5));
    const update = (maxRetryCount: number) =>
      client().updatePersistentSubscriptionToStream(stream, GROUP, groupSettings({ startFrom: END, maxRetryCount }));
    const look = () => client().getPersistentSubscriptionToStreamInfo(stream, GROUP);
    const outcomes = await Promise.allSettled([
      update(1), look(), update(2), look(), createGroup(client(), {}, stream), look(), update(3), look(),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual([..."ffff"].flatMap(() => ["fulfilled", "fulfilled"]).with(4, "rejected"));
    expect((await look()).settings.maxRetryCount).toBe(3);
    const consumer = await consume(client(), stream);
    expect((await consumer.take(5)).map(revisionOf)).toEqual([0, 1, 2, 3, 4]);
    await consumer.subscription.unsubscribe();
  });

  test("let one of two creations win", async () => {
    const stream = newStream();
    const outcomes = await Promise.all([1, 2, 3].map(() => errorTypeOf(createGroup(client(), {}, stream))));
    expect(outcomes.sort()).toEqual(["none", "persistent-subscription-exists", "persistent-subscription-exists"]);
  });

  test("of different groups do not mix them up, whatever they are called", async () => {
    const stream = newStream();
    await createGroup(client(), {}, `${stream}::a`);
    expect(await errorTypeOf(client().createPersistentSubscriptionToStream(stream, `a::${GROUP}`, groupSettings()))).toBe("none");
  });

  test("a restart of all keeps the place of each", async () => {
    const stream = await createGroup(client(), { startFrom: END });
    await client().appendToStream(stream, events(2));
    await client().restartPersistentSubscriptionSubsystem();
    const consumer = await consume(client(), stream);
    expect((await consumer.take(2)).map(revisionOf)).toEqual([0, 1]);
    await consumer.subscription.unsubscribe();
  });
});

describeEmbedded("a change that cannot be written", () => {
  test("leaves the group as it was, with its consumers", async () => {
    const store = await startEventStore({ dataDir: temporaryFolder(), maxPages: 100 });
    const own = connect(store.address);
    const stream = await createGroup(own);
    await own.appendToStream(stream, event());
    const consumer = await consume(own, stream);
    await consumer.take(1);
    for (const size of [20_000, 1000, 10]) {
      for (let refused = false; !refused; ) {
        refused = (await errorTypeOf(own.appendToStream(newStream("filler"), event("Filler", { text: "x".repeat(size) })))) !== "none";
      }
    }
    const long = "g".repeat(5_000);
    await expect(own.createPersistentSubscriptionToStream(stream, long, groupSettings())).rejects.toThrow(/disk of the event log is full/);
    await expect(own.updatePersistentSubscriptionToStream(stream, GROUP, groupSettings({ maxRetryCount: 77 }))).rejects.toThrow(
      /disk of the event log is full/,
    );
    await expect(own.deletePersistentSubscriptionToStream(stream, GROUP)).rejects.toThrow(/disk of the event log is full/);
    const info = await own.getPersistentSubscriptionToStreamInfo(stream, GROUP);
    expect(info).toMatchObject({ settings: { maxRetryCount: 10 }, stats: { totalInFlightMessages: 1 } });
    expect(consumer.error).toBeUndefined();
    await consumer.subscription.unsubscribe();
    await own.dispose();
    await store.close();
  });
});
