import { randomUUID } from "node:crypto";
import type { Aggregate } from "@ballast/domain";
import { foldRecord, handle, type HandlingContext, type Log } from "@ballast/eventlog";
import type { CounterEvent } from "@ballast/schema";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { context } from "./events.ts";
import { openTestLog, type TestLog } from "./testLog.ts";

let test: TestLog;
beforeAll(async () => void (test = await openTestLog()));
afterAll(() => test.close());

/** Takes the next numbers, once for each. */
const counter: Aggregate<readonly string[], { readonly forIds: readonly string[] }, CounterEvent> = {
  category: "counter",
  initialState: [],
  evolve: (taken, { data: { forId } }) => [...taken, forId],
  decide: ({ forIds }, taken) =>
    forIds
      .filter((forId) => !taken.includes(forId))
      .map((forId, n) => ({ type: "NumberTaken", data: { number: taken.length + 1 + n, forId } })),
};

const take = (log: Log, id: string, forId: string | readonly string[], extra: Partial<HandlingContext<CounterEvent>> = {}) =>
  handle(log, { aggregate: counter, id, command: { forIds: [forId].flat() }, context: { ...context(), ...extra } });

/** A process with a memory of its own, which tells how many events it has read. */
function process(): { readonly log: Log; readonly read: () => number } {
  let read = 0;
  const log: Log = {
    ...test.log,
    read: async (...asked) => {
      const history = await test.log.read(...asked);
      read += history.events.length;
      return history;
    },
  };
  return { log, read: () => read };
}

/** A record with so many events. */
async function longRecord(events: number): Promise<string> {
  const id = randomUUID();
  await take(test.log, id, Array.from({ length: events }, () => randomUUID()));
  return id;
}

describe("a record with a long history", () => {
  it("is read as a whole once, and after that only what came since, whoever wrote it", async () => {
    const id = await longRecord(40);
    const [here, there] = [process(), process()];
    await take(here.log, id, randomUUID());
    expect(here.read()).toBe(40);
    await take(there.log, id, randomUUID());
    await take(there.log, id, randomUUID());
    const before = here.read();
    const handled = await take(here.log, id, randomUUID());
    expect([handled.events[0]?.data.number, handled.revision]).toEqual([44, 43n]);
    // The newest event that it knew, its own that followed, and the two of the other process.
    expect(here.read() - before).toBe(4);
    expect(await foldRecord(here.log, counter, id)).toHaveLength(44);
  });

  it("answers a command again that it has forgotten the answer to, from the whole of it; another payload is refused", async () => {
    const id = await longRecord(40);
    const { log } = process();
    const [commandId, forId] = [randomUUID(), randomUUID()];
    const first = await take(log, id, forId, { commandId, payloadHash: "a" });
    await take(log, id, randomUUID());
    expect(await take(log, id, forId, { commandId, payloadHash: "a" })).toEqual({ ...first, replayed: true });
    await expect(take(log, id, randomUUID(), { commandId, payloadHash: "b" })).rejects.toMatchObject({ code: "IDEMPOTENCY_KEY_REUSED" });
  });

  it("answers a command that another process has carried out, and gives every number once", async () => {
    const id = await longRecord(40);
    const processes = [process(), process(), process()];
    const commandId = randomUUID();
    const forId = randomUUID();
    for (const { log } of processes) await foldRecord(log, counter, id);
    const same = await Promise.all(processes.map(({ log }) => take(log, id, forId, { commandId })));
    expect(new Set(same.map(({ position }) => position)).size).toBe(1);
    const taken = await Promise.all(processes.flatMap(({ log }) => Array.from({ length: 4 }, () => take(log, id, randomUUID()))));
    expect(taken.flatMap(({ events }) => events.map(({ data }) => data.number)).toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 12 }, (_, n) => 42 + n),
    );
  });

  it("that was read a moment ago is not read again for a command: whoever was faster is seen when it is appended", async () => {
    vi.useFakeTimers({ toFake: ["performance"] });
    try {
      const id = await longRecord(40);
      const { log, read } = process();
      await foldRecord(log, counter, id); // may this person know of it?
      expect((await take(log, id, randomUUID())).events[0]?.data.number).toBe(41);
      expect(read()).toBe(40);
      expect((await take(log, id, randomUUID())).events[0]?.data.number).toBe(42);
      expect(read()).toBe(42); // its own is no guess: the newest that it knew, and its own
      await foldRecord(log, counter, id);
      await take(test.log, id, randomUUID());
      const before = read();
      expect((await take(log, id, randomUUID())).events[0]?.data.number).toBe(44);
      expect(read() - before).toBe(2);
      await foldRecord(log, counter, id);
      vi.advanceTimersByTime(101);
      const later = read();
      await take(log, id, randomUUID());
      expect(read() - later).toBe(1);
    } finally {
      vi.useRealTimers();
    }
  });

  it("that was read a moment ago refuses nothing by itself, nor says that there is nothing to do", async () => {
    vi.useFakeTimers({ toFake: ["performance"] });
    try {
      const id = await longRecord(40);
      const { log } = process();
      const [commandId, forId] = [randomUUID(), randomUUID()];
      await foldRecord(log, counter, id);
      const elsewhere = await take(test.log, id, forId, { commandId, payloadHash: "a" });
      await expect(take(log, id, randomUUID(), { expectedRevision: elsewhere.revision ?? 0n })).resolves.toMatchObject({ revision: 41n });
      await foldRecord(log, counter, id);
      await expect(take(log, id, forId, { commandId, payloadHash: "b" })).rejects.toMatchObject({ code: "IDEMPOTENCY_KEY_REUSED" });
    } finally {
      vi.useRealTimers();
    }
  });

  it("that was read a moment ago takes nothing for its own that another process has written under the same key", async () => {
    vi.useFakeTimers({ toFake: ["performance"] });
    try {
      const id = await longRecord(40);
      const [{ log }, other] = [process(), process()];
      const [commandId, again, forId] = [randomUUID(), randomUUID(), randomUUID()];
      await foldRecord(log, counter, id);
      await take(test.log, id, randomUUID(), { commandId, payloadHash: "a" });
      await expect(take(log, id, randomUUID(), { commandId, payloadHash: "b" })).rejects.toMatchObject({ code: "IDEMPOTENCY_KEY_REUSED" });
      await foldRecord(other.log, counter, id);
      const first = await take(test.log, id, forId, { commandId: again });
      expect(await take(other.log, id, forId, { commandId: again, now: "2026-11-01T10:00:01.000Z" })).toEqual({ ...first, replayed: true });
      expect((await test.log.read(`counter-${id}`)).revision).toBe(41n);
    } finally {
      vi.useRealTimers();
    }
  });

  it("is read anew where the log has something else in its place", async () => {
    const [id, other] = [await longRecord(40), await longRecord(35)];
    const { log, read } = process();
    await foldRecord(log, counter, id);
    // A log that was put back: under this name stands what stands under the other.
    const putBack: Log = Object.assign(log, {
      read: async (stream: `counter-${string}`, options?: object) =>
        await test.log.read(stream === `counter-${id}` ? `counter-${other}` : stream, options),
    });
    expect(await foldRecord(putBack, counter, id)).toEqual(await foldRecord(test.log, counter, other));
    expect(read()).toBe(40);
  });
});
