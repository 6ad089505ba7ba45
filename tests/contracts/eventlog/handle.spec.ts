import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Rejection, type Aggregate } from "@ballast/domain";
import { handle, ids, payloadHash, type HandlingContext } from "@ballast/eventlog";
import type { CounterEvent } from "@ballast/schema";
import { context } from "./events.ts";
import { openTestLog, type TestLog } from "./testLog.ts";

let test: TestLog;
beforeAll(async () => void (test = await openTestLog()));
afterAll(() => test.close());

type Take = { readonly forId: string };
/** Takes the next number, once for each record; refuses past ten thousand. */
const counter: Aggregate<readonly CounterEvent["data"][], Take, CounterEvent> = {
  category: "counter",
  initialState: [],
  evolve: (taken, { data }) => [...taken, data],
  decide: ({ forId }, taken) => {
    if (forId === "refused") throw new Rejection("NOT_ALLOWED", "not for you");
    return taken.some((entry) => entry.forId === forId) ? [] : [{ type: "NumberTaken", data: { number: taken.length + 1, forId } }];
  },
};

const take = (id: string, forId: string, extra: Partial<HandlingContext<CounterEvent>> = {}) =>
  handle(test.log, { aggregate: counter, id, command: { forId }, context: { ...context(), ...extra } });

describe("handling a command", () => {
  it("appends what was decided, with ids that a retry repeats", async () => {
    const id = randomUUID();
    const forId = randomUUID();
    const handled = await take(id, forId, { commandId: forId, payloadHash: payloadHash({ forId }) });
    expect(handled).toMatchObject({ revision: 0n, replayed: false, events: [{ type: "NumberTaken", data: { number: 1, forId } }] });
    expect(handled.eventIds).toEqual([ids.event(forId, `counter-${id}`, 0)]);
    const { events } = await test.log.read(`counter-${id}`);
    expect(events[0]).toMatchObject({
      eventId: handled.eventIds[0], position: handled.position, metadata: { commandId: forId, commandHash: payloadHash({ forId }) },
    });
  });

  it("answers a repeated command with the first result, and refuses its key for another payload", async () => {
    const id = randomUUID();
    const commandId = randomUUID();
    const forId = randomUUID();
    const first = await take(id, forId, { commandId, payloadHash: "a" });
    await take(id, randomUUID());
    expect(await take(id, forId, { commandId, payloadHash: "a" })).toEqual({ ...first, replayed: true });
    await expect(take(id, randomUUID(), { commandId, payloadHash: "b" })).rejects.toMatchObject({ code: "IDEMPOTENCY_KEY_REUSED" });
    expect((await test.log.read(`counter-${id}`)).revision).toBe(1n);
  });

  it("gives every number once, however many ask at the same time", async () => {
    const id = randomUUID();
    const all = await Promise.all(Array.from({ length: 8 }, () => take(id, randomUUID())));
    expect(all.flatMap(({ events }) => events.map(({ data }) => data.number)).toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it("changes nothing when a rule refuses, when there is nothing to do, or when the caller saw another revision", async () => {
    const id = randomUUID();
    const forId = randomUUID();
    const { position } = await take(id, forId);
    await expect(take(id, "refused")).rejects.toMatchObject({ code: "NOT_ALLOWED" });
    expect(await take(id, forId)).toMatchObject({ events: [], position, replayed: false });
    await expect(take(id, randomUUID(), { expectedRevision: 4n })).rejects.toMatchObject({
      code: "REVISION_CONFLICT", path: ["expectedRevision"],
    });
    expect((await test.log.read(`counter-${id}`)).revision).toBe(0n);
  });

  it("keeps when each fact happened and where it came from", async () => {
    const id = randomUUID();
    await take(id, randomUUID(), {
      occurredAt: ({ data }) => `2022-01-0${data.number}T00:00:00Z`,
      source: { kind: "file", id: "7", publishedAt: "2022-02-01T00:00:00Z" },
    });
    const { events } = await test.log.read(`counter-${id}`);
    expect(events[0]?.metadata).toMatchObject({
      occurredAt: "2022-01-01T00:00:00Z", recordedAt: "2026-11-01T10:00:00.000Z", source: { kind: "file", id: "7" },
    });
  });
});
