import { afterAll, beforeAll, expect, test } from "vitest";
import { isSameProcess } from "@ballast/cli";
import { processesFor, startStack, until } from "./index.ts";
import type { PartName, Stack } from "./index.ts";

/** The process contract, seen from outside: what `npm start` promises about its parts. */
const parts: readonly PartName[] = ["eventstore", "temporal", "fleet", "api", "worker"];
let stack: Stack;

beforeAll(async () => {
  stack = await startStack();
});

afterAll(async () => {
  await stack.stop();
});

test("every part runs and says so", () => {
  const record = stack.record();
  expect(Object.keys(record.parts)).toEqual(parts);
  expect(Object.values(record.parts).every((part) => part.healthy && isSameProcess(part))).toBe(true);
});

test("doctor finds everything in order", async () => {
  const { code, json } = await stack.cli(["doctor", "--json"]);
  expect(json).toMatchObject({ healthy: true });
  expect(code).toBe(0);
});

test.for(parts)("%s is started again after kill -9", async (part) => {
  await stack.restartOf(part);
  expect(stack.record().parts[part]?.restarts).toBe(1);
  expect(stack.output()).toContain("starting again in 0.5 s");
});

test("a second start on the same data is refused and names the first", async () => {
  const { code, stdout } = await stack.cli(["start", "--empty", "--port", "0"]);
  expect(stdout).toContain(`serves ${stack.url}`);
  expect(code).toBe(1);
});

test("a taken port is refused with what to do", async () => {
  const port = new URL(stack.url).port;
  const { code, stdout } = await stack.cli(["start", "--port", port]);
  expect(stdout).toMatch(/Port \d+ on 127\.0\.0\.1 is taken\.\n.*--port/);
  expect(code).toBe(1);
});

test("kill -9 of the supervisor leaves no process, and the next start finds its data and addresses", async () => {
  const { addresses } = stack.record();
  await stack.kill9Supervisor();
  expect(processesFor(stack.folder)).toEqual([]);
  const again = await startStack({ data: stack.data });
  expect(again.record().addresses).toEqual(addresses);
  await again.stop();
  await until(() => processesFor(stack.folder).length === 0);
});
