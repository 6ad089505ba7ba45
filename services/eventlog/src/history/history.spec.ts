import { MessageChannel } from "node:worker_threads";
import { setImmediate as turn } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { RecordedEvent, UnknownEvents } from "../recordedEvent.ts";
import { createDecoder } from "../recordedEvent.ts";
import type { LogBatch, SubscribeAllOptions } from "../subscribeAll.ts";
import { delivered, eventsIn, textOf, type HistoryMessage } from "./messages.ts";
import { tellHistory } from "./tellHistory.ts";

const serviceId = "6a9f4a0e-6c6f-4f43-9d55-5f0f2f3a9e11";
const event = (revision: bigint): RecordedEvent => ({
  event: {
    type: "ServiceDescribed",
    data: { serviceId, name: "Checkout", description: "— “é” 😀", repositoryUrl: null, runbookUrl: null },
  },
  metadata: {
    actor: { personId: serviceId, name: "Ada", means: "console" }, occurredAt: "2026-01-01T00:00:00.000Z",
    recordedAt: "2026-01-01T00:00:01.000Z", commandId: serviceId, schemaVersion: 1, $correlationId: serviceId, $causationId: serviceId,
  },
  stream: `service-${serviceId}`, category: "service", id: serviceId, eventId: serviceId, revision, position: "9007199254740993",
});

describe("events on their way from one thread to another", () => {
  it("are the same events", () => {
    const events = [event(0n), event(9_223_372_036_854_775_807n)];
    expect(eventsIn(textOf(events))).toEqual(events);
  });
});

describe("a thread that tells history", () => {
  let channel: MessageChannel;
  let told: HistoryMessage[];
  beforeEach(() => {
    channel = new MessageChannel();
    told = [];
    channel.port2.on("message", (message: HistoryMessage) => told.push(message));
  });
  afterEach(() => { channel.port1.close(); });

  const nothing: UnknownEvents = { total: 0, byType: {} };
  /** A log of so many batches. */
  const log = (batches: number) => ({
    unknown: () => nothing,
    async subscribeAll({ onBatch, signal }: SubscribeAllOptions): Promise<void> {
      for (let n = 1; n <= batches && !signal.aborted; n += 1) {
        const batch: LogBatch = { events: [event(BigInt(n))], position: String(n), caughtUp: n === batches };
        await onBatch(batch);
      }
    },
  });
  const turns = async (): Promise<void> => {
    for (let n = 0; n < 20; n += 1) await turn();
  };

  it("has three batches on their way at most, and the next where one was delivered", async () => {
    const done = tellHistory(channel.port1, log(5), { from: undefined, filter: undefined, batchSize: 1 });
    await turns();
    expect(told.map(({ position }) => position)).toEqual(["1", "2", "3"]);
    channel.port2.postMessage(delivered);
    await turns();
    expect(told.map(({ position, over }) => [position, over]).at(-1)).toEqual(["4", false]);
    channel.port2.postMessage(delivered);
    await done;
    await turns();
    expect(told.map(({ position, over }) => [position, over]).at(-1)).toEqual(["5", true]);
  });
});

describe("what a thread could not read", () => {
  it("is counted with what was not read here", () => {
    const decoder = createDecoder();
    decoder.decodeRecord({ streamId: "x", id: serviceId, type: "Odd", revision: 0n, data: {} });
    decoder.add({ total: 3, byType: { Odd: { count: 2, why: "there" }, Other: { count: 1, why: "too" } } });
    expect(decoder.unknown()).toEqual({ total: 4, byType: { Odd: { count: 3, why: "there" }, Other: { count: 1, why: "too" } } });
  });
});
