import { cpSync } from "node:fs";
import { startEventStore } from "@ballast/eventstore";
import { describe, expect, test } from "vitest";
import { connect, describeEmbedded, events, temporaryFolder, useClient } from "./support/contractStore.ts";
import { GROUP, consume, createGroup, groupSettings, parkedCount, parkedStreamOf } from "./support/groups.ts";
import { eventually, revisionOf, revisions } from "./support/reading.ts";

const client = useClient();

describe("replaying parked messages", () => {
  test("delivers them again; acknowledged ones leave the parked stream", async () => {
    const stream = await createGroup(client());
    await client().appendToStream(stream, events(3));
    const consumer = await consume(client(), stream);
    await consumer.subscription.nack("park", "later", ...(await consumer.take(3)));
    await eventually(async () => (await parkedCount(client(), stream)) === 3n);
    await client().replayParkedMessagesToStream(stream, GROUP);
    const replayed = (await consumer.take(6)).slice(3);
    expect(replayed.map(revisionOf)).toEqual([0, 1, 2]);
    await consumer.subscription.ack(...replayed);
    await eventually(async () => (await revisions(client(), parkedStreamOf(stream))).length === 0);
    expect(await parkedCount(client(), stream)).toBe(0n);
    await consumer.subscription.unsubscribe();
  });

  test("can be limited to the first ones", async () => {
    const stream = await createGroup(client());
    await client().appendToStream(stream, events(3));
    const consumer = await consume(client(), stream);
    await consumer.subscription.nack("park", "later", ...(await consumer.take(3)));
    await eventually(async () => (await parkedCount(client(), stream)) === 3n);
    await client().replayParkedMessagesToStream(stream, GROUP, { stopAt: 2 });
    await consumer.take(5);
    expect(await parkedCount(client(), stream)).toBe(1n);
    await consumer.subscription.unsubscribe();
  });
});

describeEmbedded("a replayed message that is not answered", () => {
  test("survives a crash, whatever was parked and replayed meanwhile", async () => {
    const dataDir = temporaryFolder();
    const store = await startEventStore({ dataDir });
    const own = connect(store.address);
    const stream = await createGroup(own);
    const consumer = await consume(own, stream);
    const park = async (count: number, from: number): Promise<void> => {
      await own.appendToStream(stream, events(count));
      await consumer.subscription.nack("park", "later", ...(await consumer.take(from + count)).slice(from));
      await eventually(async () => (await parkedCount(own, stream)) === BigInt(count));
    };
    await park(3, 0);
    await own.replayParkedMessagesToStream(stream, GROUP);
    const first = (await consumer.take(6)).slice(3);
    await park(2, 6);
    await own.replayParkedMessagesToStream(stream, GROUP);
    const second = (await consumer.take(10)).slice(8);
    // All are answered but one of the first replay.
    await consumer.subscription.ack(...first.slice(0, 1), ...first.slice(2), ...second);
    await eventually(async () => (await own.getPersistentSubscriptionToStreamInfo(stream, GROUP)).stats.totalInFlightMessages === 1);
    const lost = first[1]?.event?.id;

    await own.updatePersistentSubscriptionToStream(stream, GROUP, groupSettings());
    const updated = await consume(own, stream);
    await updated.until(() => updated.received.some(({ event }) => event?.id === lost));

    const crashed = temporaryFolder();
    cpSync(dataDir, crashed, { recursive: true });
    const next = await startEventStore({ dataDir: crashed });
    const again = connect(next.address);
    expect(await parkedCount(again, stream)).toBe(0n);
    const after = await consume(again, stream);
    await after.until(() => after.received.some(({ event }) => event?.id === lost));
    await Promise.all([own.dispose(), again.dispose()]);
    await Promise.all([store.close(), next.close()]);
  });
});
