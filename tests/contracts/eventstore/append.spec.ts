import { binaryEvent, jsonEvent } from "@eventstore/db-client";
import { describe, expect, test } from "vitest";
import { event, events, newStream, useClient } from "./support/contractStore.ts";
import { collect, errorTypeOf, revisions } from "./support/reading.ts";

const client = useClient();

describe("an append", () => {
  test("gives its events consecutive revisions and rising positions", async () => {
    const stream = newStream();
    const result = await client().appendToStream(stream, events(3));
    const read = await collect(client().readStream(stream));
    expect(read.map(({ event }) => event?.revision)).toEqual([0n, 1n, 2n]);
    const positions = read.map(({ event }) => event?.position?.commit ?? 0n);
    expect(positions).toEqual([...positions].sort((a, b) => Number(a - b)));
    expect(new Set(positions).size).toBe(3);
    expect(result).toMatchObject({ success: true, nextExpectedRevision: 2n, position: { commit: positions[2] } });
  });

  test("keeps id, type, data, metadata and time", async () => {
    const stream = newStream();
    const json = jsonEvent({ type: "Größe", data: { text: "héé €" }, metadata: { who: "someone" } });
    const binary = binaryEvent({ type: "Bytes", data: Uint8Array.of(0, 255, 1), metadata: Uint8Array.of(9) });
    const before = Date.now();
    await client().appendToStream(stream, [json, binary]);
    const [first, second] = await collect(client().readStream(stream));
    expect(first?.event).toMatchObject({
      id: json.id,
      type: json.type,
      data: json.data,
      metadata: json.metadata,
      streamId: stream,
      isJson: true,
    });
    expect(second?.event).toMatchObject({ id: binary.id, type: "Bytes", isJson: false });
    expect([...(second?.event?.data as Uint8Array)]).toEqual([0, 255, 1]);
    expect(Math.abs(Number(first?.event?.created) - before)).toBeLessThan(60_000);
  });

  test("of no events succeeds and creates nothing", async () => {
    const stream = newStream();
    await expect(client().appendToStream(stream, [])).resolves.toMatchObject({ success: true });
    expect(await errorTypeOf(client().readStream(stream))).toBe("stream-not-found");
  });

  test("is atomic: what is too large leaves nothing behind", async () => {
    const stream = newStream();
    const large = event("Large", { text: "x".repeat(600 * 1024) });
    const alsoLarge = event("Large", { text: "y".repeat(600 * 1024) });
    expect(await errorTypeOf(client().appendToStream(stream, [large, alsoLarge]))).toBe("maximum-append-size-exceeded");
    expect(await errorTypeOf(client().readStream(stream))).toBe("stream-not-found");
  });

  test("may come in many chunks", async () => {
    const stream = newStream();
    await client().appendToStream(stream, events(50), { batchAppendSize: 200 });
    expect(await revisions(client(), stream)).toHaveLength(50);
  });

  test("to a stream with a name beyond ASCII works, and so does its refusal", async () => {
    const stream = newStream("größe→");
    await client().appendToStream(stream, event());
    expect(await revisions(client(), stream)).toEqual([0]);
    await client().tombstoneStream(stream);
    expect(await errorTypeOf(client().appendToStream(stream, event()))).toBe("stream-deleted");
    expect(await errorTypeOf(client().tombstoneStream(stream))).toBe("stream-deleted");
  });
});

describe("appends in flight at the same time", () => {
  test("are all answered, each once", async () => {
    const streams = Array.from({ length: 20 }, () => newStream());
    const results = await Promise.all(
      streams.flatMap((stream) => events(25).map((one) => client().appendToStream(stream, one))),
    );
    expect(results.every(({ success }) => success)).toBe(true);
    for (const stream of streams) expect(await revisions(client(), stream)).toHaveLength(25);
  });

  test("from one revision are won by one", async () => {
    const stream = newStream();
    await client().appendToStream(stream, event());
    const attempts = events(10).map((one) => client().appendToStream(stream, one, { expectedRevision: 0n }));
    const outcomes = await Promise.allSettled(attempts);
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });
});
