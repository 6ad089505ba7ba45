import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Rejection, type Aggregate } from "@ballast/domain";
import { handle, handleRegardless, type HandlingContext, type Log } from "@ballast/eventlog";
import { streamName, type CounterEvent } from "@ballast/schema";
import { context, newEvent } from "./events.ts";
import { openTestLog, type TestLog } from "./testLog.ts";

let test: TestLog;
beforeAll(async () => void (test = await openTestLog()));
afterAll(() => test.close());

/** Says a number for a record; the same however often it is told. */
const counter: Aggregate<readonly string[], { readonly forId: string; readonly number: number }, CounterEvent> = {
  category: "counter",
  initialState: [],
  evolve: (said, { data }) => [...said, data.forId],
  decide: ({ forId, number }, said) => {
    if (number === 13) throw new Rejection("NOT_ALLOWED", "not this one");
    return said.includes(forId) ? [] : [{ type: "NumberTaken", data: { forId, number } }];
  },
};
const says = (id: string, forId: string, { number = 1, ...extra }: Partial<HandlingContext<CounterEvent>> & { number?: number } = {}) =>
  ({ aggregate: counter, id, command: { forId, number }, context: { ...context(), ...extra } }) as const;
const historyOf = async (id: string) =>
  (await test.log.read(streamName("counter", id))).events.map(({ event }) => event.type === "NumberTaken" && event.data.forId);

/** The log in a storm: whenever a record was read, somebody else writes it at once. */
function stormy(log: Log): Log {
  return {
    ...log,
    async read(stream, options) {
      const history = await log.read(stream, options);
      await log.append(
        stream,
        [newEvent({ type: "NumberTaken", data: { number: 7, forId: randomUUID() } })],
        history.revision ?? "no_stream",
      );
      return history;
    },
  };
}

describe("a command that must never lose a race", () => {
  it("is in the log although others change its record between every look and every append", async () => {
    const [id, forId] = [randomUUID(), randomUUID()];
    const handled = await handleRegardless(stormy(test.log), says(id, forId));
    expect(handled).toMatchObject({ replayed: false, revision: 1n, events: [{ data: { forId } }] });
    expect((await historyOf(id)).at(-1)).toBe(forId);
    // Whoever names an exact revision is refused in the end.
    await expect(handle(stormy(test.log), says(id, randomUUID()))).rejects.toMatchObject({ code: "REVISION_CONFLICT" });
  });

  it("begins a record that was not there, and answers with its place", async () => {
    const [id, forId] = [randomUUID(), randomUUID()];
    const { position, revision, eventIds } = await handleRegardless(test.log, says(id, forId));
    const { events } = await test.log.read(streamName("counter", id));
    expect([events[0]?.position, events[0]?.eventId, revision]).toEqual([position, eventIds[0], 0n]);
  });

  it("is carried out once: sent again later, and by many at the same time", async () => {
    const [id, forId, commandId] = [randomUUID(), randomUUID(), randomUUID()];
    const tries = await Promise.all(Array.from({ length: 6 }, () => handleRegardless(test.log, says(id, forId, { commandId }))));
    await handleRegardless(test.log, says(id, randomUUID()));
    const again = await handleRegardless(test.log, says(id, forId, { commandId }));
    expect(again).toMatchObject({ replayed: true, revision: 0n, events: [{ data: { forId } }] });
    expect(new Set([...tries, again].map(({ position }) => position))).toEqual(new Set([again.position]));
    expect((await historyOf(id)).filter((said) => said === forId)).toEqual([forId]);
  });

  it("is known again by the log itself where two tries are under way at once", async () => {
    const [id, forId] = [randomUUID(), randomUUID()];
    const events = [newEvent({ type: "NumberTaken", data: { number: 1, forId } })];
    const first = await test.log.appendRegardless(streamName("counter", id), events);
    expect(await test.log.appendRegardless(streamName("counter", id), events)).toEqual(first);
    expect(await historyOf(id)).toEqual([forId]);
  });

  it("keeps the rules: a refusal, a key used for something else, what does not fit its schema", async () => {
    const [id, commandId] = [randomUUID(), randomUUID()];
    await expect(handleRegardless(test.log, says(id, randomUUID(), { number: 13 }))).rejects.toMatchObject({ code: "NOT_ALLOWED" });
    await handleRegardless(test.log, says(id, randomUUID(), { commandId, payloadHash: "a" }));
    await expect(handleRegardless(test.log, says(id, randomUUID(), { commandId, payloadHash: "b" }))).rejects.toMatchObject({
      code: "IDEMPOTENCY_KEY_REUSED",
    });
    await expect(handleRegardless(test.log, says(id, "no uuid"))).rejects.toMatchObject({ code: "INVALID_INPUT", path: ["forId"] });
    expect(await historyOf(id)).toHaveLength(1);
  });
});
