import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connectLog, type Log } from "@ballast/eventlog";
import { startEventStore } from "@ballast/eventstore";
import { joinServer, type JoinedServer } from "../../harness/joinedServer.ts";
import { release, services, type Written } from "./rows.ts";

/** An event store with releases in it, and what an API needs to join it. */
export interface Filled {
  readonly credential: string;
  /** Of the event store. */
  readonly address: string;
  /** Starts an API on it; with `data`, on a folder that an earlier one has left, and told whatever else by its variables' names. */
  api(data?: string, told?: Readonly<Record<string, string>>): Promise<JoinedServer>;
  close(): Promise<void>;
}

/** Until so many rows are folded, on whatever machine. */
const patience = { within: 900_000 };

const inFlight = 4;
const streamsAtOnce = 60;

/** Many streams in one commit: a bench's log is written in seconds. */
async function append(log: Log, count: number, writtenAt: (n: number) => Written): Promise<void> {
  let next = 0;
  const work = async (): Promise<void> => {
    for (let from = next; from < count; from = next) {
      next += streamsAtOnce;
      const written = Array.from({ length: Math.min(count - from, streamsAtOnce) }, (_, n) => writtenAt(from + n));
      const appended = await log.appendTogether({
        appends: written.map(({ stream, events }) => ({ stream, events, expectedRevision: "no_stream" as const })),
      });
      if (appended === null) for (const { stream, events } of written) await log.append(stream, [...events], "no_stream");
    }
  };
  await Promise.all(Array.from({ length: inFlight }, work));
}

/** So many streams, and what the n-th holds. */
export interface Streams {
  readonly count: number;
  readonly writtenAt: (n: number) => Written;
}

/** Starts an event store in this process and writes so many releases into it. */
export function fillStore(rows: number): Promise<Filled> {
  const ofServices = services();
  return fillWith([{ count: ofServices.length, writtenAt: (n) => ofServices[n] ?? release(n) }, { count: rows, writtenAt: release }]);
}

/** The same with other streams, group after group. */
export async function fillWith(groups: readonly Streams[]): Promise<Filled> {
  const folder = mkdtempSync(join(tmpdir(), "ballast-bench-list-"));
  const credential = randomBytes(32).toString("base64url");
  writeFileSync(join(folder, "credential"), credential, { mode: 0o600 });
  const store = await startEventStore({ dataDir: join(folder, "eventstore") });
  const log = connectLog({ address: store.address });
  for (const { count, writtenAt } of groups) await append(log, count, writtenAt);
  await log.close();
  const installation = { folder, addresses: { eventstore: store.address, temporal: "127.0.0.1:1", fleet: "http://127.0.0.1:1" } };
  return {
    credential, address: store.address,
    api: (data, told = {}) => joinServer({ ...installation, told, ...(data !== undefined && { data }) }, patience),
    async close() {
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
