import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connectLog, type Log } from "@ballast/eventlog";
import { streamName } from "@ballast/schema";
import { afterAll, describe, expect, it, vi } from "vitest";
import { startServerProcess } from "../eventstore/support/serverProcess.ts";
import { described, newEvent, registered } from "./events.ts";

const WRITERS = 8;
const SUBSCRIBERS = 8;
const RESTARTS = 10;
/** Appends between one restart and the next. */
const LOAD = 60;

const folder = mkdtempSync(join(tmpdir(), "ballast-restarts-"));
afterAll(() => { rmSync(folder, { recursive: true, force: true }); });

/** A server of its own, so that it can be killed; always on the same port. */
async function startServer() {
  let server = await startServerProcess(folder);
  const port = Number(new URL(server.address.replace("esdb:", "http:")).port);
  return {
    address: server.address,
    /** Ends it, in order or by kill -9, and starts it again. */
    async restart(how: "stop" | "kill") {
      await server[how]();
      server = await startServerProcess(folder, { port });
    },
    stop: () => server.stop(),
  };
}

/** Appends to a stream of its own, at exact revisions, until told to stop; gives the ids in order. */
async function write(log: Log, { signal, appended }: { signal: AbortSignal; appended: () => void }) {
  const { serviceId, event } = registered();
  const stream = streamName("service", serviceId);
  const first = newEvent(event);
  await log.append(stream, [first], "no_stream");
  const ids = [first.eventId];
  appended();
  for (let n = 0; !signal.aborted; n += 1) {
    const next = newEvent(described(serviceId, n));
    await log.append(stream, [next], BigInt(n));
    ids.push(next.eventId);
    appended();
  }
  return { stream, ids };
}

describe("a server that is restarted ten times under load", () => {
  it("costs 8 writers and 8 subscribers no error, no event, no order, and doubles nothing", { timeout: 240_000 }, async () => {
    const server = await startServer();
    const connect = () => connectLog({ address: server.address, giveUpAfterMs: 120_000 });
    const logs = Array.from({ length: WRITERS + SUBSCRIBERS }, connect);
    const stopWriting = new AbortController();
    const stopReading = new AbortController();
    let appended = 0;
    const writing = Promise.all(
      logs.slice(0, WRITERS).map((log) =>
        write(log, {
          signal: stopWriting.signal,
          appended: () => {
            appended += 1;
          },
        }),
      ),
    );
    const seen = Array.from({ length: SUBSCRIBERS }, (): string[] => []);
    const reading = Promise.all(
      logs
        .slice(WRITERS)
        .map((log, index) =>
          log.subscribeAll({
            signal: stopReading.signal,
            onBatch: ({ events }) => void seen[index]?.push(...events.map(({ eventId }) => eventId)),
          }),
        ),
    );
    for (let round = 0; round < RESTARTS; round += 1) {
      const goal = appended + LOAD;
      // A writer that failed would end the whole: then there is nothing to wait for.
      await Promise.race([vi.waitUntil(() => appended >= goal, { timeout: 60_000 }), writing]);
      await server.restart(round % 2 === 0 ? "kill" : "stop");
    }
    stopWriting.abort();
    const written = await writing;
    const total = written.flatMap(({ ids }) => ids).length;
    await vi.waitUntil(() => seen.every((ids) => ids.length >= total), { timeout: 60_000 });
    stopReading.abort();
    await reading;

    const [log] = logs;
    if (log === undefined) throw new Error("There is no log");
    for (const { stream, ids } of written) expect((await log.read(stream)).events.map(({ eventId }) => eventId)).toEqual(ids);
    const inOrder: string[] = [];
    for await (const { eventId } of log.readAll()) inOrder.push(eventId);
    expect(new Set(inOrder).size).toBe(total);
    for (const ids of seen) expect(ids).toEqual(inOrder);
    expect(total).toBeGreaterThanOrEqual(RESTARTS * LOAD);
    await Promise.all(logs.map((one) => one.close()));
    await server.stop();
  });
});
