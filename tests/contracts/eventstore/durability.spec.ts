import { chmodSync, closeSync, openSync, statSync, writeSync } from "node:fs";
import { join } from "node:path";
import type { EventStoreDBClient } from "@eventstore/db-client";
import { LogInUseError, startEventStore, verifyLog } from "@ballast/eventstore";
import { expect, test } from "vitest";
import { connect, describeEmbedded, event, events, newStream, temporaryFolder } from "./support/contractStore.ts";
import { MixedLoad } from "./support/load.ts";
import type { Attempt } from "./support/load.ts";
import { collect, errorTypeOf, revisions } from "./support/reading.ts";
import { startServerProcess } from "./support/serverProcess.ts";

/** `BALLAST_KILL_ROUNDS=50` for the long run. */
const ROUNDS = Number(process.env["BALLAST_KILL_ROUNDS"] ?? 3);

type Place = { readonly stream: string; readonly revision: bigint; readonly position: bigint };

/** Where each event id stands; fails when one stands twice. */
async function readPlaces(client: EventStoreDBClient): Promise<Map<string, Place>> {
  const places = new Map<string, Place>();
  for (const { event: found } of await collect(client.readAll())) {
    if (found === undefined) continue;
    expect(places.has(found.id), `event ${found.id} is there twice`).toBe(false);
    places.set(found.id, { stream: found.streamId, revision: found.revision, position: found.position?.commit ?? 0n });
  }
  return places;
}

function checkAttempt({ stream, events: appended, result }: Attempt, places: ReadonlyMap<string, Place>): void {
  const found = appended.flatMap(({ id }) => places.get(id) ?? []);
  if (result === undefined && found.length === 0) return;
  // Acknowledged, or not: an append is in the log whole.
  expect(found).toHaveLength(appended.length);
  for (const [index, place] of found.entries()) {
    expect(place.stream).toBe(stream);
    expect(place.revision).toBe((found[0]?.revision ?? 0n) + BigInt(index));
  }
  if (result === undefined) return;
  expect(found.at(-1)?.revision).toBe(result.nextExpectedRevision);
  expect(found.at(-1)?.position).toBe(result.position?.commit);
}

describeEmbedded("kill -9 in the middle of a load", () => {
  test(`loses nothing that was acknowledged, and halves nothing (${ROUNDS} rounds)`, { timeout: 60_000 + ROUNDS * 20_000 }, async () => {
    const dataDir = temporaryFolder();
    const attempts: Attempt[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const server = await startServerProcess(dataDir);
      const client = connect(server.address);
      const load = new MixedLoad();
      const running = load.run(client, 12);
      await load.acknowledged(40 + ((round * 97) % 260));
      await server.kill();
      await running;
      await client.dispose();
      attempts.push(...load.attempts);
    }
    const server = await startServerProcess(dataDir);
    const client = connect(server.address);
    const places = await readPlaces(client);
    for (const attempt of attempts) checkAttempt(attempt, places);
    expect(attempts.filter(({ result }) => result !== undefined).length).toBeGreaterThanOrEqual(40 * ROUNDS);
    await client.dispose();
    await server.kill();
    expect(await verifyLog(join(dataDir, "log.sqlite"))).toMatchObject({ problems: [] });
  });
});

describeEmbedded("the process", () => {
  test("stops on SIGTERM and when its standard input closes, with exit code 0", async () => {
    const dataDir = temporaryFolder();
    const first = await startServerProcess(dataDir);
    expect(await first.stop()).toBe(0);
    const second = await startServerProcess(dataDir);
    expect(await second.closeInput()).toBe(0);
  });

  test("refuses a log that another process has open, and says which", async () => {
    const dataDir = temporaryFolder();
    const server = await startServerProcess(dataDir);
    await expect(startServerProcess(dataDir)).rejects.toThrow(/in use by another process \(process \d+\)/);
    await expect(startEventStore({ dataDir })).rejects.toThrow(LogInUseError);
    await server.kill();
    // The lock went with the process, however it went.
    const next = await startEventStore({ dataDir });
    await next.close();
  });
});

describeEmbedded("a full disk", () => {
  test("refuses what does not fit, keeps what was there, and goes on when there is room", async () => {
    const dataDir = temporaryFolder();
    const stream = newStream();
    const small = await startEventStore({ dataDir, maxPages: 120 });
    const client = connect(small.address);
    await client.appendToStream(stream, event());
    const large = Array.from({ length: 20 }, () => event("Large", { text: "x".repeat(40_000) }));
    await expect(client.appendToStream(stream, large)).rejects.toThrow(/disk of the event log is full/);
    const unary = client.appendToStream(stream, large, { credentials: { username: "a", password: "b" } });
    await expect(unary).rejects.toThrow(/disk of the event log is full/);
    expect(await revisions(client, stream)).toEqual([0]);
    await client.appendToStream(stream, event(), { expectedRevision: 0n });
    await client.dispose();
    await small.close();

    const roomy = await startEventStore({ dataDir });
    const again = connect(roomy.address);
    await again.appendToStream(stream, large, { expectedRevision: 1n });
    expect(await revisions(again, stream)).toHaveLength(22);
    await again.dispose();
    await roomy.close();
    expect((await verifyLog(join(dataDir, "log.sqlite"))).problems).toEqual([]);
  });

  test("does not refuse a neighbour that fits", async () => {
    const dataDir = temporaryFolder();
    const store = await startEventStore({ dataDir, maxPages: 120 });
    const client = connect(store.address);
    const large = Array.from({ length: 20 }, () => event("Large", { text: "x".repeat(40_000) }));
    const outcomes = await Promise.allSettled([
      client.appendToStream(newStream(), event()),
      client.appendToStream(newStream(), large),
      client.appendToStream(newStream(), event()),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    await client.dispose();
    await store.close();
  });
});

/** Only root can become somebody who may not write, and come back; anybody else is that already. */
function asNobody<T>(action: () => T): T {
  const user = process.geteuid?.();
  if (user === 0) process.seteuid?.(65_534);
  try {
    return action();
  } finally {
    if (user === 0) process.seteuid?.(0);
  }
}

describeEmbedded("a read-only disk", () => {
  test("is said at the start, and the log can still be looked at", async () => {
    const dataDir = temporaryFolder();
    const file = join(dataDir, "log.sqlite");
    const store = await startEventStore({ dataDir });
    const client = connect(store.address);
    await client.appendToStream(newStream(), events(5));
    await client.dispose();
    await store.close();
    for (const path of [file, `${file}.lock`]) chmodSync(path, 0o444);
    chmodSync(dataDir, 0o555);
    await expect(asNobody(() => startEventStore({ dataDir }))).rejects.toThrow(/read-only/);
    expect(await asNobody(() => verifyLog(file))).toEqual({ events: 5, problems: [], unhashed: 0 });
    chmodSync(dataDir, 0o755);
  });
});

describeEmbedded("a damaged page", () => {
  test("is found by verify, and reading it is an error, not wrong data", async () => {
    const dataDir = temporaryFolder();
    const file = join(dataDir, "log.sqlite");
    const stream = newStream();
    const store = await startEventStore({ dataDir });
    const client = connect(store.address);
    for (let n = 0; n < 10; n += 1) await client.appendToStream(stream, events(50, "A".repeat(200)));
    await client.dispose();
    await store.close();
    const handle = openSync(file, "r+");
    const noise = Buffer.alloc(4096, 0xa5);
    for (let page = 20; page < Math.floor(statSync(file).size / 4096); page += 1) writeSync(handle, noise, 0, 4096, page * 4096);
    closeSync(handle);
    const { problems } = await verifyLog(file);
    expect(problems.length).toBeGreaterThan(0);
    const damaged = await startEventStore({ dataDir }).catch((error: unknown) => String(error));
    if (typeof damaged === "string") {
      expect(damaged).toMatch(/damaged/);
      return;
    }
    const reader = connect(damaged.address);
    expect(await errorTypeOf(reader.readStream(stream))).not.toBe("none");
    await reader.dispose();
    await damaged.close();
  });
});

describeEmbedded("a clock that jumps back", () => {
  test("changes neither order nor positions", async () => {
    let now = Date.now();
    const store = await startEventStore({ dataDir: temporaryFolder(), now: () => now });
    const client = connect(store.address);
    const stream = newStream();
    const first = await client.appendToStream(stream, event());
    now -= 3_600_000;
    const second = await client.appendToStream(stream, event(), { deadline: 24 * 3_600_000 });
    expect(second.position?.commit ?? 0n).toBeGreaterThan(first.position?.commit ?? 0n);
    expect(await revisions(client, stream)).toEqual([0, 1]);
    await client.dispose();
    await store.close();
  });

  test("hides nothing that a clock which was ahead for a while had hidden", async () => {
    let now = Date.now();
    const store = await startEventStore({ dataDir: temporaryFolder(), now: () => now });
    const client = connect(store.address);
    const stream = newStream();
    await client.appendToStream(stream, events(3));
    await client.setStreamMetadata(stream, { maxAge: 3600 });
    now += 24 * 3_600_000;
    expect(await revisions(client, stream)).toEqual([]);
    now -= 24 * 3_600_000;
    expect(await revisions(client, stream)).toEqual([0, 1, 2]);
    await client.dispose();
    await store.close();
  });
});
