import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Rejection, type Aggregate } from "@ballast/domain";
import { handleKnown, readRecord, type KnownRecord } from "@ballast/eventlog";
import type { CounterEvent } from "@ballast/schema";
import { context } from "./events.ts";
import { openTestLog, type TestLog } from "./testLog.ts";

let test: TestLog;
beforeAll(async () => void (test = await openTestLog()));
afterAll(() => test.close());

/** Takes numbers up to three, one for each record. */
const counter: Aggregate<readonly string[], { readonly forId: string }, CounterEvent> = {
  category: "counter",
  initialState: [],
  evolve: (taken, { data }) => [...taken, data.forId],
  decide: ({ forId }, taken) => {
    if (taken.includes(forId)) return [];
    if (taken.length === 3) throw new Rejection("NOT_ALLOWED", "no more than three");
    return [{ type: "NumberTaken", data: { number: taken.length + 1, forId } }];
  },
};
const nothing: KnownRecord<readonly string[]> = { state: [], revision: null };
const take = (id: string, forId: string, known: KnownRecord<readonly string[]>) =>
  handleKnown(test.log, { aggregate: counter, id, command: { forId }, context: { ...context(), commandId: forId } }, known);

describe("a command to a record that is known", () => {
  it("goes on from what is known, and answers with the record after it", async () => {
    const id = randomUUID();
    const [a, b] = [randomUUID(), randomUUID()];
    const first = await take(id, a, nothing);
    expect(first).toMatchObject({ events: [{ data: { number: 1 } }], record: { state: [a], revision: 0n } });
    const second = await take(id, b, first.record);
    expect(second.record).toEqual({ state: [a, b], revision: 1n });
    expect(second.record).toEqual(await readRecord(test.log, counter, id));
    expect(await take(id, a, second.record)).toEqual({ events: [], position: "0", record: second.record });
  });

  it("reads what others have added where it is in the way, and decides again", async () => {
    const id = randomUUID();
    const [a, b, c, d] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
    const { record } = await take(id, a, nothing);
    await take(id, b, record);
    expect(await take(id, c, record)).toMatchObject({
      events: [{ data: { number: 3, forId: c } }], record: { state: [a, b, c], revision: 2n },
    });
    expect((await take(id, b, record)).record, "the same command again is the same append").toEqual({ state: [a, b], revision: 1n });
    await expect(take(id, d, record)).rejects.toMatchObject({ code: "NOT_ALLOWED" });
    expect((await test.log.read(`counter-${id}`)).revision).toBe(2n);
  });

  it("that was thought to be new is written once, however many say so at the same time", async () => {
    const id = randomUUID();
    const forId = randomUUID();
    await Promise.all(Array.from({ length: 6 }, () => take(id, forId, nothing)));
    expect((await test.log.read(`counter-${id}`)).events).toHaveLength(1);
  });
});
