import { beforeAll, describe, expect, test } from "vitest";
import { events, newStream, useClient } from "./support/contractStore.ts";
import { collect, errorTypeOf, revisions } from "./support/reading.ts";

const client = useClient();
const stream = newStream();

beforeAll(async () => {
  await client().appendToStream(stream, events(1300));
});

const upTo = (last: number, first = 0): number[] => Array.from({ length: last - first + 1 }, (_, n) => first + n);

describe("reading a stream", () => {
  test("gives every event, in order, over many pages", async () => {
    expect(await revisions(client(), stream)).toEqual(upTo(1299));
    const backwards = await revisions(client(), stream, { direction: "backwards", fromRevision: "end" });
    expect(backwards).toEqual(upTo(1299).reverse());
  });

  test("starts with the given revision, both ways", async () => {
    expect(await revisions(client(), stream, { fromRevision: 1297n })).toEqual([1297, 1298, 1299]);
    expect(await revisions(client(), stream, { fromRevision: 2n, direction: "backwards" })).toEqual([2, 1, 0]);
  });

  test("gives as many as asked for", async () => {
    expect(await revisions(client(), stream, { maxCount: 700 })).toEqual(upTo(699));
    expect(await revisions(client(), stream, { maxCount: 1, direction: "backwards", fromRevision: "end" })).toEqual([1299]);
  });

  test("gives nothing beyond the end, and clamps backwards", async () => {
    expect(await revisions(client(), stream, { fromRevision: 5000n })).toEqual([]);
    expect(await revisions(client(), stream, { fromRevision: "end" })).toEqual([]);
    expect(await revisions(client(), stream, { fromRevision: 5000n, direction: "backwards", maxCount: 1 })).toEqual([1299]);
  });

  test("that is not there is not found", async () => {
    expect(await errorTypeOf(client().readStream(newStream()))).toBe("stream-not-found");
  });

  test("can be given up half way", async () => {
    const read = client().readStream(stream);
    for await (const { event } of read) if (event?.revision === 10n) break;
    await read.cancel();
    expect(await revisions(client(), stream, { maxCount: 1 })).toEqual([0]);
  });
});

describe("reading $all", () => {
  test("gives every event once, by rising position", async () => {
    const all = await collect(client().readAll());
    const positions = all.map(({ event }) => event?.position?.commit ?? 0n);
    expect(positions.length).toBeGreaterThanOrEqual(1300);
    for (const [index, position] of positions.entries()) {
      if (index > 0) expect(position > (positions[index - 1] ?? 0n)).toBe(true);
    }
    const backwards = await collect(client().readAll({ direction: "backwards", fromPosition: "end", maxCount: 900 }));
    expect(backwards.map(({ event }) => event?.position?.commit)).toEqual([...positions].reverse().slice(0, 900));
  });

  test("starts with the given position", async () => {
    const [, , third] = await collect(client().readAll({ maxCount: 3 }));
    const position = third?.event?.position;
    if (position === undefined) throw new Error("There is no third event");
    const [again] = await collect(client().readAll({ fromPosition: position, maxCount: 1 }));
    expect(again?.event?.id).toBe(third?.event?.id);
  });

  test("backwards from a position begins before it", async () => {
    const [, second, third] = await collect(client().readAll({ maxCount: 3 }));
    const position = third?.event?.position;
    if (position === undefined) throw new Error("There is no third event");
    const [before] = await collect(client().readAll({ direction: "backwards", fromPosition: position, maxCount: 1 }));
    expect(before?.event?.id).toBe(second?.event?.id);
  });

  test("says commit and prepare position alike", async () => {
    const [first] = await collect(client().readAll({ maxCount: 1 }));
    expect(first?.event?.position?.commit).toBe(first?.event?.position?.prepare);
    expect(first?.commitPosition).toBe(first?.event?.position?.commit);
  });
});
