import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { EventStoreDBClient } from "@eventstore/db-client";
import { startEventStore } from "@ballast/eventstore";
import { EventLog } from "../../../services/eventstore/src/storage/eventLog.ts";
import { comparedWith, summarise } from "../result.ts";
import type { BenchResult } from "../result.ts";
import { data, event, metadata } from "./events.ts";
import { reads } from "./reads.ts";
import { startServer, timed } from "./server.ts";

const SMALL = 100_000;
/** How large the large log is; `BALLAST_BENCH_EVENTS=10000000` takes minutes and some 8 GB of disk. */
const LARGE = Number(process.env["BALLAST_BENCH_EVENTS"] ?? 1_000_000);
/** Beyond this many, reading the whole would only take long: it is opened, and read at its end. */
const MOST_READ = 1_000_000;
const STREAMS = 1_000;
const PER_COMMIT = 1_000;
const OPENINGS = 5;

const bytes = { data: Buffer.from(JSON.stringify(data)), metadata: Buffer.from(JSON.stringify(metadata)) };

/** Fills a log up to so many events, straight into the storage: what is measured comes after. */
async function grow(folder: string, events: number): Promise<void> {
  const log = EventLog.open({ file: join(folder, "log.sqlite") });
  while (log.lastPosition < events) {
    const size = Math.min(PER_COMMIT, events - log.lastPosition);
    const stream = log.streams.get(`bench-${Math.floor(log.lastPosition / PER_COMMIT) % STREAMS}`);
    await log.write(() =>
      log.record(
        stream,
        Array.from({ length: size }, () => ({ id: randomUUID(), type: "BenchHappened", isJson: true, ...bytes })),
      ),
    );
  }
  log.close();
}

/** Reads the whole log through a server that has read nothing before: its peak memory is what that took. */
async function readAll(folder: string, events: number): Promise<BenchResult> {
  const server = await startServer(folder);
  const client = EventStoreDBClient.connectionString(server.address);
  const measured = await reads(`read of $all, a log of ${events.toLocaleString("en")}`, 1, () => client.readAll());
  const result = summarise({ ...measured, peakMemoryMb: server.memoryMb() });
  await client.dispose();
  await server.stop();
  return result;
}

/** From nothing to the answer to a first append and a first read at the end. */
async function open(folder: string, events: number): Promise<BenchResult> {
  const samplesMs: number[] = [];
  for (let opening = 0; opening < OPENINGS; opening += 1) {
    let close = async (): Promise<void> => undefined;
    samplesMs.push(await timed(async () => {
      const store = await startEventStore({ dataDir: folder });
      const client = EventStoreDBClient.connectionString(store.address);
      close = async () => { await client.dispose(); await store.close(); };
      await client.appendToStream("bench-opened", event());
      for await (const _ of client.readAll({ direction: "backwards", fromPosition: "end", maxCount: 1 })) break;
    }));
    await close();
  }
  return summarise({
    name: `open a log of ${events.toLocaleString("en")}, append, read`, samplesMs, elapsedMs: samplesMs.reduce((sum, ms) => sum + ms, 0),
  });
}

/** What a log costs by its size: the memory to read it, and the time to open it. */
export async function largeLogs(folder: string): Promise<BenchResult[]> {
  await grow(folder, SMALL);
  const small = await readAll(folder, SMALL);
  await grow(folder, Math.min(LARGE, MOST_READ));
  const large = comparedWith(await readAll(folder, Math.min(LARGE, MOST_READ)), small);
  await grow(folder, LARGE);
  return [small, large, await open(folder, LARGE)];
}
