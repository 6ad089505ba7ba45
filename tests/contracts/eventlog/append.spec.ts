import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Rejection } from "@ballast/domain";
import { RevisionConflict } from "@ballast/eventlog";
import { streamName } from "@ballast/schema";
import { described, newEvent, registered } from "./events.ts";
import { openTestLog, type TestLog } from "./testLog.ts";

let test: TestLog;
beforeAll(async () => void (test = await openTestLog()));
afterAll(() => test.close());

describe("append and read", () => {
  it("gives events back as they were written, with their place", async () => {
    const { serviceId, event } = registered();
    const stream = streamName("service", serviceId);
    const first = await test.log.append(stream, [newEvent(event), newEvent(described(serviceId, 1))], "no_stream");
    const { events, revision } = await test.log.read(stream);
    expect(revision).toBe(1n);
    expect(first.revision).toBe(1n);
    expect(events.map((recorded) => recorded.event)).toEqual([event, described(serviceId, 1)]);
    expect(events.map(({ category, id, revision: place }) => [category, id, place])).toEqual([
      ["service", serviceId, 0n],
      ["service", serviceId, 1n],
    ]);
    expect(events.at(-1)?.position).toBe(first.position);
    expect(events[0]?.metadata.schemaVersion).toBe(1);
  });

  it("gives back the newest of a stream, in the order in which they came", async () => {
    const { serviceId, event } = registered();
    const stream = streamName("service", serviceId);
    await test.log.append(stream, [newEvent(event), ...[1, 2, 3].map((n) => newEvent(described(serviceId, n)))], "no_stream");
    const { events, revision } = await test.log.read(stream, { newest: 2 });
    expect(events.map((recorded) => recorded.event)).toEqual([described(serviceId, 2), described(serviceId, 3)]);
    expect(revision).toBe(3n);
    expect((await test.log.read(stream, { newest: 20 })).events).toHaveLength(4);
  });

  it("answers with nothing for a stream that is not there", async () => {
    const nowhere = streamName("service", randomUUID());
    for (const part of [{}, { newest: 5 }]) expect(await test.log.read(nowhere, part)).toEqual({ events: [], revision: null });
  });

  it("refuses another revision than the expected one, and says which it found", async () => {
    const { serviceId, event } = registered();
    const stream = streamName("service", serviceId);
    await test.log.append(stream, [newEvent(event)], "no_stream");
    const conflict = await test.log.append(stream, [newEvent(event)], "no_stream").catch((error: unknown) => error);
    expect(conflict).toBeInstanceOf(RevisionConflict);
    expect(conflict).toMatchObject({ actual: 0n, stream });
    await expect(test.log.append(stream, [newEvent(event)], 7n)).rejects.toBeInstanceOf(RevisionConflict);
  });

  it("takes the same append again without writing twice, and answers with the first place", async () => {
    const { serviceId, event } = registered();
    const stream = streamName("service", serviceId);
    const events = [newEvent(event), newEvent(described(serviceId, 1))];
    const first = await test.log.append(stream, events, "no_stream");
    await test.log.append(stream, [newEvent(described(serviceId, 2))], 1n);
    expect(await test.log.append(stream, events, "no_stream")).toEqual(first);
    expect((await test.log.read(stream)).revision).toBe(2n);
  });

  it("refuses for good what is too large", async () => {
    const { serviceId } = registered();
    const stream = streamName("service", serviceId);
    const large = described(serviceId, 1);
    const events = Array.from({ length: 80 }, () =>
      newEvent({ ...large, data: { ...large.data, description: "x".repeat(19_000) } } as typeof large),
    );
    for (const times of [1, 10]) {
      await expect(test.log.append(stream, Array.from({ length: times }, () => events).flat(), "no_stream")).rejects.toMatchObject({
        name: "Rejection", code: "TOO_LARGE",
      });
    }
    expect((await test.log.read(stream)).revision).toBeNull();
  });

  it("refuses what its own schema would not read, and text that no store gives back as it was", async () => {
    const { serviceId, event } = registered();
    const stream = streamName("service", serviceId);
    const fine = described(serviceId, 1);
    const odd: readonly [object, string][] = [
      [{ name: " " }, "name"],
      [{ name: "x".repeat(301) }, "name"],
      [{ name: Object }, "name"],
      [{ repositoryUrl: 7 }, "repositoryUrl"],
      [{ serviceId: "no id" }, "serviceId"],
      [{ description: "a\0b" }, "description"],
      [{ description: "half \ud83d" }, "description"],
    ];
    for (const [change, field] of odd) {
      const refused = await test.log
        .append(stream, [newEvent(event), newEvent({ ...fine, data: { ...fine.data, ...change } } as typeof fine)], "no_stream")
        .catch((error: unknown) => error);
      expect(refused, JSON.stringify(change)).toBeInstanceOf(Rejection);
      expect(refused).toMatchObject({ code: "INVALID_INPUT", path: [field] });
    }
    const nameless = newEvent(event);
    await expect(
      test.log.append(
        stream,
        [{ ...nameless, metadata: { ...nameless.metadata, actor: { personId: null, name: "", means: "system" } } }],
        "no_stream",
      ),
    ).rejects.toMatchObject({ code: "INVALID_INPUT", path: ["actor", "name"] });
    expect((await test.log.read(stream)).revision).toBeNull();
  });

  it("keeps only the newest events where told so", async () => {
    const { serviceId, event } = registered();
    const stream = streamName("service", serviceId);
    await test.log.setMaxCount(stream, 1);
    await test.log.append(stream, [newEvent(event), newEvent(described(serviceId, 1))], "no_stream");
    const { events, revision } = await test.log.read(stream);
    expect(events.map((recorded) => recorded.event.type)).toEqual(["ServiceDescribed"]);
    expect(revision).toBe(1n);
  });

  it("reads the log both ways, over many pages, and knows its end", async () => {
    const { serviceId, event } = registered();
    const stream = streamName("service", serviceId);
    const start = await test.log.append(stream, [newEvent(event)], "no_stream");
    const many = Array.from({ length: 1_200 }, (_, n) => newEvent(described(serviceId, n)));
    const end = await test.log.append(stream, many, 0n);
    expect(await test.log.lastPosition()).toBe(end.position);
    const names = async (options: Parameters<TestLog["log"]["readAll"]>[0]) => {
      const found: string[] = [];
      for await (const recorded of test.log.readAll(options))
        if (recorded.event.type === "ServiceDescribed") found.push(recorded.event.data.name);
      return found;
    };
    expect(await names({ from: start.position })).toEqual(many.map((_, n) => `n${n}`));
    expect(await names({ backwards: true, max: 3, filter: { types: ["ServiceDescribed"] } })).toEqual(["n1199", "n1198", "n1197"]);
    const before = await names({ backwards: true, from: end.position, max: 800 });
    expect([before.length, before[0]]).toEqual([800, "n1198"]);
  });
});
