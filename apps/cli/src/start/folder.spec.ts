import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { backOff } from "./backOff.ts";
import { startBallast } from "./ballast.ts";
import { ensureCredential, readCredential } from "./credential.ts";
import { currentFolder, openInstanceFolder } from "./folders.ts";
import { isRunning, keepInstance, readInstance, writeInstance } from "./instance.ts";
import type { InstanceRecord } from "./instance.ts";
import { lockFolder } from "./lock.ts";
import { openLog, type LogTrouble } from "./logFile.ts";
import { markProcess } from "./processes.ts";
import { createProgress } from "./progress.ts";

let base: string;

beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), "ballast-folder-"));
});

afterEach(() => {
  rmSync(base, { recursive: true });
});

const record: InstanceRecord = {
  mode: "empty",
  supervisor: markProcess(process.pid),
  url: "http://127.0.0.1:4000",
  addresses: {},
  ports: { api: 4000 },
  parts: {},
  state: "running",
};
const silent = createProgress({ isTerminal: false, write: () => undefined });
const start = (port?: number) => startBallast({ mode: "empty", port, host: "127.0.0.1", data: base, progress: silent, parts: () => [] });

test("the demonstration and an empty instance have folders of their own, and the last one started is the current one", () => {
  const demo = openInstanceFolder(base, "demo");
  const empty = openInstanceFolder(base, "empty");
  expect(demo).not.toBe(empty);
  expect(currentFolder(base)).toBe(empty);
});

test("nothing is current in a folder where nothing was started, and an instance's own folder is itself", () => {
  expect(currentFolder(base)).toBeUndefined();
  writeInstance(base, record);
  expect(currentFolder(base)).toBe(base);
});

test("the credential is made once and is its owner's only", () => {
  const made = ensureCredential(base);
  expect(Buffer.from(made, "base64url")).toHaveLength(32);
  expect(statSync(join(base, "credential")).mode & 0o777).toBe(0o600);
  expect(ensureCredential(base)).toBe(made);
  expect(readCredential(base)).toBe(made);
});

test("the record is its owner's only, and one that was cut off counts as none", () => {
  writeInstance(base, record);
  expect(statSync(join(base, "instance.json")).mode & 0o777).toBe(0o600);
  expect(isRunning(readInstance(base))).toBe(true);
  writeFileSync(join(base, "instance.json"), `{"mode":`);
  expect(readInstance(base)).toBeUndefined();
});

test("a process of the same number but another start is not the one that was recorded", () => {
  expect(isRunning({ ...record, supervisor: { pid: process.pid, started: "1" } })).toBe(false);
});

test("a second start on the same folder is refused and names the first", () => {
  const unlock = lockFolder(base);
  writeInstance(base, record);
  expect(() => lockFolder(base)).toThrow(`process ${String(process.pid)}, which serves http://127.0.0.1:4000`);
  unlock();
  lockFolder(base)();
});

test("a start is refused while the folder is in use, and goes on where it was once it is free", async () => {
  const first = await start(0);
  await expect(start(0)).rejects.toThrow(/is in use by process/);
  await first.stop();
  const second = await start();
  expect(second.addresses).toEqual(first.addresses);
  await second.stop();
});

test("a start that is called off before its parts starts none of them, and frees the folder", async () => {
  const abort = new AbortController();
  const parts = () => {
    abort.abort();
    return [{ name: "store", title: "store", program: process.execPath, args: [], env: {}, readyWithinMs: 1 }];
  };
  const onEvent = () => expect.fail("a part was started");
  const calledOff = startBallast({
    mode: "empty", port: 0, host: "127.0.0.1", data: base, progress: silent, parts, onEvent, signal: abort.signal,
  });
  await expect(calledOff).rejects.toThrow(/aborted/);
  await (await start(0)).stop();
});

test("a taken port is refused with what to do", async () => {
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, "127.0.0.1", resolve));
  const address = taken.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  await expect(start(port)).rejects.toMatchObject({
    message: `Port ${String(port)} on 127.0.0.1 is taken.`, fix: expect.stringContaining("--port") as string,
  });
  await new Promise((resolve) => taken.close(resolve));
});

test("an address that this machine does not have is refused with what to do", async () => {
  const elsewhere = startBallast({ mode: "empty", port: 0, host: "192.0.2.1", data: base, progress: silent, parts: () => [] });
  await expect(elsewhere).rejects.toMatchObject({
    message: "192.0.2.1 is not an address of this machine.", fix: expect.stringContaining("--host") as string,
  });
});

test("a data folder that cannot be one is refused with what to do", () => {
  const file = join(base, "file");
  writeFileSync(file, "");
  for (const impossible of [file, "/proc/none"]) {
    expect(() => openInstanceFolder(impossible, "empty")).toThrow(
      expect.objectContaining({ what: "Data folder", fix: expect.stringContaining("--data") as string }) as Error,
    );
  }
});

test("a full log is put aside, and the oldest goes", () => {
  const log = openLog(join(base, "api.log"), { bytes: 10, keep: 2 });
  for (const line of ["first line", "second line", "third line", "fourth line"]) log.append(line);
  expect(readFileSync(join(base, "api.log"), "utf8")).toBe("fourth line\n");
  expect(readFileSync(join(base, "api.log.1"), "utf8")).toBe("third line\n");
  expect(readFileSync(join(base, "api.log.2"), "utf8")).toBe("second line\n");
});

test("a full disk ends no part: its log says what is missing, and goes on when there is room", () => {
  const path = join(base, "worker.log");
  let room = Infinity;
  const write = (file: string, text: string): void => {
    appendFileSync(file, text.slice(0, room));
    if (text.length > room) throw new Error("ENOSPC: no space left on device, write");
  };
  const told: LogTrouble[] = [];
  const log = openLog(path, { write, onTrouble: (trouble) => told.push(trouble) });
  log.append("before");
  room = 3;
  for (const line of ["cut off", "lost", "lost as well"]) log.append(line);
  expect(told).toEqual([{ error: "ENOSPC: no space left on device, write", missing: 1 }]);
  room = Infinity;
  for (const line of ["after", "and on"]) log.append(line);
  expect(told[1]).toEqual({ error: null, missing: 3 });
  const lines = readFileSync(path, "utf8").split("\n");
  expect(lines[0]).toBe("before");
  expect(JSON.parse(lines.find((line) => line.includes("are missing here")) ?? "")).toMatchObject({
    level: 40, msg: "3 lines are missing here: they could not be written",
  });
  expect(lines.slice(-3)).toEqual(["after", "and on", ""]);
});

test("a full disk ends no supervisor: the record of the instance is written when there is room", async () => {
  const said: string[] = [];
  let room = false;
  const written = vi.fn();
  const write = (_: string, record: InstanceRecord): void => {
    if (!room) throw new Error("ENOSPC: no space left on device, open");
    written(record.state);
  };
  const keep = keepInstance(base, { say: (text) => said.push(text), write, againAfterMs: 5 });
  const record: InstanceRecord = {
    mode: "empty", supervisor: markProcess(process.pid), url: "", addresses: {}, ports: {}, parts: {}, state: "starting",
  };
  keep(record);
  keep({ ...record, state: "running" });
  expect(said).toEqual([expect.stringContaining("no space left")]);
  room = true;
  await vi.waitUntil(() => written.mock.calls.length > 0, { timeout: 100_000 });
  expect(written.mock.calls, "the newest one, once").toEqual([["running"]]);
  expect(said).toEqual([expect.any(String), "instance.json is written again"]);
});

test("restarts wait half a second, doubling to half a minute", () => {
  expect([1, 2, 3, 7, 20].map(backOff)).toEqual([500, 1_000, 2_000, 30_000, 30_000]);
});
