import { randomUUID } from "node:crypto";
import { gathered, type Gathering, type Log, type RecordedEvent } from "@ballast/eventlog";
import { streamName } from "@ballast/schema";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newEvent } from "./events.ts";
import { openTestLog, type TestLog } from "./testLog.ts";

let test: TestLog;
beforeAll(async () => void (test = await openTestLog()));
afterAll(() => test.close());

const forIds = (): Gathering<string[]> => ({
  filter: { types: ["NumberTaken"] }, nothing: () => [],
  note: (found, { event }) => void (event.type === "NumberTaken" && found.push(event.data.forId)),
});

/** A process that tells which events it was sent, and how often it looked. */
function watched(): { readonly log: Log; readonly sent: string[]; readonly looks: () => number } {
  const sent: string[] = [];
  let looks = 0;
  const log: Log = {
    ...test.log,
    subscribeAll: (options) => {
      looks += 1;
      return test.log.subscribeAll({
        ...options,
        onBatch: (batch) => {
          sent.push(...batch.events.map((recorded: RecordedEvent) => recorded.eventId));
          return options.onBatch(batch);
        },
      });
    },
  };
  return { log, sent, looks: () => looks };
}

async function take(count = 1): Promise<readonly string[]> {
  const taken = Array.from({ length: count }, (_, n) => newEvent({ type: "NumberTaken", data: { number: n + 1, forId: randomUUID() } }));
  await test.log.append(streamName("counter", randomUUID()), taken, "no_stream");
  return taken.map(({ event }) => (event.type === "NumberTaken" ? event.data.forId : ""));
}

describe("what is gathered of the log", () => {
  it("is everything by now, and only what came since is read again", async () => {
    const { log, sent } = watched();
    const gathering = forIds();
    const first = await take(3);
    expect((await gathered(log, gathering)).slice(-3)).toEqual(first);
    const before = sent.length;
    const later = await take(2);
    expect((await gathered(log, gathering)).slice(-5)).toEqual([...first, ...later]);
    expect(sent).toHaveLength(before + 2);
    expect(await gathered(log, gathering)).toHaveLength(sent.length);
  });

  it("is looked for once by all who ask meanwhile, and each hears of what was there before", async () => {
    const { log, looks } = watched();
    const gathering = forIds();
    const asked = [gathered(log, gathering)];
    const taken = await take();
    asked.push(gathered(log, gathering), gathered(log, gathering), gathered(log, gathering));
    for (const found of (await Promise.all(asked)).slice(1)) expect(found).toContain(taken[0]);
    expect(looks()).toBe(2);
  });

  it("is forgotten where the log was put back", async () => {
    const { log } = watched();
    const gathering = forIds();
    await take();
    await gathered(log, gathering);
    await take();
    const looked: (string | undefined)[] = [];
    // Another event stands where the newest one stood, and the log has grown beyond it.
    const putBack = Object.assign(log, {
      readAll: ((read) => async function* readAll(options: Parameters<Log["readAll"]>[0] = {}) {
        for await (const recorded of read(options)) yield options.backwards === true ? recorded : { ...recorded, eventId: randomUUID() };
      })(log.readAll),
      subscribeAll: ((subscribe) => (options: Parameters<Log["subscribeAll"]>[0]) => {
        looked.push(options.from);
        return subscribe(options);
      })(log.subscribeAll),
    });
    const found = await gathered(putBack, gathering);
    expect(looked).toEqual([undefined]);
    expect(new Set(found).size).toBe(found.length);
  });

  it("goes on after the connection was lost", async () => {
    const { log } = watched();
    const gathering = forIds();
    await gathered(log, gathering);
    const [taken] = await take();
    await test.cut();
    expect((await gathered(log, gathering)).at(-1)).toBe(taken);
  });
});
