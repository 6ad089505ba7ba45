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
  /** Starts an API on it; with `data`, on a folder that an earlier one has left. */
  api(data?: string): Promise<JoinedServer>;
  close(): Promise<void>;
}

/** Until so many rows are folded, on whatever machine. */
const patience = { within: 900_000 };

const inFlight = 16;
const streamsAtOnce = 100;

async function append(log: Log, from: number, to: number, writtenAt: (n: number) => Written): Promise<void> {
  let next = from;
  const work = async (): Promise<void> => {
    for (let n = next; n < to; n = next) {
      next += streamsAtOnce;
      for (let one = n; one < Math.min(to, n + streamsAtOnce); one += 1) {
        const { stream, events } = writtenAt(one);
        await log.append(stream, [...events], "no_stream");
      }
    }
  };
  await Promise.all(Array.from({ length: inFlight }, work));
}

/** Starts an event store in this process and writes so many releases into it. */
export async function fillStore(rows: number): Promise<Filled> {
  const folder = mkdtempSync(join(tmpdir(), "ballast-bench-list-"));
  const credential = randomBytes(32).toString("base64url");
  writeFileSync(join(folder, "credential"), credential, { mode: 0o600 });
  const store = await startEventStore({ dataDir: join(folder, "eventstore") });
  const log = connectLog({ address: store.address });
  const ofServices = services();
  await append(log, 0, ofServices.length, (n) => ofServices[n] ?? release(n));
  await append(log, 0, rows, release);
  await log.close();
  const installation = { folder, addresses: { eventstore: store.address, temporal: "127.0.0.1:1", fleet: "http://127.0.0.1:1" } };
  return {
    credential, address: store.address,
    api: (data) => joinServer({ ...installation, ...(data !== undefined && { data }) }, patience),
    async close() {
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
