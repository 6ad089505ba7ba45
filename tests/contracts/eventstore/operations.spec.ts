import { existsSync } from "node:fs";
import { join } from "node:path";
import type { EventStoreDBClient } from "@eventstore/db-client";
import { backupLog, compactLog, copyLog, hashPassword, readStats, restoreLog, startEventStore, verifyLog } from "@ballast/eventstore";
import type { RunningEventStore } from "@ballast/eventstore";
import { describe, expect, test } from "vitest";
import { connect, describeEmbedded, event, events, newStream, temporaryFolder } from "./support/contractStore.ts";
import { MixedLoad } from "./support/load.ts";
import { collect, errorTypeOf, revisions } from "./support/reading.ts";
import { startServerProcess } from "./support/serverProcess.ts";

type Open = { readonly client: EventStoreDBClient; readonly store: RunningEventStore };

/** Runs `action` against the store in `dataDir`. */
async function run<T>(dataDir: string, action: (open: Open) => Promise<T>): Promise<T> {
  const store = await startEventStore({ dataDir });
  const client = connect(store.address);
  try {
    return await action({ client, store });
  } finally {
    await client.dispose();
    await store.close();
  }
}

const logIn = (folder: string): string => join(folder, "log.sqlite");

describeEmbedded("operations on a log", () => {
  describe("backup", () => {
    test("while appends go on holds every append acknowledged before it, and is sound", async () => {
      const [dataDir, elsewhere] = [temporaryFolder(), temporaryFolder()];
      const copy = join(elsewhere, "copy", "log.sqlite");
      const before = await run(dataDir, async ({ client }) => {
        const load = new MixedLoad();
        const running = load.run(client, 4);
        await load.acknowledged(50);
        const acknowledged = load.attempts.filter(({ result }) => result !== undefined);
        await backupLog({ from: logIn(dataDir), to: copy });
        load.stop();
        await running;
        return acknowledged;
      });
      expect((await verifyLog(copy)).problems).toEqual([]);
      await run(join(elsewhere, "copy"), async ({ client }) => {
        const ids = new Set((await collect(client.readAll())).map((resolved) => resolved.event?.id));
        for (const attempt of before) for (const { id } of attempt.events) expect(ids.has(id)).toBe(true);
      });
    });

    test("does not overwrite", async () => {
      const dataDir = temporaryFolder();
      await run(dataDir, ({ client }) => client.appendToStream(newStream(), event()));
      await expect(backupLog({ from: logIn(dataDir), to: logIn(dataDir) })).rejects.toThrow(/does not overwrite/);
    });
  });

  test("restore puts a backup in place and keeps what was there", async () => {
    const [dataDir, elsewhere] = [temporaryFolder(), temporaryFolder()];
    const stream = newStream();
    const copy = join(elsewhere, "copy.sqlite");
    await run(dataDir, ({ client }) => client.appendToStream(stream, events(3)));
    await backupLog({ from: logIn(dataDir), to: copy });
    await run(dataDir, async ({ client }) => {
      await client.appendToStream(stream, events(3));
      await expect(restoreLog({ from: copy, to: logIn(dataDir) })).rejects.toThrow(/in use/);
    });
    await restoreLog({ from: copy, to: logIn(dataDir) });
    expect(existsSync(`${logIn(dataDir)}.before-restore`)).toBe(true);
    await run(dataDir, async ({ client }) => expect(await revisions(client, stream)).toEqual([0, 1, 2]));
  });

  test("compact removes what nobody sees, keeps numbering, and leaves the log sound", async () => {
    const dataDir = temporaryFolder();
    const [counted, deleted, gone, kept] = [newStream(), newStream(), newStream(), newStream()];
    await run(dataDir, async ({ client }) => {
      for (const stream of [counted, deleted, gone, kept]) await client.appendToStream(stream, events(20));
      await client.setStreamMetadata(counted, { maxCount: 5 });
      await client.deleteStream(deleted);
      await client.tombstoneStream(gone);
      await expect(compactLog(logIn(dataDir))).rejects.toThrow(/in use/);
    });
    const { removed } = await compactLog(logIn(dataDir));
    expect(removed).toBe(15 + 19 + 20);
    expect((await verifyLog(logIn(dataDir))).problems).toEqual([]);
    await run(dataDir, async ({ client }) => {
      expect(await revisions(client, counted)).toEqual([15, 16, 17, 18, 19]);
      expect(await revisions(client, kept)).toHaveLength(20);
      expect(await errorTypeOf(client.readStream(deleted))).toBe("stream-not-found");
      expect(await errorTypeOf(client.readStream(gone))).toBe("stream-deleted");
      expect((await client.appendToStream(deleted, event())).nextExpectedRevision).toBe(20n);
      expect((await collect(client.readStream("$ce-contract", { resolveLinkTos: true }))).length).toBeGreaterThan(20);
    });
  });

  test("stats counts events, streams and groups", async () => {
    const dataDir = temporaryFolder();
    const stream = newStream();
    await run(dataDir, ({ client }) => client.appendToStream(stream, events(7)));
    expect(await readStats(logIn(dataDir))).toMatchObject({
      events: 7,
      streams: 1,
      lastPosition: 7,
      largestStreams: [{ stream, events: 7 }],
      subscriptionGroups: [],
    });
    await expect(readStats(join(dataDir, "nothing.sqlite"))).rejects.toThrow(/no event log/);
  });

  describe("copy", () => {
    test("gives another store the same streams, ids, data and metadata, and can be repeated", async () => {
      const [from, to] = [temporaryFolder(), temporaryFolder()];
      const [plain, revived, gone] = [newStream(), newStream(), newStream()];
      await run(from, async ({ client }) => {
        await client.appendToStream(plain, events(300));
        await client.setStreamMetadata(plain, { maxCount: 250, team: "a" });
        await client.appendToStream(revived, events(2));
        await client.deleteStream(revived);
        await client.appendToStream(revived, events(2));
        await client.appendToStream(gone, events(2));
        await client.tombstoneStream(gone);
      });
      await run(to, async ({ client, store }) => {
        const first = await copyLog({ from: logIn(from), to: store.address });
        const again = await copyLog({ from: logIn(from), to: store.address });
        expect(again).toEqual({ copied: 0, compared: first.compared });
        expect(await revisions(client, plain)).toHaveLength(250);
        expect(await revisions(client, revived)).toEqual([2, 3]);
        expect(await errorTypeOf(client.readStream(gone))).toBe("stream-deleted");
      });
    });

    test("goes on after a break in the middle", async () => {
      const [from, to] = [temporaryFolder(), temporaryFolder()];
      const streams = Array.from({ length: 30 }, () => newStream());
      await run(from, async ({ client }) => {
        for (const stream of streams) await client.appendToStream(stream, events(10));
      });
      const target = await startServerProcess(to);
      let killed: Promise<void> | undefined;
      const onProgress = (_done: number, _total: number, step: string): void => { if (step === "copying") killed ??= target.kill(); };
      await expect(copyLog({ from: logIn(from), to: target.address, onProgress })).rejects.toMatchObject({ fault: "unreachable" });
      await killed;
      await run(to, async ({ store }) => {
        const { copied, compared } = await copyLog({ from: logIn(from), to: store.address });
        expect(copied).toBeGreaterThan(0);
        expect(copied).toBeLessThan(300);
        expect(compared).toBe(300);
      });
    });

    test("leaves out who may sign in: that is each store's own affair", async () => {
      const [from, to] = [temporaryFolder(), temporaryFolder()];
      const users = [{ name: "admin", passwordHash: hashPassword("x"), groups: ["$admins"] }];
      const source = await startEventStore({ dataDir: from, users });
      await source.close();
      const target = await startEventStore({ dataDir: to, users: users.map((user) => ({ ...user, groups: ["$admins", "others"] })) });
      const address = target.address.replace("esdb://", "esdb://admin:x@");
      expect(await copyLog({ from: logIn(from), to: address })).toEqual({ copied: 0, compared: 0 });
      await expect(copyLog({ from: logIn(from), to: target.address })).rejects.toMatchObject({ fault: "notAllowed" });
      await target.close();
    });

    test("refuses a target that holds something else", async () => {
      const [from, to] = [temporaryFolder(), temporaryFolder()];
      const stream = newStream();
      await run(from, ({ client }) => client.appendToStream(stream, events(3)));
      await run(to, async ({ client, store }) => {
        await client.appendToStream(stream, event());
        await expect(copyLog({ from: logIn(from), to: store.address })).rejects.toThrow(/holds something else/);
      });
    });
  });
});
