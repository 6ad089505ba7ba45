import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { EventStoreDBClient } from "@eventstore/db-client";
import { data, event, metadata } from "./eventstore/events.ts";
import { hashing } from "./eventstore/hashing.ts";
import { largeLogs } from "./eventstore/largeLog.ts";
import { reads } from "./eventstore/reads.ts";
import { startServer, timed } from "./eventstore/server.ts";
import { subscribers } from "./eventstore/subscribers.ts";
import { comparedWith, summarise } from "./result.ts";
import type { BenchResult, Measurement } from "./result.ts";

const SEQUENTIAL = 2_000;
const CONCURRENT = 8_000;
const IN_FLIGHT = 64;
const BATCHES = 300;
const BATCH = 100;
const READS = 3;

/** SQLite alone: the same rows, `perCommit` of them in each FULL commit. */
async function rawCommits(folder: string, perCommit: number, commits: number): Promise<BenchResult> {
  const database = new DatabaseSync(join(folder, `raw-${perCommit}.sqlite`));
  database.exec(
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE t (id INTEGER PRIMARY KEY, type TEXT, data BLOB, metadata BLOB)",
  );
  const insert = database.prepare("INSERT INTO t (type, data, metadata) VALUES (?, ?, ?)");
  const row = ["BenchHappened", Buffer.from(JSON.stringify(data)), Buffer.from(JSON.stringify(metadata))] as const;
  const samplesMs: number[] = [];
  const elapsedMs = await timed(async () => {
    for (let commit = 0; commit < commits; commit += 1) {
      samplesMs.push(
        await timed(() => {
          database.exec("BEGIN");
          for (let n = 0; n < perCommit; n += 1) insert.run(...row);
          database.exec("COMMIT");
        }),
      );
    }
  });
  database.close();
  return summarise({ name: `raw SQLite FULL commits of ${perCommit}`, samplesMs, elapsedMs, n: commits * perCommit });
}

type Work = { readonly name: string; readonly count: number; readonly inFlight: number; readonly eventsEach: number };

/** Appends through the official client, `inFlight` at once. */
async function appends(client: EventStoreDBClient, { name, count, inFlight, eventsEach }: Work): Promise<Measurement> {
  const samplesMs: number[] = [];
  let left = count;
  const write = async (writer: number): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const events = Array.from({ length: eventsEach }, event);
      samplesMs.push(await timed(() => client.appendToStream(`bench-${name.length}-${writer}`, events)));
    }
  };
  const elapsedMs = await timed(() => Promise.all(Array.from({ length: inFlight }, (_, writer) => write(writer))));
  return { name, samplesMs, elapsedMs, n: count * eventsEach };
}

/** Appends and reads of the embedded event store through the official client, against SQLite alone on the same disk. */
export async function run(): Promise<BenchResult[]> {
  const folder = mkdtempSync(join(tmpdir(), "ballast-bench-eventstore-"));
  const server = await startServer(join(folder, "store"));
  const client = EventStoreDBClient.connectionString(server.address);
  const measured = (measurement: Measurement): BenchResult => {
    const peak = server.memoryMb();
    return summarise(peak === 0 ? measurement : { ...measurement, peakMemoryMb: peak });
  };
  try {
    await appends(client, { name: "warm-up", count: 500, inFlight: 8, eventsEach: 1 });
    const rawOne = await rawCommits(folder, 1, SEQUENTIAL);
    const one = measured(await appends(client, { name: "append, 1 in flight", count: SEQUENTIAL, inFlight: 1, eventsEach: 1 }));
    const many = measured(
      await appends(client, { name: `append, ${IN_FLIGHT} in flight`, count: CONCURRENT, inFlight: IN_FLIGHT, eventsEach: 1 }),
    );
    const rawBatch = await rawCommits(folder, BATCH, BATCHES);
    const batches = measured(
      await appends(client, { name: `append in batches of ${BATCH}`, count: BATCHES, inFlight: 4, eventsEach: BATCH }),
    );
    await appends(client, { name: "long", count: 200, inFlight: 1, eventsEach: BATCH });
    const stream = measured(await reads("read of a long stream", READS, () => client.readStream("bench-4-0")));
    const all = measured(await reads("read of $all", READS, () => client.readAll()));
    const live = (await subscribers(client, () => EventStoreDBClient.connectionString(server.address))).map(measured);
    const hashes = await hashing(folder);
    const large = await largeLogs(join(folder, "large"));
    return [
      rawOne, comparedWith(one, rawOne), comparedWith(many, rawOne), rawBatch, comparedWith(batches, rawBatch), stream, all, ...live,
      ...hashes, ...large,
    ];
  } finally {
    await client.dispose();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

if (import.meta.main) console.table(await run());
