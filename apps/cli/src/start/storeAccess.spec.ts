import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { connectLog } from "@ballast/eventlog";
import { readCommandLine, startEventStore } from "@ballast/eventstore";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ensureStoreAccess, storeAddress, storeArguments } from "./storeAccess.ts";
import { temporalVersion } from "./temporal/pinned.ts";
import { devServer } from "./temporal/server.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ballast access "));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

test("certificate, key, user and password are made once, for the owner alone, and made anew when one is missing", () => {
  const first = ensureStoreAccess(folder);
  for (const file of [first.certFile, first.keyFile, first.usersFile]) expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(statSync(dirname(first.keyFile)).mode & 0o777).toBe(0o700);
  expect(ensureStoreAccess(folder)).toEqual(first);
  rmSync(first.keyFile);
  expect(ensureStoreAccess(folder).password).not.toBe(first.password);
});

test("the parts of an instance reach its event store over TLS, and nobody else reads or writes it", async () => {
  const warned: (string | undefined)[] = [];
  const onWarning = (warning: Error & { code?: string }): void => { warned.push(warning.code); };
  process.on("warning", onWarning);
  const access = ensureStoreAccess(folder);
  const store = await startEventStore(readCommandLine([...storeArguments(access), "--data", join(folder, "log")], {}));
  const ours = connectLog({ address: storeAddress(store.port, access), giveUpAfterMs: 10_000 });
  expect(await ours.lastPosition()).toBe("0");
  await new Promise(setImmediate);
  process.off("warning", onWarning);
  expect(warned, "an address is given as a server's name").not.toContain("DEP0123");
  const certificate = `tlsCAFile=${encodeURIComponent(access.certFile)}`;
  const strangers = [
    `esdb://127.0.0.1:${String(store.port)}?tls=true&${certificate}`,
    `esdb://ballast:guessed@127.0.0.1:${String(store.port)}?tls=true&${certificate}`,
    `esdb://127.0.0.1:${String(store.port)}?tls=false`,
  ].map((address) => connectLog({ address, giveUpAfterMs: 500, attemptMs: 400 }));
  for (const stranger of strangers) await expect(stranger.lastPosition()).rejects.toThrow();
  await Promise.all([ours, ...strangers].map((log) => log.close()));
  await store.close();
});

test("Temporal's HTTP interface answers no name that a page could be reached by", () => {
  const { args } = devServer("temporal", folder, 7233);
  expect(args[args.indexOf("--dynamic-config-value") + 1]).toBe('frontend.httpAllowedHosts=["closed.invalid"]');
});

test("Temporal's queues have one part each, but in a database that has them in four", () => {
  const within = mkdtempSync(join(folder, "parts-"));
  const parts = "matching.numTaskqueueReadPartitions=1";
  const fileOf = (args: readonly string[]): string | undefined => args[args.indexOf("--db-filename") + 1];
  const fresh = devServer("temporal", within, 7233).args;
  expect(fresh).toContain(parts);
  expect(fresh).toContain("matching.numTaskqueueWritePartitions=1");
  const before = join(within, `temporal-${temporalVersion}.db`);
  expect(fileOf(fresh)).not.toBe(before);
  writeFileSync(before, "");
  const kept = devServer("temporal", within, 7233).args;
  expect(kept).not.toContain(parts);
  expect(fileOf(kept)).toBe(before);
});
