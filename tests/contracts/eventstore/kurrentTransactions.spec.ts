import { KurrentDBClient, binaryEvent, jsonEvent, streamNameFilter } from "@kurrent/kurrentdb-client";
import type { AppendRecordInput, AppendStreamState, JSONEventData, ResolvedEvent } from "@kurrent/kurrentdb-client";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { externalAddress, newStream, temporaryFolder } from "./support/place.ts";
import { collect, errorTypeOf } from "./support/reading.ts";
import { startServerProcess } from "./support/serverProcess.ts";
import type { ServerProcess } from "./support/serverProcess.ts";

/** Appends to several streams at once, with KurrentDB's own client, as its servers have them since 25.1 and 26.1. */
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

const event = (n = 0): JSONEventData => jsonEvent({ type: "Happened", data: { n }, metadata: { who: "ann" } });
const record = (streamName: string, n = 0): AppendRecordInput => ({ streamName, record: event(n) });
const check = (streamName: string, expectedState: AppendStreamState) => ({ type: "stream_state" as const, streamName, expectedState });
const to = (streamName: string, expectedState: AppendStreamState, ...events: JSONEventData[]) => ({ streamName, expectedState, events });
const numbers = (read: readonly ResolvedEvent[]): unknown[] => read.map(({ event }) => event?.data);
const read = async (stream: string): Promise<unknown[]> => numbers(await collect(client.readStream(stream)));

describe("a session of appends", () => {
  test("is in every stream at once, and known when it is repeated", async () => {
    const [one, two] = [newStream(), newStream()];
    await client.appendToStream(two, event(1));
    const session = [to(one, "no_stream", event(2), event(3)), to(two, 0n, event(4))];
    const result = await client.multiStreamAppend(session);
    expect(result.responses).toEqual([{ streamName: one, revision: 1n }, { streamName: two, revision: 1n }]);
    expect(await client.multiStreamAppend(session)).toEqual(result);
    expect(await read(one)).toEqual([{ n: 2 }, { n: 3 }]);
    expect(await read(two)).toEqual([{ n: 1 }, { n: 4 }]);
    const [last] = await collect(client.readStream(two, { direction: "backwards", fromRevision: "end", maxCount: 1 }));
    expect(last?.event).toMatchObject({ type: "Happened", metadata: { who: "ann" } });
    expect(last?.event?.position?.commit).toBe(result.position);
  });

  test("is in none when one stream is at another revision, was tombstoned, or comes twice", async () => {
    const [one, two] = [newStream(), newStream()];
    await client.appendToStream(two, event());
    await expect(client.multiStreamAppend([to(one, "any", event()), to(two, "no_stream", event())])).rejects.toMatchObject({
      type: "wrong-expected-version", streamName: two, actualState: 0n,
    });
    await client.tombstoneStream(two);
    await expect(client.multiStreamAppend([to(one, "any", event()), to(two, "any", event())])).rejects.toMatchObject({
      type: "stream-tombstoned", stream: two,
    });
    expect(await errorTypeOf(client.multiStreamAppend([to(one, "any", event()), to(one, "any", event())]))).not.toBe("none");
    expect(await errorTypeOf(client.multiStreamAppend([]))).not.toBe("none");
    expect(await errorTypeOf(collect(client.readStream(one)))).toBe("stream-not-found");
  });

  test("has limits for a record and for the whole", async () => {
    const large = (n: number) => jsonEvent({ type: "Large", data: { text: "x".repeat(n) } });
    const stream = newStream();
    await expect(client.multiStreamAppend([to(stream, "any", large(2 ** 20))])).rejects.toMatchObject({
      type: "append-record-size-exceeded",
      stream,
      maxSize: 2 ** 20,
    });
    const many = Array.from({ length: 18 }, () => to(newStream(), "any", large(1_000_000)));
    await expect(client.multiStreamAppend(many)).rejects.toMatchObject({ type: "transaction-max-size-exceeded", maxSize: 16 * 2 ** 20 });
    expect(await errorTypeOf(collect(client.readStream(many[0]?.streamName ?? "")))).toBe("stream-not-found");
  });
});

describe("records of several streams", () => {
  test("go to the streams they name, exactly, where names differ by case alone", async () => {
    const name = newStream();
    const other = name.replace("contract", "Contract");
    await client.appendRecords([record(name, 1), record(other, 2)]);
    expect([await read(name), await read(other)]).toEqual([[{ n: 1 }], [{ n: 2 }]]);
  });

  test("keep their order in the log, whatever their streams", async () => {
    const prefix = newStream("order");
    const [one, two] = [`${prefix}-1`, `${prefix}-2`];
    const { responses, position } = await client.appendRecords([
      record(one, 0), record(two, 1), record(one, 2), record(two, 3), record(one, 4),
    ]);
    expect(Object.fromEntries(responses.map(({ streamName, revision }) => [streamName, revision]))).toEqual({ [one]: 2n, [two]: 1n });
    const all = await collect(client.readAll({ direction: "backwards", fromPosition: "end", maxCount: 5 }));
    expect(numbers(all.toReversed())).toEqual([0, 1, 2, 3, 4].map((n) => ({ n })));
    expect(all[0]?.event?.position?.commit).toBe(position);
  });

  test("are refused when a stream that is not written is not as expected; every such stream is named", async () => {
    const [written, moved, missing, deleted] = [newStream(), newStream(), newStream(), newStream()];
    await client.appendToStream(moved, [event(), event()]);
    await client.appendToStream(deleted, event());
    await client.deleteStream(deleted);
    const refused = client.appendRecords(
      [record(written)],
      [check(moved, 0n), check(written, "no_stream"), check(missing, "stream_exists"), check(deleted, "stream_exists")],
    );
    await expect(refused).rejects.toMatchObject({
      type: "append-consistency-violation",
      violations: [
        { checkIndex: 0, streamName: moved, expectedState: 0n, actualState: 1n },
        { checkIndex: 2, streamName: missing, expectedState: "stream_exists", actualState: "no_stream" },
        { checkIndex: 3, streamName: deleted, expectedState: "stream_exists", actualState: -5n },
      ],
    });
    expect(await errorTypeOf(collect(client.readStream(written)))).toBe("stream-not-found");
    await client.appendRecords([record(written, 7)], [check(moved, 1n), check(missing, "no_stream"), check(deleted, "no_stream")]);
    expect(await read(written)).toEqual([{ n: 7 }]);
  });

  test("that are repeated are answered as the first time, though a stream that was only checked has gone on", async () => {
    const [written, checked] = [newStream(), newStream()];
    await client.appendToStream(checked, event());
    const records = [record(written)];
    const first = await client.appendRecords(records, [check(checked, 0n)]);
    await client.appendToStream(checked, event());
    expect(await client.appendRecords(records, [check(checked, 0n)])).toEqual(first);
    await expect(client.appendRecords([...records, record(written)], [check(written, "no_stream")])).rejects.toMatchObject({
      type: "append-consistency-violation",
    });
  });

  test("may be bytes, and have properties that JavaScript reserves", async () => {
    const stream = newStream();
    await client.appendRecords([
      { streamName: stream, record: binaryEvent({ type: "Bytes", data: Buffer.from([1, 2, 3]), metadata: { constructor: "c" } }) },
    ]);
    const [found] = await collect(client.readStream(stream));
    expect(found?.event).toMatchObject({ isJson: false, data: Buffer.from([1, 2, 3]) });
    expect(found?.event?.metadata).toEqual({ constructor: "c", "$schema.format": "Bytes" });
  });

  test("are refused when there are none, and with a stream checked twice", async () => {
    expect(await errorTypeOf(client.appendRecords([], [check(newStream(), "no_stream")]))).not.toBe("none");
    const stream = newStream();
    expect(await errorTypeOf(client.appendRecords([record(newStream())], [check(stream, "no_stream"), check(stream, 1n)]))).not.toBe(
      "none",
    );
  });
});

describe("catching up", () => {
  test("says when, and at which place of the log or the stream", async () => {
    const stream = newStream("caught");
    const result = await client.appendToStream(stream, [event(), event()]);
    const all = client.subscribeToAll({ fromPosition: "start", filter: streamNameFilter({ prefixes: ["caught-"] }) });
    const one = client.subscribeToStream(stream);
    const [ofAll, ofStream] = await Promise.all(
      [all, one].map(
        (subscription) =>
          new Promise<{ date?: Date; position?: { commit: bigint }; revision?: bigint }>((resolve) => {
            subscription.on("caughtUp", resolve);
            subscription.on("data", () => undefined);
          }),
      ),
    );
    expect(ofAll?.date).toBeInstanceOf(Date);
    expect((ofAll?.position?.commit ?? 0n) >= (result.position?.commit ?? 1n)).toBe(true);
    expect(ofStream).toMatchObject({ revision: 1n });
    await Promise.all([all.unsubscribe(), one.unsubscribe()]);
  });
});
