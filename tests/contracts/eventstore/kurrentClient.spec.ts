import {
  KurrentDBClient, START, eventTypeFilter, jsonEvent, persistentSubscriptionToAllSettingsFromDefaults,
  persistentSubscriptionToStreamSettingsFromDefaults, streamNameFilter,
} from "@kurrent/kurrentdb-client";
import type { JSONEventData, ResolvedEvent } from "@kurrent/kurrentdb-client";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { externalAddress, newStream, temporaryFolder } from "./support/place.ts";
import { collect, errorTypeOf, eventually } from "./support/reading.ts";
import { startServerProcess } from "./support/serverProcess.ts";
import type { ServerProcess } from "./support/serverProcess.ts";

/**
 * KurrentDB's own client, which succeeds the EventStoreDB one and reads by other code, finds the same store. Both
 * clients put their messages into one global object: so this file, and the process it runs in, knows only this one.
 */
let client: KurrentDBClient;
let store: ServerProcess | undefined;
const dataDir = temporaryFolder();

beforeAll(async () => {
  if (externalAddress === undefined) store = await startServerProcess(dataDir);
  client = KurrentDBClient.connectionString((externalAddress ?? store?.address ?? "").replace(/^esdb:/, "kurrentdb:"));
});
afterAll(async () => {
  await client.dispose();
  await store?.stop();
});

const event = (type = "Happened", n = 0): JSONEventData => jsonEvent({ type, data: { n }, metadata: { who: "ann" } });
const events = (count: number, type?: string): JSONEventData[] => Array.from({ length: count }, (_, n) => event(type, n));
const revisionsOf = (resolved: readonly ResolvedEvent[]): number[] => resolved.map((one) => Number(one.event?.revision));
const upTo = (count: number): number[] => Array.from({ length: count }, (_, n) => n);

/** Takes what a subscription delivers until there are so many, then ends it. */
async function take(
  subscription: AsyncIterable<ResolvedEvent> & { unsubscribe(): Promise<void> },
  count: number,
  each: (one: ResolvedEvent) => Promise<void> = async () => undefined,
): Promise<ResolvedEvent[]> {
  const received: ResolvedEvent[] = [];
  for await (const one of subscription) {
    received.push(one);
    await each(one);
    if (received.length === count) break;
  }
  await subscription.unsubscribe();
  return received;
}

describe("appending", () => {
  test("answers revision and position, keeps what was given, and knows a repetition", async () => {
    const stream = newStream();
    const batch = events(3);
    const result = await client.appendToStream(stream, batch, { streamState: "no_stream" });
    expect(result).toMatchObject({ success: true, nextExpectedRevision: 2n });
    expect(await client.appendToStream(stream, batch, { streamState: "no_stream" })).toEqual(result);
    const read = await collect(client.readStream(stream));
    expect(revisionsOf(read)).toEqual([0, 1, 2]);
    expect(read[1]?.event).toMatchObject({
      id: batch[1]?.id, type: "Happened", data: { n: 1 }, metadata: { who: "ann" }, streamId: stream,
    });
    expect(read[2]?.event?.position?.commit).toBe(result.position?.commit);
  });

  test("is refused at the wrong revision, when it is too large, and to a tombstoned stream", async () => {
    const stream = newStream();
    await client.appendToStream(stream, event());
    await expect(client.appendToStream(stream, event(), { streamState: 5n })).rejects.toMatchObject({
      type: "wrong-expected-version", actualState: 0n,
    });
    const large = [jsonEvent({ type: "Large", data: { text: "x".repeat(2 ** 20) } })];
    expect(await errorTypeOf(client.appendToStream(stream, large))).toBe("maximum-append-size-exceeded");
    await client.tombstoneStream(stream);
    expect(await errorTypeOf(client.appendToStream(stream, event()))).toBe("stream-deleted");
  });
});

describe("reading", () => {
  test("goes both ways, from a revision, over many pages", async () => {
    const stream = newStream();
    await client.appendToStream(stream, events(700));
    expect(revisionsOf(await collect(client.readStream(stream)))).toEqual(upTo(700));
    expect(revisionsOf(await collect(client.readStream(stream, { direction: "backwards", fromRevision: "end", maxCount: 3 })))).toEqual([
      699, 698, 697,
    ]);
    expect(revisionsOf(await collect(client.readStream(stream, { fromRevision: 697n })))).toEqual([697, 698, 699]);
  });

  test("finds no stream that was never written or softly deleted, and none that is tombstoned", async () => {
    const [deleted, gone] = [newStream(), newStream()];
    for (const stream of [deleted, gone]) await client.appendToStream(stream, event());
    await client.deleteStream(deleted);
    await client.tombstoneStream(gone);
    expect(await errorTypeOf(collect(client.readStream(newStream())))).toBe("stream-not-found");
    expect(await errorTypeOf(collect(client.readStream(deleted)))).toBe("stream-not-found");
    expect(await errorTypeOf(collect(client.readStream(gone)))).toBe("stream-deleted");
  });

  test("of $all gives every event by rising position, and goes on from one", async () => {
    const stream = newStream();
    const { position } = await client.appendToStream(stream, event());
    const found = await collect(client.readAll({ fromPosition: position ?? START, maxCount: 1 }));
    expect(found[0]?.event?.streamId).toBe(stream);
    const newest = await collect(client.readAll({ direction: "backwards", fromPosition: "end", maxCount: 50 }));
    const commits = newest.map((one) => one.event?.position?.commit ?? 0n);
    expect(commits).toEqual([...commits].sort((a, b) => Number(b - a)));
  });

  test("resolves links, respects metadata", async () => {
    const [stream, links] = [newStream(), newStream("links")];
    await client.appendToStream(stream, events(5));
    await client.setStreamMetadata(stream, { maxCount: 2 });
    expect((await client.getStreamMetadata(stream)).metadata).toMatchObject({ maxCount: 2 });
    expect(revisionsOf(await collect(client.readStream(stream)))).toEqual([3, 4]);
    await client.appendToStream(links, {
      ...event("$>"), contentType: "application/octet-stream", data: Buffer.from(`4@${stream}`), metadata: undefined,
    });
    const [resolved] = await collect(client.readStream(links, { resolveLinkTos: true }));
    expect([resolved?.event?.streamId, resolved?.link?.streamId]).toEqual([stream, links]);
  });
});

describe("subscribing", () => {
  test("to a stream gives history, then what is live", async () => {
    const stream = newStream();
    await client.appendToStream(stream, events(40));
    const subscription = client.subscribeToStream(stream);
    subscription.once("caughtUp", () => void client.appendToStream(stream, events(2)));
    expect(revisionsOf(await take(subscription, 42))).toEqual(upTo(42));
  });

  test.each([
    { by: "stream", filter: (mark: string) => streamNameFilter({ prefixes: [mark] }) },
    { by: "stream expression", filter: (mark: string) => streamNameFilter({ regex: `^${mark}` }) },
    { by: "type", filter: (mark: string) => eventTypeFilter({ prefixes: [mark] }) },
    { by: "type expression", filter: (mark: string) => eventTypeFilter({ regex: `^${mark}$` }) },
  ])("to the whole log, filtered by $by, gives what matches", async ({ filter }) => {
    const mark = newStream("Marked");
    await client.appendToStream(mark, events(5, mark));
    await client.appendToStream(newStream("noise"), events(30));
    const subscription = client.subscribeToAll({ fromPosition: START, filter: filter(mark) });
    subscription.once("caughtUp", () => void client.appendToStream(mark, event(mark)));
    const received = await take(subscription, 6);
    expect(received.map((one) => one.event?.streamId)).toEqual(received.map(() => mark));
    expect(revisionsOf(received)).toEqual(upTo(6));
  });
});

describe("a group", () => {
  const quick = { startFrom: START, checkPointLowerBound: 1, checkPointAfter: 20 } as const;

  test("on a stream delivers, retries, parks, replays, is told about and deleted", async () => {
    const [stream, group] = [newStream(), newStream("group")];
    await client.appendToStream(stream, events(3));
    await client.createPersistentSubscriptionToStream(stream, group, persistentSubscriptionToStreamSettingsFromDefaults(quick));
    const first = client.subscribeToPersistentSubscriptionToStream(stream, group);
    const answers = ["retry", "park"] as const;
    let turn = 0;
    const received = await take(first, 4, async (one) => {
      const answer = one.event?.revision === 1n ? answers[turn++] : undefined;
      await (answer === undefined ? first.ack(one) : first.nack(answer, "not now", one));
      // The client cancels when it leaves, and what it has not sent by then is lost.
      if (answer === "park")
        await eventually(async () => (await client.getPersistentSubscriptionToStreamInfo(stream, group)).stats.parkedMessageCount === 1n);
    });
    expect(revisionsOf(received).toSorted()).toEqual([0, 1, 1, 2]);
    await client.replayParkedMessagesToStream(stream, group);
    const second = client.subscribeToPersistentSubscriptionToStream(stream, group);
    expect(revisionsOf(await take(second, 1, (one) => second.ack(one)))).toEqual([1]);
    expect((await client.listPersistentSubscriptionsToStream(stream)).map(({ groupName }) => groupName)).toEqual([group]);
    await client.deletePersistentSubscriptionToStream(stream, group);
    expect(await errorTypeOf(client.getPersistentSubscriptionToStreamInfo(stream, group))).toBe("persistent-subscription-does-not-exist");
  });

  test("on $all delivers what its filter lets through", async () => {
    const [type, group] = [newStream("Type"), newStream("group")];
    await client.createPersistentSubscriptionToAll(group, persistentSubscriptionToAllSettingsFromDefaults(quick), {
      filter: eventTypeFilter({ prefixes: [type] }),
    });
    await client.appendToStream(newStream(), [event(type), event("Other"), event(type)]);
    const subscription = client.subscribeToPersistentSubscriptionToAll(group);
    expect(revisionsOf(await take(subscription, 2, (one) => subscription.ack(one)))).toEqual([0, 2]);
    await client.deletePersistentSubscriptionToAll(group);
  });
});
