import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { answersFor } from "./health.ts";

/**
 * Runs the Temporal server so that it keeps Ballast's process contract, which it does not know itself: it survives its
 * parent's `kill -9`. Usage: `leash BINARY ARGS…`; ends the server when standard input closes or on SIGTERM, writes its
 * output as log lines, and says `ready` once the namespace answers.
 */
const [binary, ...args] = process.argv.slice(2);
const address = process.env["BALLAST_TEMPORAL"];
const namespace = process.env["BALLAST_TEMPORAL_NAMESPACE"] ?? "default";
if (binary === undefined || address === undefined) throw new Error("Usage: BALLAST_TEMPORAL=HOST:PORT leash BINARY ARGS…");

const say = (level: number, msg: string): void => {
  process.stdout.write(`${JSON.stringify({ level, time: Date.now(), msg })}\n`);
};

/** Where the kernel can end the server together with this process, it does, even after `kill -9` of this one. */
const setpriv = ["/usr/bin/setpriv", "/bin/setpriv"].find((path) => existsSync(path));
const command = setpriv === undefined ? [binary, ...args] : [setpriv, "--pdeathsig", "KILL", "--", binary, ...args];
const server = spawn(command[0] ?? binary, command.slice(1), { stdio: ["ignore", "pipe", "pipe"] });

const repeat = (stream: Readable, level: number): void => {
  createInterface({ input: stream }).on("line", (line) => { say(level, line); });
};
repeat(server.stdout, 30);
repeat(server.stderr, 40);

let ending = false;
const end = (): void => {
  if (ending) return;
  ending = true;
  server.kill("SIGTERM");
  setTimeout(() => server.kill("SIGKILL"), 4_000).unref();
};
process.stdin.on("end", end).on("error", end).resume();
process.on("SIGTERM", end);
process.on("SIGINT", end);

server.once("error", (error) => {
  say(60, `${binary} cannot be run: ${error.message}`);
  process.exit(1);
});
server.once("exit", (code, signal) => {
  if (!ending) say(60, `The Temporal server ended by itself (${signal ?? `code ${String(code)}`}).`);
  process.exit(ending ? 0 : (code ?? 1));
});

while (!ending && !(await answersFor(address, namespace))) {
  await new Promise((resolve) => setTimeout(resolve, 100));
}
say(30, "ready");
