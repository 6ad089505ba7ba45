import { beforeEach, expect, it } from "vitest";
import { gathered, type Gathering } from "./gathered.ts";
import type { Log } from "./connectLog.ts";
import type { RecordedEvent } from "./recordedEvent.ts";

/** A log whose events a spec puts back. */
let events: RecordedEvent[] = [];
let looks = 0;
/** Where each look began. */
let begun: string[] = [];
/** So many events a look comes to before it breaks off. */
let breaksAfter = Infinity;
function event(position: number, type: string, name: string): RecordedEvent {
  const recorded: unknown = { position: String(position), eventId: `${name}@${String(position)}`, id: name, event: { type, data: {} } };
  return recorded as RecordedEvent;
}
const log = {
  async *readAll({ from = "0", backwards = false, max = Infinity }: Parameters<Log["readAll"]>[0] = {}) {
    const found = backwards ? events.toReversed() : events.filter(({ position }) => Number(position) >= Number(from));
    yield* await Promise.resolve(found.slice(0, max));
  },
  async subscribeAll({ from = "0", onBatch }: Parameters<Log["subscribeAll"]>[0]) {
    looks += 1;
    begun.push(from);
    const since = events.filter(({ position }) => Number(position) > Number(from)).slice(0, breaksAfter);
    await onBatch({
      events: since.filter(({ event: { type } }) => type === "NumberTaken"), caughtUp: breaksAfter === Infinity,
      position: since.at(-1)?.position ?? from,
    });
  },
} as Pick<Log, "readAll" | "subscribeAll">;
const forIds = (): Gathering<string[]> => ({
  filter: { types: ["NumberTaken"] }, nothing: () => [], note: (found, { id }) => void found.push(id),
});

beforeEach(() => {
  looks = 0;
  begun = [];
  breaksAfter = Infinity;
  events = [event(100, "NumberTaken", "a"), event(200, "NumberTaken", "b"), event(300, "EntryAdded", "x"), event(400, "EntryAdded", "y")];
});

it("is gathered anew from a log that was put back, whatever of it was lost and however far it has grown since", async () => {
  const after = async (kept: number, grown: readonly RecordedEvent[]): Promise<readonly string[]> => {
    const gathering = forIds();
    const before = [...events];
    expect(await gathered(log, gathering)).toEqual(["a", "b"]);
    events = [...events.slice(0, kept), ...grown];
    const found = await gathered(log, gathering);
    events = before;
    return found;
  };
  const other = (...positions: number[]) => positions.map((position) => event(position, "NumberTaken", `new${String(position)}`));
  // Behind what was found, and before how far it was looked: the next match stands where nothing is looked for any more.
  expect(await after(2, other(250))).toEqual(["a", "b", "new250"]);
  // Before what was found.
  expect(await after(1, [])).toEqual(["a"]);
  // Grown beyond everything that was there, by events of other places and of the same.
  expect(await after(1, other(250, 350, 450, 550))).toEqual(["a", "new250", "new350", "new450", "new550"]);
  expect(await after(2, other(300, 400, 500))).toEqual(["a", "b", "new300", "new400", "new500"]);
  expect(await after(0, [])).toEqual([]);
});

it("is not looked for where nothing came", async () => {
  const gathering = forIds();
  await gathered(log, gathering);
  await gathered(log, gathering);
  expect(looks).toBe(1);
  events.push(event(500, "NumberTaken", "c"));
  expect(await gathered(log, gathering)).toEqual(["a", "b", "c"]);
  expect(looks).toBe(2);
});

it("goes on where a look broke off, so that a log of any length is known in the end; anew where that was put back meanwhile", async () => {
  const gathering = forIds();
  breaksAfter = 1;
  for (const _ of [1, 2]) await expect(gathered(log, gathering)).rejects.toThrow("within a minute");
  breaksAfter = Infinity;
  expect(await gathered(log, gathering)).toEqual(["a", "b"]);
  expect(begun).toEqual(["0", "100", "200"]);
  const other = forIds();
  breaksAfter = 2;
  await expect(gathered(log, other)).rejects.toThrow("within a minute");
  breaksAfter = Infinity;
  events = [event(100, "NumberTaken", "a"), event(150, "NumberTaken", "c")];
  expect(await gathered(log, other)).toEqual(["a", "c"]);
});

it("waits for nothing that came after it was asked, while the log never stands still", async () => {
  const restless = {
    ...log,
    subscribeAll: async ({ onBatch, signal }: Parameters<Log["subscribeAll"]>[0]) => {
      for (const one of events) {
        if (signal?.aborted === true) return;
        await onBatch({ events: one.event.type === "NumberTaken" ? [one] : [], caughtUp: false, position: one.position });
        if (events.length > 50) throw new Error("it chases what comes");
        events.push(event(Number(events.at(-1)?.position) + 100, "NumberTaken", "later"));
      }
    },
  } as Pick<Log, "readAll" | "subscribeAll">;
  expect(await gathered(restless, forIds())).toEqual(["a", "b"]);
});
