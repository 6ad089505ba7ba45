import { execFile, spawn } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { nodeFlags } from "@ballast/cli";
import { bundleEntry } from "@ballast/cli/bundling";
import { connectLog, ids, type Log, type NewEvent, type RecordedEvent } from "@ballast/eventlog";
import { openReadModel, type ReadModel } from "@ballast/readmodel";
import { streamName, type BallastEvent, type Category } from "@ballast/schema";
import { valuesOf, type Figure } from "./figure.ts";
import type { Took } from "./readmodel/fromLog.ts";
import { comparedWith, summarise, type BenchResult } from "./result.ts";

/** So many rows and queries where all is in one process. */
const EVENTS = 100_000;
/** The log that is folded from its store: 100,000 events, or what BALLAST_ROWS says, in whole incidents. */
const ROWS = Number(process.env["BALLAST_ROWS"] ?? EVENTS);
const QUERIES = 400;
const start = Date.UTC(2025, 0, 1);
const at = (n: number): string => new Date(start + n * 300_000).toISOString();
const actor = { personId: ids.person("bench"), name: "Bench", means: "system" } as const;
const services = Array.from({ length: 40 }, (_, n) => ids.service(`s${n}`));
const serviceOf = (n: number): string => services[n % services.length] ?? "";

/** What one record's stream holds, in order. */
interface Stream {
  readonly category: Category;
  readonly id: string;
  readonly events: readonly { readonly event: BallastEvent; readonly at: string }[];
}

/**
 * Runs the benchmarks: a rebuild over the event store beside reading it alone, what is new until it can be read, a fold without a store,
 * and queries over many rows.
 */
export async function run(): Promise<readonly BenchResult[]> {
  const folder = await mkdtemp(join(tmpdir(), "ballast-bench-"));
  try {
    return [...(await rebuildFromLog(folder)), ...(await foldAndQuery(folder))];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function rebuildFromLog(folder: string): Promise<readonly BenchResult[]> {
  const store = await startStore(join(folder, "log"));
  const log = connectLog({ address: store.address });
  const position = await appendAll(log, incidents(ROWS));
  const file = join(folder, "rebuilt.sqlite");
  const fromLog = await bundled();
  const alone = inTurn("reading the log alone", await fromLog(store.address));
  const rebuilt = inTurn("rebuild from the event store, incidents of 40 events", await fromLog(store.address, file, position));
  console.log(`the log has ${bytesIn(join(folder, "log"))} bytes, the read model ${bytesIn(file)}: ${ratio(file, join(folder, "log"))} ×`);
  const model = openReadModel({ file, log });
  await passed(model, position);
  const visible = await untilVisible(log, model);
  await model.close();
  await log.close();
  await store.stop();
  return [alone, comparedWith(rebuilt, alone), visible];
}

const inTurn = (name: string, { elapsedMs, peakMemoryMb }: Took): BenchResult =>
  summarise({ name, samplesMs: [elapsedMs], elapsedMs, n: ROWS, peakMemoryMb });

/**
 * What reads or folds a log in a process of its own, which has written nothing of it, as an installation runs it: bundled, its thread too,
 * and with the same flags. Its memory is what a server needs that starts on this log.
 */
async function bundled(): Promise<(...args: readonly string[]) => Promise<Took>> {
  const own = { name: "benchFromLog", source: "tests/bench/readmodel/fromLog.ts" };
  await Promise.all([own, { name: "history", source: "services/eventlog/src/history/thread.ts" }].map((entry) => bundleEntry(entry, "")));
  const bundle = fileURLToPath(new URL("../../apps/cli/dist/benchFromLog.js", import.meta.url));
  return async (...args) => JSON.parse((await promisify(execFile)(process.execPath, [...nodeFlags(), bundle, ...args])).stdout) as Took;
}

/** Of a file, or of all in a folder. */
const bytesIn = (place: string): number =>
  statSync(place).isDirectory()
    ? readdirSync(place).reduce((sum, name) => sum + statSync(join(place, name)).size, 0)
    : statSync(place).size;
const ratio = (one: string, other: string): string => (bytesIn(one) / bytesIn(other)).toFixed(2);

/** One after the other: an incident is appended, and asked for until it is there. */
async function untilVisible(log: Log, model: ReadModel): Promise<BenchResult> {
  const samplesMs: number[] = [];
  const began = performance.now();
  for (let n = 0; n < QUERIES; n += 1) {
    const stream = incident(ROWS + n);
    const before = performance.now();
    await passed(model, await appendAll(log, [{ ...stream, events: stream.events.slice(0, 1) }]));
    if (model.incidents.get(stream.id) === undefined) throw new Error("the read model passed a position without its event");
    samplesMs.push(performance.now() - before);
  }
  return summarise({ name: "append → visible to a query on the same node", samplesMs, elapsedMs: performance.now() - began });
}

/** The event store in a process of its own, as in real use; it ends when its standard input closes. */
async function startStore(folder: string): Promise<{ readonly address: string; stop(): Promise<void> }> {
  const entry = fileURLToPath(new URL("../../services/eventstore/src/main.ts", import.meta.url));
  const child = spawn(process.execPath, ["--import", "tsx", entry, "--data", folder], { stdio: ["pipe", "pipe", "inherit"] });
  const exited = new Promise<void>((resolve) => void child.once("exit", () => resolve()));
  for await (const line of createInterface({ input: child.stdout })) {
    const said: unknown = JSON.parse(line);
    if (typeof said !== "object" || said === null || !("address" in said)) continue;
    child.stdout.resume();
    return { address: String(said.address), stop: () => (child.stdin.end(), exited) };
  }
  throw new Error("the event store did not start");
}

async function foldAndQuery(folder: string): Promise<readonly BenchResult[]> {
  const log = logOf(Array.from({ length: EVENTS }, (_, n) => deploy(n)));
  const began = performance.now();
  const model = openReadModel({ file: join(folder, "queried.sqlite"), log });
  await passed(model, String(EVENTS));
  while (model.status().rebuilding !== null) await delay(5);
  const elapsedMs = performance.now() - began;
  const results = [
    summarise({ name: "fold alone, deploys of one event", samplesMs: [elapsedMs], elapsedMs, n: EVENTS }),
    ...queries(model),
  ];
  await model.close();
  return results;
}

function queries(model: ReadModel): readonly BenchResult[] {
  const deep = model.deploys.list({ slice: { first: 1_000 } }).edges.at(-1)?.cursor;
  const now = { position: String(EVENTS / 2) };
  return [
    timed("newest 50 of 10^5 deploys", () => model.deploys.list()),
    timed("50 of one service, behind a cursor", (n) => model.deploys.list({ filter: { serviceId: serviceOf(n) }, slice: { after: deep } })),
    timed("50 of one service and environment, by duration", (n) =>
      model.deploys.list({ filter: { serviceId: serviceOf(n), environment: "production" }, sort: "DURATION_DESC" }),
    ),
    timed("50 as of half the log", () => model.deploys.list({ asOf: now, sort: "REQUESTED_ASC" })),
    timed("50 that contain a word", (n) => model.deploys.list({ filter: { text: `number${n * 7}` } })),
    timed("count of one service", (n) => model.deploys.list({ filter: { serviceId: serviceOf(n) } }).totalCount()),
    timed("one by id", (n) => model.deploys.get(deployId(n * 11))),
  ];
}

function timed(name: string, query: (n: number) => unknown): BenchResult {
  query(0);
  const began = performance.now();
  const samplesMs = Array.from({ length: QUERIES }, (_, n) => {
    const before = performance.now();
    query(n);
    return performance.now() - before;
  });
  return summarise({ name, samplesMs, elapsedMs: performance.now() - began });
}

async function passed(model: ReadModel, position: string): Promise<void> {
  while ((await model.waitFor(position, { timeoutMs: 60_000 })).behind) await delay(10);
}

/** Sixteen appends in flight; answers with the last position. */
async function appendAll(log: Log, streams: Iterable<Stream>): Promise<string> {
  const waiting = streams[Symbol.iterator]();
  let last = 0;
  const work = async (): Promise<void> => {
    for (const stream of { [Symbol.iterator]: () => ({ next: () => waiting.next() }) }) {
      const { position } = await log.append(
        streamName(stream.category, stream.id),
        stream.events.map((entry, n) => toNew(stream, entry, n)),
        "no_stream",
      );
      last = Math.max(last, Number(position));
    }
  };
  await Promise.all(Array.from({ length: 16 }, work));
  return String(last);
}

const metadataOf = (id: string, time: string) =>
  ({ actor, occurredAt: time, recordedAt: time, commandId: id, $correlationId: id, $causationId: id }) as const;

const toNew = ({ category, id }: Stream, { event, at: time }: Stream["events"][number], n: number): NewEvent =>
  ({ eventId: ids.event(id, streamName(category, id), n), event, metadata: metadataOf(id, time) });

/** A log that is in memory already: what remains is the fold. */
function logOf(streams: readonly Stream[]): Log {
  const unused = connectLog({ address: "esdb://127.0.0.1:9?tls=false" });
  const events = streams.flatMap(({ category, id, events: own }) => own.map((entry, n) => ({ category, id, ...entry, n })));
  const recorded = events.map(({ category, id, event, at: time, n }, index): RecordedEvent => {
    const stream = streamName(category, id);
    return {
      event, stream, category, id, eventId: ids.event(id, stream, n), revision: BigInt(n), position: String(index + 1),
      metadata: { ...metadataOf(id, time), schemaVersion: 1 },
    };
  });
  return {
    ...unused,
    lastPosition: async () => String(recorded.length),
    async subscribeAll({ onBatch, signal, batchSize = 1_000 }) {
      for (let from = 0; from < recorded.length && !signal.aborted; from += batchSize) {
        const batch = recorded.slice(from, from + batchSize);
        await onBatch({ events: batch, position: batch.at(-1)?.position ?? "0", caughtUp: from + batchSize >= recorded.length });
      }
    },
  };
}

const deployId = (n: number): string => ids.deploy(`bench ${n}`);

function deploy(n: number): Stream {
  const [serviceId, environment, version] = [serviceOf(n), n % 3 === 0 ? "staging" : "production", `2025.${n}`];
  const event: BallastEvent = {
    type: "DeployRequested",
    data: {
      deployId: deployId(n), kind: n % 50 === 0 ? "rollback" : "deploy", laneId: ids.lane(serviceId, environment), serviceId, environment,
      releaseId: ids.release(serviceId, version), version, fromReleaseId: null, fromVersion: null, plan: null,
      reason: `to see number${n} live`, automatic: false, incidentId: null, preempts: null, deadlineAt: null, direct: false, warnings: [],
      stay: false,
    },
  };
  return { category: "deploy", id: deployId(n), events: [{ event, at: at(n) }] };
}

function* incidents(events: number): Generator<Stream> {
  for (let n = 0; n < events / 40; n += 1) yield incident(n);
}

function incident(n: number): Stream {
  const incidentId = ids.incident(`bench ${n}`);
  const declared: BallastEvent = {
    type: "IncidentDeclared",
    data: {
      incidentId, number: n + 1, title: `Errors in checkout ${n}`, summary: "", severity: 1 + (n % 4), publicImpact: "minor",
      serviceIds: [serviceOf(n)], components: ["Checkout"], impactStartAt: at(n * 40), drill: false, private: false,
      declaredAutomatically: false,
    },
  };
  const more = Array.from({ length: 39 }, (_, k): BallastEvent => {
    const id = ids.part(incidentId, "bench", k);
    if (k % 3 === 0)
      return {
        type: "UpdatePosted",
        data: {
          incidentId, updateId: id, visibility: "public", status: "Investigating", body: `We look into it, step ${k}.`,
          nextUpdateInMs: null,
        },
      };
    return {
      type: "EntryAdded", data: { incidentId, entryId: id, at: at(n * 40 + k), text: `Looked at graph ${k} of ${n}`, pinned: false },
    };
  });
  return { category: "incident", id: incidentId, events: [declared, ...more].map((event, k) => ({ event, at: at(n * 40 + k) })) };
}

/** A rebuild beside reading the log alone, and the past beside the present. */
export function figures(results: readonly BenchResult[]): readonly Figure[] {
  const perEvent = (begin: string): readonly number[] => valuesOf(results, begin, ({ throughputPerSecond }) => 1_000 / throughputPerSecond);
  const p50 = (begin: string): readonly number[] => valuesOf(results, begin, ({ p50Ms }) => p50Ms);
  return [
    {
      what: "rebuild from the event store, ms an event", ours: perEvent("rebuild from"),
      reference: { what: "reading the log alone", values: perEvent("reading the log") }, goal: { of: "ratio", atMost: 2 },
    },
    {
      what: "the most memory that a rebuild takes, MB", ours: valuesOf(results, "rebuild from", ({ peakMemoryMb }) => peakMemoryMb),
      goal: { of: "ours", atMost: 400 },
    },
    {
      what: "50 deploys as of half the log, ms", ours: p50("50 as of half"), reference: { what: "the newest 50", values: p50("newest 50") },
      goal: { of: "ratio", atMost: 2 },
    },
  ];
}
