import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { findRoot } from "../root.ts";
import type { InstanceRecord } from "./instance.ts";
import { readInstance } from "./instance.ts";
import { isSameProcess } from "./processes.ts";

const program = join(findRoot(), "apps", "cli", "src", "start", "fixtures", "twoParts.ts");
/** The test's own time-out ends it before. */
const patiently = { timeout: 100_000 };
let base: string;

beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), "ballast-orphans-"));
});

afterEach(() => {
  rmSync(base, { recursive: true });
});

/** Starts the fixture below a parent that does nothing else, as npm does. */
async function started(): Promise<{ parent: ChildProcess; record: InstanceRecord }> {
  const script = `require("node:child_process").spawn(process.execPath, ${JSON.stringify([program, base])}, { stdio: "inherit" }); setInterval(() => undefined, 1000)`;
  const parent = spawn(process.execPath, ["-e", script], { stdio: "inherit", env: { ...process.env, BALLAST_PARENT: undefined } });
  const record = await vi.waitUntil(() => {
    const found = readInstance(join(base, "empty"));
    return found?.state === "running" ? found : undefined;
  }, patiently);
  return { parent, record };
}

const marks = (record: InstanceRecord) => [record.supervisor, ...Object.values(record.parts)];
const allEnd = (record: InstanceRecord) => vi.waitFor(() => { expect(marks(record).filter(isSameProcess)).toEqual([]); }, patiently);

test("kill -9 of the supervisor leaves no part behind", async () => {
  const { parent, record } = await started();
  expect(marks(record).filter(isSameProcess)).toHaveLength(3);
  process.kill(record.supervisor.pid, "SIGKILL");
  await allEnd(record);
  parent.kill("SIGKILL");
});

test("kill -9 of the supervisor's parent ends everything in order", async () => {
  const { parent, record } = await started();
  parent.kill("SIGKILL");
  await allEnd(record);
  expect(readInstance(join(base, "empty"))?.state).toBe("stopped");
});

test.for(["SIGTERM", "SIGINT"] as const)("%s ends everything in order", async (name) => {
  const { parent, record } = await started();
  process.kill(record.supervisor.pid, name);
  process.kill(record.supervisor.pid, name);
  await allEnd(record);
  expect(readInstance(join(base, "empty"))?.state).toBe("stopped");
  parent.kill("SIGKILL");
});
