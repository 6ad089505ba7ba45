import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { RevisionConflict } from "@ballast/eventlog";
import { streamName } from "@ballast/schema";
import { described, newEvent, registered } from "./events.ts";
import { openTestLog, type TestLog } from "./testLog.ts";

let test: TestLog;
beforeAll(async () => void (test = await openTestLog()));
afterAll(() => test.close());

function service() {
  const { serviceId, event } = registered();
  const first = newEvent(event);
  const stream = streamName("service", serviceId);
  return { serviceId, stream, first, begin: { stream, events: [first], expectedRevision: "no_stream" } as const };
}

describe("an append to several streams", () => {
  it("is in all of them, reads as any other, and is known when it comes again", async () => {
    const [one, two] = [service(), service()];
    const together = { appends: [one.begin, { ...two.begin, events: [two.first, newEvent(described(two.serviceId, 1))] }] };
    const appended = await test.log.appendTogether(together);
    expect(appended?.map(({ revision }) => revision)).toEqual([0n, 1n]);
    const { events } = await test.log.read(two.stream);
    expect(events.map(({ event }) => event)).toEqual([two.first.event, described(two.serviceId, 1)]);
    expect(events[0]?.metadata).toEqual({ ...two.first.metadata, schemaVersion: 1 });
    expect(events[1]?.position).toBe(appended?.[1]?.position);
    expect(await test.log.appendTogether(together)).toEqual(appended);
  });

  it("is in none where one is elsewhere, or one that is only looked at; and names them all", async () => {
    const [there, fresh, watched] = [service(), service(), service()];
    await test.log.append(there.stream, [there.first], "no_stream");
    await test.log.append(watched.stream, [watched.first], "no_stream");
    const refused = await test.log
      .appendTogether({
        appends: [{ ...there.begin, events: [newEvent(there.first.event)] }, fresh.begin],
        checks: [{ stream: watched.stream, expectedRevision: 4n }],
      })
      .catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(RevisionConflict);
    expect(refused).toMatchObject({ stream: there.stream, actual: 0n, streams: [there.stream, watched.stream] });
    expect((await test.log.read(fresh.stream)).revision).toBeNull();
    expect(
      await test.log.appendTogether({ appends: [fresh.begin], checks: [{ stream: watched.stream, expectedRevision: 0n }] }),
    ).toMatchObject([{ revision: 0n }]);
  });

  it("is refused for good where a stream was deleted for good, as is one event alone, and a look at it: there is nothing to decide anew", async () => {
    const [gone, fresh] = [service(), service()];
    await test.log.append(gone.stream, [gone.first], "no_stream");
    await test.tombstone(gone.stream);
    const more = (count: number) => Array.from({ length: count }, (_, n) => newEvent(described(gone.serviceId, n)));
    const refused = { name: "LogRefused", message: `${gone.stream} was deleted for good` };
    await expect(test.log.appendTogether({ appends: [fresh.begin, { ...gone.begin, events: more(1) }] })).rejects.toMatchObject(refused);
    for (const expected of ["no_stream", 0n] as const)
      for (const count of [1, 2]) await expect(test.log.append(gone.stream, more(count), expected)).rejects.toMatchObject(refused);
    await expect(test.log.read(gone.stream)).rejects.toMatchObject(refused);
    expect((await test.log.read(fresh.stream)).revision).toBeNull();
  });

  it("survives connections that are cut under it, and doubles nothing", async () => {
    const pairs = Array.from({ length: 20 }, () => [service(), service()] as const);
    const all = Promise.all(pairs.map(([one, two]) => test.log.appendTogether({ appends: [one.begin, two.begin] })));
    await test.cut();
    await all;
    for (const [one, two] of pairs) for (const { stream } of [one, two]) expect((await test.log.read(stream)).events).toHaveLength(1);
  });

  it("is refused for good when it is too large, or does not fit", async () => {
    const one = service();
    const large = described(one.serviceId, 1);
    const events = Array.from({ length: 700 }, () =>
      newEvent({ ...large, data: { ...large.data, description: "x".repeat(19_000) } } as typeof large),
    );
    await expect(test.log.appendTogether({ appends: [{ ...one.begin, events }] })).rejects.toMatchObject({
      name: "Rejection", code: "TOO_LARGE",
    });
    await expect(
      test.log.appendTogether({
        appends: [{ ...one.begin, events: [newEvent({ ...large, data: { ...large.data, name: " " } } as typeof large)] }],
      }),
    ).rejects.toMatchObject({ code: "INVALID_INPUT" });
    expect((await test.log.read(streamName("service", randomUUID()))).revision).toBeNull();
  });
});
