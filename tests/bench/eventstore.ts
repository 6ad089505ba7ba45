import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import { EventStoreDBClient, jsonEvent } from "@eventstore/db-client";
import type { JSONEventData } from "@eventstore/db-client";
import { comparedWith, summarise } from "./result.ts";
import type { BenchResult, Measurement } from "./result.ts";

const ENTRY = fileURLToPath(new URL("../../services/eventstore/src/main.ts", import.meta.url));
const SEQUENTIAL = 2_000;
const CONCURRENT = 8_000;
const IN_FLIGHT = 64;
const BATCHES = 300;
const BATCH = 100;
const READS = 3;
const LIVE = 500;

/** About what an event of Ballast weighs: 400 bytes of data, 150 of metadata. */
const data = { text: "x".repeat(380) };
const metadata = { actor: "bench", correlationId: "0f0e0d0c-0b0a-0908-0706-050403020100", schemaVersion: 1, note: "y".repeat(40) };
const event = (): JSONEventData => jsonEvent({ type: "BenchHappened", data, metadata });

type Server = { readonly address: string; memoryMb(): number; stop(): Promise<void> };

/** The store in a process of its own, as in real use. */
async function startServer(folder: string): Promise<Server> {
  const child = spawn(process.execPath, ["--import", "tsx", ENTRY, "--data", folder], { stdio: ["pipe", "pipe", "inherit"] });
  const exited = new Promise<void>((resolve) => void child.once("exit", () => resolve()));
  for await (const line of createInterface({ input: child.stdout })) {
    const entry: unknown = JSON.parse(line);
    if (typeof entry !== "object" || entry === null || !("address" in entry)) continue;
    child.stdout.resume();
    const stop = async (): Promise<void> => {
      child.stdin.end();
      await exited;
    };
    return { address: String(entry.address), memoryMb: () => peakMemoryMb(child.pid ?? 0), stop };
  }
  throw new Error("The event store did not start");
}

/** Where the system tells it; elsewhere the summary takes this process's own. */
function peakMemoryMb(pid: number): number {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

async function timed(action: () => Promise<unknown> | void): Promise<number> {
  const startedAt = performance.now();
  await action();
  return performance.now() - startedAt;
}

/** SQLite alone: the same rows, `perCommit` of them in each FULL commit. */
async function rawCommits(folder: string, perCommit: number, commits: number): Promise<BenchResult> {
  const database = new DatabaseSync(join(folder, `raw-${perCommit}.sqlite`));
  database.exec("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE t (id INTEGER PRIMARY KEY, type TEXT, data BLOB, metadata BLOB)");
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

/** Reads everything `READS` times; a sample is the time of a thousand events. */
async function reads(name: string, open: () => AsyncIterable<unknown>): Promise<Measurement> {
  const samplesMs: number[] = [];
  let n = 0;
  const elapsedMs = await timed(async () => {
    for (let round = 0; round < READS; round += 1) {
      let since = performance.now();
      for await (const _ of open()) {
        n += 1;
        if (n % 1000 !== 0) continue;
        samplesMs.push(performance.now() - since);
        since = performance.now();
      }
    }
  });
  return { name, samplesMs, elapsedMs, n };
}

/** From the call of append to the event at a subscriber of `$all`. */
async function live(client: EventStoreDBClient): Promise<Measurement> {
  const arrivals = new Map<string, () => void>();
  const subscription = client.subscribeToAll({ fromPosition: "end" });
  subscription.on("data", (resolved) => arrivals.get(resolved.event?.id ?? "")?.());
  await new Promise<void>((resolve) => void subscription.once("caughtUp", resolve));
  const samplesMs: number[] = [];
  const elapsedMs = await timed(async () => {
    for (let n = 0; n < LIVE; n += 1) {
      const one = event();
      const arrived = new Promise<void>((resolve) => void arrivals.set(one.id, resolve));
      samplesMs.push(await timed(() => Promise.all([client.appendToStream("bench-live", one), arrived])));
    }
  });
  await subscription.unsubscribe();
  return { name: "append → subscriber of $all", samplesMs, elapsedMs };
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
    const many = measured(await appends(client, { name: `append, ${IN_FLIGHT} in flight`, count: CONCURRENT, inFlight: IN_FLIGHT, eventsEach: 1 }));
    const rawBatch = await rawCommits(folder, BATCH, BATCHES);
    const batches = measured(await appends(client, { name: `append in batches of ${BATCH}`, count: BATCHES, inFlight: 4, eventsEach: BATCH }));
    await appends(client, { name: "long", count: 200, inFlight: 1, eventsEach: BATCH });
    const stream = measured(await reads("read of a long stream", () => client.readStream("bench-4-0")));
    const all = measured(await reads("read of $all", () => client.readAll()));
    const visible = measured(await live(client));
    return [rawOne, comparedWith(one, rawOne), comparedWith(many, rawOne), rawBatch, comparedWith(batches, rawBatch), stream, all, visible];
  } finally {
    await client.dispose();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

if (import.meta.main) console.table(await run());
