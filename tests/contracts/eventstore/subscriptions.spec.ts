import { START } from "@eventstore/db-client";
import { describe, expect, test } from "vitest";
import { event, events, newStream, useClient } from "./support/contractStore.ts";
import { Listener, errorTypeOf, revisionOf, streamOf } from "./support/reading.ts";

const client = useClient();

function caughtUp(subscription: { once(event: "caughtUp", listener: () => void): unknown }): Promise<void> {
  return new Promise((resolve) => void subscription.once("caughtUp", resolve));
}

describe("a subscription to a stream", () => {
  test("gives the history, says that it caught up, and goes on live", async () => {
    const stream = newStream();
    await client().appendToStream(stream, events(700));
    const listener = new Listener(client().subscribeToStream(stream));
    await caughtUp(listener.subscription);
    await client().appendToStream(stream, events(3));
    expect((await listener.take(703)).map(revisionOf)).toEqual(Array.from({ length: 703 }, (_, n) => n));
    await listener.subscription.unsubscribe();
  });

  test("starts after the given revision", async () => {
    const stream = newStream();
    await client().appendToStream(stream, events(5));
    const listener = new Listener(client().subscribeToStream(stream, { fromRevision: 2n }));
    expect((await listener.take(2)).map(revisionOf)).toEqual([3, 4]);
    await listener.subscription.unsubscribe();
  });

  test("from the end gives only what is new", async () => {
    const stream = newStream();
    await client().appendToStream(stream, events(5));
    const listener = new Listener(client().subscribeToStream(stream, { fromRevision: "end" }));
    await caughtUp(listener.subscription);
    await client().appendToStream(stream, event());
    expect((await listener.take(1)).map(revisionOf)).toEqual([5]);
    await listener.subscription.unsubscribe();
  });

  test("from beyond the end gives what comes next", async () => {
    const stream = newStream();
    await client().appendToStream(stream, events(2));
    const listener = new Listener(client().subscribeToStream(stream, { fromRevision: 1000n }));
    await caughtUp(listener.subscription);
    await client().appendToStream(stream, event());
    expect((await listener.take(1)).map(revisionOf)).toEqual([2]);
    await listener.subscription.unsubscribe();
  });

  test("may wait for a stream that is not there yet", async () => {
    const stream = newStream();
    const listener = new Listener(client().subscribeToStream(stream));
    await caughtUp(listener.subscription);
    await client().appendToStream(stream, event());
    expect((await listener.take(1)).map(revisionOf)).toEqual([0]);
    await listener.subscription.unsubscribe();
  });

  test("goes on when the stream is softly deleted and written again", async () => {
    const stream = newStream();
    await client().appendToStream(stream, events(2));
    const listener = new Listener(client().subscribeToStream(stream));
    await listener.take(2);
    await client().deleteStream(stream);
    await client().appendToStream(stream, event());
    expect((await listener.take(3)).map(revisionOf)).toEqual([0, 1, 2]);
    await listener.subscription.unsubscribe();
  });

  test("ends with stream-deleted when the stream is tombstoned", async () => {
    const stream = newStream();
    await client().appendToStream(stream, event());
    const listener = new Listener(client().subscribeToStream(stream));
    await listener.take(1);
    await client().tombstoneStream(stream);
    expect(await listener.failure()).toMatchObject({ type: "stream-deleted" });
    expect(await errorTypeOf(client().readStream(stream))).toBe("stream-deleted");
  });

  test("respects truncation", async () => {
    const stream = newStream();
    await client().appendToStream(stream, events(5));
    await client().setStreamMetadata(stream, { maxCount: 2 });
    const listener = new Listener(client().subscribeToStream(stream));
    expect((await listener.take(2)).map(revisionOf)).toEqual([3, 4]);
    await listener.subscription.unsubscribe();
  });
});

describe("a subscription to $all", () => {
  test("gives every event once, in order, history and live", async () => {
    const stream = newStream();
    await client().appendToStream(stream, events(10));
    const listener = new Listener(client().subscribeToAll({ fromPosition: START }));
    await caughtUp(listener.subscription);
    await Promise.all(Array.from({ length: 40 }, () => client().appendToStream(stream, events(5))));
    const own = (): number[] => listener.received.filter((one) => streamOf(one) === stream).map(revisionOf);
    await listener.until(() => own().length >= 210);
    expect(own()).toEqual(Array.from({ length: 210 }, (_, n) => n));
    await listener.subscription.unsubscribe();
  });

  test("starts after the given position", async () => {
    const stream = newStream();
    const { position } = await client().appendToStream(stream, event());
    await client().appendToStream(stream, event());
    const listener = new Listener(client().subscribeToAll({ fromPosition: position ?? START }));
    const [first] = await listener.take(1);
    expect([streamOf(first), revisionOf(first)]).toEqual([stream, 1]);
    await listener.subscription.unsubscribe();
  });

  test("from the end gives only what is new", async () => {
    const stream = newStream();
    const listener = new Listener(client().subscribeToAll({ fromPosition: "end" }));
    await caughtUp(listener.subscription);
    await client().appendToStream(stream, event());
    expect((await listener.take(1)).map(streamOf)).toEqual([stream]);
    await listener.subscription.unsubscribe();
  });

  test("from beyond the end gives what comes next", async () => {
    const stream = newStream();
    const { position } = await client().appendToStream(stream, event());
    const beyond = (position?.commit ?? 0n) + 1_000_000n;
    const listener = new Listener(client().subscribeToAll({ fromPosition: { commit: beyond, prepare: beyond } }));
    await caughtUp(listener.subscription);
    await client().appendToStream(stream, event());
    expect((await listener.take(1)).map(streamOf)).toEqual([stream]);
    await listener.subscription.unsubscribe();
  });

  test("gives each of 200 subscribers everything once, in order", async () => {
    const stream = newStream();
    const listeners = Array.from({ length: 200 }, () => new Listener(client().subscribeToAll({ fromPosition: "end" })));
    await Promise.all(listeners.map(({ subscription }) => caughtUp(subscription)));
    await Promise.all(Array.from({ length: 10 }, () => client().appendToStream(stream, events(3))));
    const expected = Array.from({ length: 30 }, (_, n) => n);
    for (const listener of listeners) expect((await listener.take(30)).map(revisionOf)).toEqual(expected);
    await Promise.all(listeners.map(({ subscription }) => subscription.unsubscribe()));
  });

  test("of a reader that does not read holds back nobody", async () => {
    const stream = newStream();
    const idle = client().subscribeToAll({ fromPosition: START });
    idle.pause();
    const busy = new Listener(client().subscribeToStream(stream));
    const large = (): ReturnType<typeof event> => event("Large", { text: "x".repeat(20_000) });
    for (let n = 0; n < 100; n += 1) await client().appendToStream(stream, large());
    expect((await busy.take(100)).map(revisionOf)).toEqual(Array.from({ length: 100 }, (_, n) => n));
    await Promise.all([busy.subscription.unsubscribe(), idle.unsubscribe()]);
  });
});
