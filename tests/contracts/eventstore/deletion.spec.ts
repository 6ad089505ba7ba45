import { describe, expect, test } from "vitest";
import { event, events, newStream, useClient } from "./support/contractStore.ts";
import { collect, errorTypeOf, revisions } from "./support/reading.ts";

const client = useClient();

describe("a soft delete", () => {
  test("makes the stream not found", async () => {
    const stream = newStream();
    await client().appendToStream(stream, events(3));
    await client().deleteStream(stream);
    expect(await errorTypeOf(client().readStream(stream))).toBe("stream-not-found");
    expect(await errorTypeOf(client().readStream(stream, { direction: "backwards", fromRevision: "end" }))).toBe(
      "stream-not-found",
    );
  });

  test.each([{ expectedRevision: "any" }, { expectedRevision: "no_stream" }, { expectedRevision: 2n }] as const)(
    "is undone by an append expecting $expectedRevision; numbering goes on",
    async (options) => {
      const stream = newStream();
      await client().appendToStream(stream, events(3));
      await client().deleteStream(stream);
      const { nextExpectedRevision } = await client().appendToStream(stream, events(2), options);
      expect(nextExpectedRevision).toBe(4n);
      expect(await revisions(client(), stream)).toEqual([3, 4]);
    },
  );

  test("refuses an append that expects the stream to exist", async () => {
    const stream = newStream();
    await client().appendToStream(stream, event());
    await client().deleteStream(stream);
    const append = client().appendToStream(stream, event(), { expectedRevision: "stream_exists" });
    expect(await errorTypeOf(append)).toBe("stream-deleted");
  });

  test("may be repeated after the stream was written again", async () => {
    const stream = newStream();
    for (const round of [0, 1, 2]) {
      await client().appendToStream(stream, event());
      expect(await revisions(client(), stream)).toEqual([round]);
      await client().deleteStream(stream);
    }
    expect(await errorTypeOf(client().readStream(stream))).toBe("stream-not-found");
  });

  test("keeps its events in $all", async () => {
    const stream = newStream();
    const one = event();
    const { position } = await client().appendToStream(stream, one);
    await client().deleteStream(stream);
    const [found] = await collect(client().readAll({ fromPosition: position ?? "start", maxCount: 1 }));
    expect(found?.event?.id).toBe(one.id);
  });

  test.each(["any", "no_stream"] as const)(
    "of what never was is refused, expecting %s; metadata alone can be deleted",
    async (expectedRevision) => {
      const stream = newStream();
      expect(await errorTypeOf(client().deleteStream(stream, { expectedRevision }))).toBe("wrong-expected-version");
      await client().setStreamMetadata(stream, { cacheControl: 10 });
      await expect(client().deleteStream(stream, { expectedRevision })).resolves.toMatchObject({ position: expect.anything() as unknown });
    },
  );

  test("at the wrong revision is refused, and says what is there", async () => {
    const stream = newStream();
    await client().appendToStream(stream, event());
    await expect(client().deleteStream(stream, { expectedRevision: 4n })).rejects.toMatchObject({
      type: "wrong-expected-version",
      streamName: stream,
      expectedVersion: 4n,
      actualVersion: 0n,
    });
    expect(await revisions(client(), stream)).toEqual([0]);
  });

  test("is refused in the words that clients parse", async () => {
    const stream = newStream();
    const missing = client().deleteStream(stream, { expectedRevision: 4n });
    await expect(missing).rejects.toThrow(
      `Append failed due to WrongExpectedVersion. Stream: ${stream}, Expected version: 4, Actual version: -1`,
    );
    await client().appendToStream(stream, event());
    await expect(client().tombstoneStream(stream, { expectedRevision: 4n })).rejects.toThrow(/Expected version: 4, Actual version: 0$/);
  });
});

describe("a tombstone", () => {
  test("closes the stream for reading, writing, deleting and subscribing", async () => {
    const stream = newStream();
    await client().appendToStream(stream, event());
    await client().tombstoneStream(stream);
    expect(await errorTypeOf(client().readStream(stream))).toBe("stream-deleted");
    for (const expectedRevision of ["any", "no_stream", "stream_exists", 0n] as const) {
      const append = client().appendToStream(stream, event(), { expectedRevision });
      expect(await errorTypeOf(append)).toBe("stream-deleted");
    }
    expect(await errorTypeOf(client().deleteStream(stream))).toBe("stream-deleted");
    expect(await errorTypeOf(client().tombstoneStream(stream))).toBe("stream-deleted");
    expect(await errorTypeOf(client().subscribeToStream(stream))).toBe("stream-deleted");
  });

  test("takes the stream's metadata along: they can be written, but not be read", async () => {
    const stream = newStream();
    await client().appendToStream(stream, event());
    await client().setStreamMetadata(stream, { maxCount: 5 });
    await client().tombstoneStream(stream);
    expect(await errorTypeOf(client().getStreamMetadata(stream))).toBe("stream-deleted");
    expect(await errorTypeOf(client().subscribeToStream(`$$${stream}`))).toBe("stream-deleted");
    await client().setStreamMetadata(stream, { maxCount: 6 });
    expect(await errorTypeOf(client().getStreamMetadata(stream))).toBe("stream-deleted");
  });

  test("beats a soft delete", async () => {
    const stream = newStream();
    await client().appendToStream(stream, event());
    await client().deleteStream(stream);
    await client().tombstoneStream(stream);
    expect(await errorTypeOf(client().appendToStream(stream, event()))).toBe("stream-deleted");
  });

  test("can be set on a stream that never was", async () => {
    const stream = newStream();
    await client().tombstoneStream(stream, { expectedRevision: "no_stream" });
    expect(await errorTypeOf(client().appendToStream(stream, event()))).toBe("stream-deleted");
  });

  test("is an event of $all: $streamDeleted", async () => {
    const stream = newStream();
    await client().appendToStream(stream, event());
    const { position } = await client().tombstoneStream(stream);
    const [found] = await collect(client().readAll({ fromPosition: position ?? "start", maxCount: 1 }));
    expect(found?.event).toMatchObject({ type: "$streamDeleted", streamId: stream, revision: 9223372036854775807n });
  });

  test("at the wrong revision is refused", async () => {
    const stream = newStream();
    await client().appendToStream(stream, event());
    expect(await errorTypeOf(client().tombstoneStream(stream, { expectedRevision: 4n }))).toBe("wrong-expected-version");
  });
});
