import { cpSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { eventTypeFilter, jsonEvent } from "@eventstore/db-client";
import { backupLog, startEventStore, upgradeLog, verifyLog } from "@ballast/eventstore";
import { expect, test } from "vitest";
import { connect, describeEmbedded, event, events, temporaryFolder } from "./support/contractStore.ts";
import { Listener, collect, revisions } from "./support/reading.ts";

const STREAM = "account-1";
const DATA_LOSS = { code: 15 };

/** A log of two streams, closed. */
async function writtenLog(): Promise<{ dataDir: string; file: string }> {
  const dataDir = temporaryFolder();
  const store = await startEventStore({ dataDir });
  const client = connect(store.address);
  await client.appendToStream(STREAM, Array.from({ length: 10 }, (_, n) => jsonEvent({ type: "Paid", data: { amount: 1000 + n } })));
  await client.appendToStream("other-1", events(3));
  await client.dispose();
  await store.close();
  return { dataDir, file: join(dataDir, "log.sqlite") };
}

function alter(file: string, sql: string): void {
  const database = new DatabaseSync(file);
  database.exec(sql);
  database.close();
}

async function expectLoss(dataDir: string, stream = STREAM): Promise<void> {
  const store = await startEventStore({ dataDir });
  const client = connect(store.address);
  await expect(collect(client.readStream(stream))).rejects.toMatchObject(DATA_LOSS);
  await expect(collect(client.readAll())).rejects.toMatchObject(DATA_LOSS);
  await expect(collect(client.readAll({ direction: "backwards", fromPosition: "end" }))).rejects.toMatchObject(DATA_LOSS);
  await client.dispose();
  await store.close();
}

describeEmbedded("altered bytes", () => {
  test.each([
    ["of an event's data", "UPDATE events SET data = CAST(replace(CAST(data AS TEXT), '1004', '9004') AS BLOB) WHERE position = 5"],
    ["of its type", "UPDATE events SET type = 'Lost' WHERE position = 5"],
    ["of its time", "UPDATE events SET created = created + 1 WHERE position = 5"],
    ["of its metadata", "UPDATE events SET metadata = CAST('{}' AS BLOB) WHERE position = 5"],
    ["of the hash itself", "UPDATE hashes SET whole = zeroblob(32) WHERE position = 5"],
    ["that are of another kind", "UPDATE events SET id = 7 WHERE position = 5"],
    ["of the stream's name", `UPDATE streams SET name = 'account-2' WHERE name = '${STREAM}'`],
    ["and a lost event", "DELETE FROM events WHERE position = 5"],
  ])("%s are DATA_LOSS for reads, and found by verify and backup", async (what, sql) => {
    const { dataDir, file } = await writtenLog();
    alter(file, sql);
    expect((await verifyLog(file)).problems.length).toBeGreaterThan(0);
    await expect(backupLog({ from: file, to: join(dataDir, "copy.sqlite") })).rejects.toThrow(/not sound/);
    await expectLoss(dataDir, what === "of the stream's name" ? "account-2" : STREAM);
  });

  test("are not filtered away", async () => {
    const { dataDir, file } = await writtenLog();
    alter(file, "UPDATE events SET type = 'Lost' WHERE position = 5");
    const store = await startEventStore({ dataDir });
    const client = connect(store.address);
    const listener = new Listener(client.subscribeToAll({ filter: eventTypeFilter({ prefixes: ["Paid"] }) }));
    expect(await listener.failure()).toMatchObject(DATA_LOSS);
    await client.dispose();
    await store.close();
  });

  test("are seen in the bytes of the file too", async () => {
    const { dataDir, file } = await writtenLog();
    const bytes = readFileSync(file);
    const at = bytes.indexOf('{"amount":1004}');
    expect(at).toBeGreaterThan(0);
    bytes.write("9", at + 10);
    writeFileSync(file, bytes);
    await expectLoss(dataDir);
  });

  test("leave what is not altered readable", async () => {
    const { dataDir, file } = await writtenLog();
    alter(file, "UPDATE events SET type = 'Lost' WHERE position = 5");
    const store = await startEventStore({ dataDir });
    const client = connect(store.address);
    expect(await revisions(client, "other-1")).toEqual([0, 1, 2]);
    await client.dispose();
    await store.close();
  });
});

describeEmbedded("a log whose end was cut off", () => {
  test("says so on opening, when its journal is shorter than what was acknowledged", async () => {
    const dataDir = temporaryFolder();
    const store = await startEventStore({ dataDir });
    const client = connect(store.address);
    await client.appendToStream(STREAM, events(5));
    const cut = temporaryFolder();
    cpSync(dataDir, cut, { recursive: true });
    truncateSync(join(cut, "log.sqlite-wal"), 0);
    await expect(startEventStore({ dataDir: cut })).rejects.toThrow(/its end was cut off|damaged/);
    await client.dispose();
    await store.close();
  });

  test("says so on opening and in verify, when its last events are gone", async () => {
    const { dataDir, file } = await writtenLog();
    alter(file, "DELETE FROM events WHERE position > 11");
    await expect(startEventStore({ dataDir })).rejects.toThrow(/its end was cut off/);
    expect((await verifyLog(file)).problems.join()).toMatch(/its end was cut off/);
  });

  test("can be gone on with on purpose, and a crash alone is no cut", async () => {
    const dataDir = temporaryFolder();
    const store = await startEventStore({ dataDir });
    const client = connect(store.address);
    await client.appendToStream(STREAM, event());
    const early = temporaryFolder();
    cpSync(dataDir, early, { recursive: true });
    await client.appendToStream(STREAM, event());
    const crashed = temporaryFolder();
    cpSync(dataDir, crashed, { recursive: true });
    await client.dispose();
    await store.close();
    await (await startEventStore({ dataDir: crashed })).close();
    cpSync(join(crashed, "log.sqlite.head"), join(early, "log.sqlite.head"));
    await expect(startEventStore({ dataDir: early })).rejects.toThrow(/remove .*log\.sqlite\.head/);
    rmSync(join(early, "log.sqlite.head"));
    await (await startEventStore({ dataDir: early })).close();
  });
});

describeEmbedded("a log from before there were hashes", () => {
  test("opens, hashes what is new, and gets the rest by an upgrade", async () => {
    const { dataDir, file } = await writtenLog();
    alter(file, "DROP TABLE hashes; DELETE FROM facts WHERE name IN ('chain', 'hashed_from'); PRAGMA user_version = 1");
    rmSync(`${file}.head`);
    expect(await verifyLog(file)).toEqual({ events: 13, problems: [], unhashed: 13 });
    const store = await startEventStore({ dataDir });
    const client = connect(store.address);
    await client.appendToStream(STREAM, event());
    expect(await revisions(client, STREAM)).toHaveLength(11);
    await client.dispose();
    await store.close();
    expect(await verifyLog(file)).toEqual({ events: 14, problems: [], unhashed: 13 });
    expect(await upgradeLog(file)).toBe(13);
    expect(await upgradeLog(file)).toBe(0);
    expect(await verifyLog(file)).toEqual({ events: 14, problems: [], unhashed: 0 });
    alter(file, "UPDATE events SET type = 'Lost' WHERE position = 5");
    await expectLoss(dataDir);
  });
});
