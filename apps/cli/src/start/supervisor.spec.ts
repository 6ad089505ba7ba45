import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { StartFailure } from "./failure.ts";
import type { PartRecord } from "./instance.ts";
import type { PartEvent } from "./keptPart.ts";
import type { PartSpec } from "./part.ts";
import { isSameProcess, membersOf, signal } from "./processes.ts";
import type { Supervisor } from "./supervisor.ts";
import { createSupervisor } from "./supervisor.ts";

const ready = `console.log(JSON.stringify({ level: 30, time: 0, msg: "ready" }));`;
const endsWithInput = `process.stdin.on("end", () => process.exit()).resume();`;
const obeys = `process.on("SIGTERM", () => process.exit());`;

const part = (name: string, script: string): PartSpec => ({
  name,
  title: name,
  program: process.execPath,
  args: ["-e", script],
  env: process.env,
  readyWithinMs: 60_000,
});

/** The test's own time-out ends it before. */
const patiently = { timeout: 100_000 };

let logs: string;
let events: PartEvent[];
let records: Readonly<Record<string, PartRecord>>;
let supervisor: Supervisor;

beforeEach(() => {
  logs = mkdtempSync(join(tmpdir(), "ballast-supervisor-"));
  events = [];
  records = {};
  supervisor = createSupervisor({
    logs,
    graceMs: 300,
    onEvent: (event) => { events.push(event); },
    onProcesses: (parts) => { records = parts; },
  });
});

afterEach(async () => {
  await supervisor.stop();
  rmSync(logs, { recursive: true });
});

const recordOf = (name: string): PartRecord => records[name] ?? expect.fail(`${name} has no record`);
const story = (): string[] => events.map((event) => `${event.kind} ${event.part.name}`);

test("parts are started one after the other and stopped in the other direction", async () => {
  await supervisor.start(part("first", ready + endsWithInput + obeys));
  await supervisor.start(part("second", ready + endsWithInput + obeys));
  const marks = [recordOf("first"), recordOf("second")];
  expect(marks.every(isSameProcess)).toBe(true);
  await supervisor.stop();
  expect(marks.some(isSameProcess)).toBe(false);
  expect(story()).toEqual(["starting first", "ready first", "starting second", "ready second", "stopping second", "stopping first"]);
});

test("a part that was killed is started again, and that is told", async () => {
  await supervisor.start(part("store", ready + endsWithInput));
  const before = recordOf("store");
  signal(before.pid, "SIGKILL");
  await vi.waitFor(() => { expect(story()).toEqual(["starting store", "ready store", "ended store", "ready store"]); }, patiently);
  expect(recordOf("store").pid).not.toBe(before.pid);
  expect(recordOf("store").restarts).toBe(1);
  expect(events[2]).toMatchObject({ restartInMs: 500, ending: { signal: "SIGKILL" } });
});

test("a part that ends before it is healthy refuses the start with its own words", async () => {
  const failing = part("api", `console.error("EADDRINUSE 4000"); process.exit(3)`);
  await expect(supervisor.start(failing)).rejects.toThrow(StartFailure);
  await expect(supervisor.start(failing)).rejects.toThrow(/ended with code 3.*\n.*EADDRINUSE 4000/);
});

test("a program that is not there refuses the start", async () => {
  await expect(supervisor.start({ ...part("api", ""), program: "/nowhere/node" })).rejects.toThrow(/ENOENT/);
});

test("a part that does not become healthy in time refuses the start", async () => {
  await expect(supervisor.start({ ...part("worker", endsWithInput), readyWithinMs: 50 })).rejects.toThrow(/within 50 ms/);
});

test("a part that ignores being asked is made to end", async () => {
  await supervisor.start(part("deaf", `process.on("SIGTERM", () => undefined); setInterval(() => undefined, 1000); ${ready}`));
  const mark = recordOf("deaf");
  await supervisor.stop();
  expect(isSameProcess(mark)).toBe(false);
});

test("what a part has started goes with it, also when the part is killed", async () => {
  const child = `require("node:child_process").spawn("sleep", ["1000"], { stdio: "inherit" });`;
  await supervisor.start(part("fleet", child + ready + endsWithInput));
  const { pid } = recordOf("fleet");
  expect(membersOf(pid)).toHaveLength(2);
  signal(pid, "SIGKILL");
  await vi.waitFor(() => { expect(membersOf(pid)).toHaveLength(0); }, patiently);
});

test("what a part prints is in its log", async () => {
  await supervisor.start(part("store", `console.error("to stderr"); ${ready}${endsWithInput}`));
  await vi.waitFor(() => {
    const log = readFileSync(join(logs, "store.log"), "utf8");
    expect(log).toContain("to stderr");
    expect(log).toContain(`"msg":"ready"`);
  }, patiently);
});
