import type { AppendExpectedRevision, EventStoreDBClient, JSONEventData } from "@eventstore/db-client";
import { describe, expect, test } from "vitest";
import { event, newStream, useClient } from "./support/contractStore.ts";
import { errorTypeOf, revisions } from "./support/reading.ts";

/**
 * Each expected revision × new, repeated, partly repeated and reordered ids × batch and unary.
 *
 * The stream holds A (revision 0) and B (revision 1); C and D are new. `repeats 1` means that the append succeeds,
 * answers revision 1 and its old position, and writes nothing.
 */
type Outcome = "appends" | `repeats ${number}` | "refused";
type Row = { readonly expected: AppendExpectedRevision; readonly ids: string; readonly outcome: Outcome };

const matrix: readonly Row[] = [
  { expected: "any", ids: "CD", outcome: "appends" },
  { expected: "any", ids: "AB", outcome: "repeats 1" },
  { expected: "any", ids: "A", outcome: "repeats 0" },
  { expected: "any", ids: "BC", outcome: "refused" },
  { expected: "any", ids: "CA", outcome: "appends" },
  { expected: "any", ids: "BA", outcome: "repeats 0" },

  { expected: "stream_exists", ids: "CD", outcome: "appends" },
  { expected: "stream_exists", ids: "AB", outcome: "repeats 1" },
  { expected: "stream_exists", ids: "A", outcome: "repeats 0" },
  { expected: "stream_exists", ids: "BC", outcome: "refused" },
  { expected: "stream_exists", ids: "CA", outcome: "appends" },
  { expected: "stream_exists", ids: "BA", outcome: "repeats 0" },

  { expected: "no_stream", ids: "CD", outcome: "refused" },
  { expected: "no_stream", ids: "AB", outcome: "repeats 1" },
  { expected: "no_stream", ids: "A", outcome: "repeats 0" },
  { expected: "no_stream", ids: "AC", outcome: "refused" },
  { expected: "no_stream", ids: "BA", outcome: "refused" },
  { expected: "no_stream", ids: "ABC", outcome: "refused" },

  { expected: 0n, ids: "C", outcome: "refused" },
  { expected: 0n, ids: "B", outcome: "repeats 1" },
  { expected: 0n, ids: "BC", outcome: "refused" },
  { expected: 0n, ids: "A", outcome: "refused" },
  { expected: 0n, ids: "BA", outcome: "refused" },
  { expected: 0n, ids: "CB", outcome: "refused" },

  { expected: 1n, ids: "CD", outcome: "appends" },
  { expected: 1n, ids: "AB", outcome: "appends" },
  { expected: 1n, ids: "BC", outcome: "appends" },
  { expected: 1n, ids: "BA", outcome: "appends" },

  { expected: 5n, ids: "CD", outcome: "refused" },
  { expected: 5n, ids: "AB", outcome: "refused" },
  { expected: 5n, ids: "BC", outcome: "refused" },
  { expected: 5n, ids: "BA", outcome: "refused" },
];

/** Credentials make the official client use the unary call; without TLS they are not sent. */
const calls = [
  { call: "batch append", credentials: undefined },
  { call: "unary append", credentials: { username: "admin", password: "changeit" } },
];

const client = useClient();

describe.each(calls)("a $call", ({ credentials }) => {
  const append = (
    stream: string,
    events: JSONEventData[],
    expectedRevision: AppendExpectedRevision,
  ): ReturnType<EventStoreDBClient["appendToStream"]> =>
    client().appendToStream(stream, events, {
      expectedRevision,
      ...(credentials === undefined ? {} : { credentials }),
    });

  test.each(matrix)("expecting $expected with $ids $outcome", async ({ expected, ids, outcome }) => {
    const stream = newStream();
    const known = new Map([..."ABCD"].map((name) => [name, event(name)]));
    const named = (names: string): JSONEventData[] => [...names].map((name) => known.get(name) ?? event(name));
    const first = await append(stream, named("A"), "no_stream");
    const second = await append(stream, named("B"), 0n);

    const attempt = append(stream, named(ids), expected);

    if (outcome === "refused") {
      expect(await errorTypeOf(attempt)).toBe("wrong-expected-version");
      expect(await revisions(client(), stream)).toEqual([0, 1]);
    } else if (outcome === "appends") {
      expect((await attempt).nextExpectedRevision).toBe(BigInt(1 + ids.length));
      expect(await revisions(client(), stream)).toHaveLength(2 + ids.length);
    } else {
      const original = outcome === "repeats 0" ? first : second;
      expect(await attempt).toEqual(original);
      expect(await revisions(client(), stream)).toEqual([0, 1]);
    }
  });

  test("on a stream that is not there needs any or no_stream", async () => {
    expect((await append(newStream(), [event()], "any")).nextExpectedRevision).toBe(0n);
    expect((await append(newStream(), [event()], "no_stream")).nextExpectedRevision).toBe(0n);
    expect(await errorTypeOf(append(newStream(), [event()], "stream_exists"))).toBe("wrong-expected-version");
    expect(await errorTypeOf(append(newStream(), [event()], 0n))).toBe("wrong-expected-version");
  });

  test("that is refused says what was expected and what is there", async () => {
    const stream = newStream();
    await append(stream, [event(), event()], "any");
    await expect(append(stream, [event()], 7n)).rejects.toMatchObject({ expectedVersion: 7n, actualVersion: 1n });
    await expect(append(newStream(), [event()], 7n)).rejects.toMatchObject({ actualVersion: "no_stream" });
  });
});

test("the same id in another stream is another event", async () => {
  const same = event();
  await client().appendToStream(newStream(), same, { expectedRevision: "any" });
  const other = newStream();
  await client().appendToStream(other, same, { expectedRevision: "any" });
  expect(await revisions(client(), other)).toEqual([0]);
});
