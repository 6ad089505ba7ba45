import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { expect, test, vi } from "vitest";
import { signal } from "../processes.ts";
import { onLeash } from "./leash.ts";

/** A server that says its process id and ends with the given code when it is asked to. */
const server = (code: number): readonly string[] => [
  "-e", `process.on("SIGTERM", () => process.exit(${String(code)})); setInterval(() => {}, 1000); console.log(process.pid)`,
];

async function leashed(args: readonly string[]): Promise<{
  readonly shell: ChildProcess; readonly pid: number; readonly end: Promise<unknown[]>;
}> {
  const { program, args: line } = onLeash({ binary: process.execPath, args });
  const shell = spawn(program, line, { detached: true, stdio: ["pipe", "pipe", "inherit"] });
  const end = once(shell, "exit");
  const [said] = (await once(shell.stdout ?? shell, "data")) as [Buffer];
  return { shell, pid: Number(said), end };
}

const ends = (pid: number) => vi.waitFor(() => { expect(signal(pid, 0)).toBe(false); }, { timeout: 20_000 });

test("SIGTERM reaches the server, whose code the shell ends with", async () => {
  const { shell, pid, end } = await leashed(server(3));
  shell.kill("SIGTERM");
  expect(await end).toEqual([3, null]);
  await ends(pid);
});

test("the server is asked to end when whoever started it is gone", async () => {
  const { shell, pid, end } = await leashed(server(4));
  shell.stdin?.end();
  expect(await end).toEqual([4, null]);
  await ends(pid);
});

test("a server that ends by itself ends the shell with its code", async () => {
  const { end } = await leashed(["-e", "console.log(process.pid); process.exit(7)"]);
  expect(await end).toEqual([7, null]);
});

test.runIf(existsSync("/usr/bin/setpriv") || existsSync("/bin/setpriv"))("kill -9 of the shell ends the server", async () => {
  const { shell, pid } = await leashed(server(0));
  shell.kill("SIGKILL");
  await ends(pid);
});
