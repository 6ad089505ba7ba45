import { describe, expect, test } from "vitest";
import { events, useClient } from "./support/contractStore.ts";
import { GROUP, consume, createGroup, parkedCount, parkedStreamOf } from "./support/groups.ts";
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
