import { RevisionConflict, type Log, type RecordedEvent } from "@ballast/eventlog";
import type { Actor } from "@ballast/schema";
import { describe, expect, it } from "vitest";
import { incidentNumbers, type SeenNumbers } from "./incidentNumbers.ts";

const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;
const actor: Actor = { personId: null, name: "Prometheus", means: "webhook" };
/** As the counter told that the first incident had a number, at that moment. */
const seenSince = (recordedAt: string): SeenNumbers => ({
  events: [{ event: { type: "NumberTaken", data: { number: 1, forId: id(1) } }, metadata: { recordedAt } } as RecordedEvent], revision: 0n,
});
const nothingSeen = { events: [], revision: null };

/** A server beside others: the counter is a list that anybody may have added to. */
function server() {
  const counter: unknown[] = [];
  const append: Log["append"] = (stream, events, options) => {
    const is = counter.length === 0 ? "no_stream" : BigInt(counter.length - 1);
    if (typeof options !== "object" || options.expectedRevision !== is)
      return Promise.reject(new RevisionConflict(stream, is === "no_stream" ? null : is));
    counter.push(...events);
    return Promise.resolve({ revision: BigInt(counter.length - 1), position: String(counter.length) });
  };
  return { counter, numbers: incidentNumbers({ log: { append } as Log, now: () => new Date("2026-11-30T10:00:00Z") }) };
}

describe("the numbers of incidents that one server declares", () => {
  it("follow each other for services that broke at once, all of which had seen the same", async () => {
    const { numbers } = server();
    const taken = await Promise.all([1, 2, 3].map((n) => numbers.take(nothingSeen, { incidentId: id(n), serviceId: id(10 + n), actor })));
    expect(taken).toEqual([1, 2, 3]);
    expect(numbers.isOfAnother(id(1), id(12))).toBe(true);
    expect(numbers.isOfAnother(id(1), id(11))).toBe(false);
    expect(numbers.isOfAnother(id(4), id(11))).toBe(false);
  });

  it("are none where the same service has got one since, by this server or by another one", async () => {
    const { counter, numbers } = server();
    await numbers.take(nothingSeen, { incidentId: id(1), serviceId: null, actor });
    expect(await numbers.take(nothingSeen, { incidentId: id(2), serviceId: null, actor })).toBeNull();
    counter.push("another server's");
    expect(await numbers.take(nothingSeen, { incidentId: id(3), serviceId: id(13), actor })).toBeNull();
    expect(counter).toHaveLength(2);
  });

  it("are taken anew where one was taken a while ago and nobody waits for it any more, at the counter's revision", async () => {
    const { counter, numbers } = server();
    counter.push("its first number");
    const numbered = { incidentId: id(1), serviceId: id(11), actor };
    expect(await numbers.take(seenSince("2026-11-30T09:59:59.500Z"), numbered)).toBe(1);
    expect(counter).toHaveLength(1);
    counter.push("another server's");
    expect(await numbers.take(seenSince("2026-11-30T09:59:50Z"), numbered)).toBeNull();
    counter.pop();
    expect(await numbers.take(seenSince("2026-11-30T09:59:50Z"), numbered)).toBe(2);
  });
});
