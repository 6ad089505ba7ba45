import { describe, expect, test } from "vitest";
import { event, events, newStream, useClient } from "./support/contractStore.ts";
import { collect, errorTypeOf, eventually, revisions } from "./support/reading.ts";

const client = useClient();

async function streamOf(count: number): Promise<string> {
  const stream = newStream();
  await client().appendToStream(stream, events(count));
  return stream;
}

describe("metadata", () => {
  test("is read back as it was set last", async () => {
    const stream = await streamOf(1);
    await client().setStreamMetadata(stream, { maxCount: 5, team: "a" });
    await client().setStreamMetadata(stream, { maxCount: 6, team: "b" });
    const { metadata } = await client().getStreamMetadata(stream);
    expect(metadata).toMatchObject({ maxCount: 6, team: "b" });
  });

  test("shows only its newest event", async () => {
    const stream = await streamOf(1);
    await client().setStreamMetadata(stream, { maxCount: 5 });
    await client().setStreamMetadata(stream, { maxCount: 6 });
    expect(await revisions(client(), `$$${stream}`)).toEqual([1]);
  });

  test("alone makes a stream exist for stream_exists, but not for readers", async () => {
    const stream = newStream();
    await client().setStreamMetadata(stream, { maxCount: 5 });
    expect(await errorTypeOf(client().readStream(stream))).toBe("stream-not-found");
    const append = client().appendToStream(stream, event(), { expectedRevision: "stream_exists" });
    await expect(append).resolves.toMatchObject({ nextExpectedRevision: 0n });
  });

  test("can be set for a stream at an expected revision", async () => {
    const stream = await streamOf(1);
    await client().setStreamMetadata(stream, {}, { expectedRevision: "no_stream" });
    const again = client().setStreamMetadata(stream, {}, { expectedRevision: "no_stream" });
    expect(await errorTypeOf(again)).toBe("wrong-expected-version");
  });
});

describe("$maxCount", () => {
  test("shows that many newest events, both ways", async () => {
    const stream = await streamOf(10);
    await client().setStreamMetadata(stream, { maxCount: 3 });
    expect(await revisions(client(), stream)).toEqual([7, 8, 9]);
    expect(await revisions(client(), stream, { fromRevision: 2n })).toEqual([7, 8, 9]);
    expect(await revisions(client(), stream, { direction: "backwards", fromRevision: "end" })).toEqual([9, 8, 7]);
    expect(await revisions(client(), stream, { direction: "backwards", fromRevision: 4n })).toEqual([]);
  });

  test("hides at reading time: a larger one shows them again", async () => {
    const stream = await streamOf(5);
    await client().setStreamMetadata(stream, { maxCount: 1 });
    expect(await revisions(client(), stream)).toEqual([4]);
    await client().setStreamMetadata(stream, { maxCount: 4 });
    expect(await revisions(client(), stream)).toEqual([1, 2, 3, 4]);
  });
});

describe("$maxAge", () => {
  test("hides what is older", async () => {
    const stream = await streamOf(3);
    await client().setStreamMetadata(stream, { maxAge: 1 });
    await eventually(async () => (await revisions(client(), stream)).length === 0);
    await client().appendToStream(stream, event());
    expect(await revisions(client(), stream)).toEqual([3]);
  });
});

describe("$tb", () => {
  test("hides what comes before it", async () => {
    const stream = await streamOf(6);
    await client().setStreamMetadata(stream, { truncateBefore: 4 });
    expect(await revisions(client(), stream)).toEqual([4, 5]);
    expect(await revisions(client(), stream, { direction: "backwards", fromRevision: "end" })).toEqual([5, 4]);
  });

  test("beyond the end leaves the stream empty, not missing", async () => {
    const stream = await streamOf(3);
    await client().setStreamMetadata(stream, { truncateBefore: 100 });
    expect(await revisions(client(), stream)).toEqual([]);
    await client().appendToStream(stream, event(), { expectedRevision: 2n });
    expect(await revisions(client(), stream)).toEqual([]);
  });

  test("leaves the events in $all", async () => {
    const stream = newStream();
    const one = event();
    const { position } = await client().appendToStream(stream, [one, event()]);
    await client().setStreamMetadata(stream, { truncateBefore: 2 });
    const from = { commit: (position?.commit ?? 1n) - 1n, prepare: (position?.prepare ?? 1n) - 1n };
    const found = await collect(client().readAll({ fromPosition: from, maxCount: 5 }));
    expect(found.map((resolved) => resolved.event?.streamId)).toContain(stream);
  });
});
