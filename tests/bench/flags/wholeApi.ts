import { randomBytes, randomUUID } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connectLog } from "@ballast/eventlog";
import { startEventStore } from "@ballast/eventstore";
import { streamName } from "@ballast/schema";
import { joinServer, type JoinedServer, type Installation } from "../../harness/joinedServer.ts";
import { askFor } from "../../harness/graphql.ts";
import { until } from "../../harness/until.ts";
import { summarise, type BenchResult } from "../result.ts";
import { flagOf, metadataOf } from "./manyFlags.ts";

/** Until so many flags are read, on whatever machine. */
const patience = { within: 600_000 };

/** What a process has in memory, MB; nothing where the system does not say. */
function residentMb(pid: number): number {
  try {
    return Number(/^VmRSS:\s+(\d+) kB$/mu.exec(readFileSync(`/proc/${String(pid)}/status`, "utf8"))?.[1] ?? 0) / 1_000;
  } catch {
    return 0;
  }
}

async function fill(address: string, flags: number, rulesEach: number): Promise<void> {
  const log = connectLog({ address });
  for (let from = 0; from < flags; from += 50)
    await Promise.all(
      Array.from({ length: Math.min(50, flags - from) }, async (_, index) => {
        for (const [part, { id, category, event }] of flagOf(from + index, rulesEach).entries())
          await log.append(
            streamName(category, id),
            [{ eventId: randomUUID(), event, metadata: metadataOf(2 * (from + index) + part) }],
            "no_stream",
          );
      }),
    );
  await log.close();
}

/** Has every flag evaluated for somebody, as a page that asks for all of them. */
async function askForAll(server: JoinedServer, credential: string): Promise<void> {
  const { issueToken } = await askFor<{ issueToken: { secret: string } }>({
    url: server.url, token: credential,
    query: 'mutation { issueToken(input: { name: "Bench", roles: [application], environment: "production" }) { secret } }',
  });
  // A server that is ready otherwise may still read its flags, and says so.
  await until(async () => {
    const response = await fetch(`${server.url}/ofrep/v1/evaluate/flags`, {
      method: "POST", headers: { authorization: `Bearer ${issueToken.secret}`, "content-type": "application/json" },
      body: JSON.stringify({ context: { targetingKey: "ann", plan: "none", region: "eu" } }),
    });
    await response.arrayBuffer();
    return response.ok;
  }, patience);
}

async function started(installation: Installation): Promise<{ server: JoinedServer; tookMs: number }> {
  const began = performance.now();
  return { server: await joinServer(installation, patience), tookMs: performance.now() - began };
}

/** A whole API, as it is built, on a log with nothing and with so many flags: time until it is ready, and memory. */
export async function wholeApi(flags: number, rulesEach: number): Promise<readonly BenchResult[]> {
  const folder = mkdtempSync(join(tmpdir(), "ballast-bench-api-"));
  const credential = randomBytes(32).toString("base64url");
  writeFileSync(join(folder, "credential"), credential, { mode: 0o600 });
  const store = await startEventStore({ dataDir: join(folder, "eventstore") });
  const installation = { folder, addresses: { eventstore: store.address, temporal: "127.0.0.1:1", fleet: "http://127.0.0.1:1" } };
  const line = (what: string, tookMs: number, { pid }: JoinedServer): BenchResult =>
    summarise({ name: `an API, ${what}`, samplesMs: [tookMs], elapsedMs: tookMs, peakMemoryMb: residentMb(pid) });
  try {
    const before = await started(installation);
    const results = [line("nothing in its log: ready", before.tookMs, before.server)];
    await before.server.stop();
    await fill(store.address, flags, rulesEach);
    const { server, tookMs } = await started(installation);
    const many = `${String(flags)} flags of ${String(rulesEach)} rules`;
    results.push(line(`${many}: ready`, tookMs, server));
    const began = performance.now();
    await askForAll(server, credential);
    results.push(line(`${many}: all asked for once`, performance.now() - began, server));
    await server.stop();
    return results;
  } finally {
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
