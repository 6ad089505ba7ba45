import { spawn } from "node:child_process";
import type { ChildProcessByStdio } from "node:child_process";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { fileURLToPath } from "node:url";

const ENTRY = fileURLToPath(new URL("../../../../services/eventstore/src/main.ts", import.meta.url));
const ROOT = fileURLToPath(new URL("../../../../", import.meta.url));

/** The event store as a process of its own, to be killed. */
export type ServerProcess = {
  readonly address: string;
  /** `kill -9`; resolves when it is gone. */
  kill(): Promise<void>;
  /** SIGTERM; resolves with the exit code. */
  stop(): Promise<number | null>;
  /** Closes its standard input; resolves with the exit code. */
  closeInput(): Promise<number | null>;
};

/** What Node is given before the options, and the port; as a part of an instance is started, on any port, by default. */
type ServerStart = { readonly program?: readonly string[]; readonly port?: number };

/** Starts the process and waits until it is ready. @throws Error with its last line when it ends before that. */
export async function startServerProcess(
  dataDir: string,
  { program = ["--import", "tsx", ENTRY], port = 0 }: ServerStart = {},
): Promise<ServerProcess> {
  const child = spawn(process.execPath, [...program, "--data", dataDir, "--port", String(port)], {
    cwd: ROOT,
    stdio: ["pipe", "pipe", "inherit"],
  });
  const exited = new Promise<number | null>((resolve) => child.once("exit", resolve));
  const address = await readyAddress(child);
  return {
    address,
    async kill() {
      child.kill("SIGKILL");
      await exited;
    },
    stop() {
      child.kill("SIGTERM");
      return exited;
    },
    closeInput() {
      child.stdin.end();
      return exited;
    },
  };
}

async function readyAddress(child: ChildProcessByStdio<Writable, Readable, null>): Promise<string> {
  let last = "it said nothing";
  for await (const line of createInterface({ input: child.stdout })) {
    const entry: unknown = JSON.parse(line);
    if (typeof entry !== "object" || entry === null || !("msg" in entry)) continue;
    last = String(entry.msg);
    if (last === "ready" && "address" in entry) {
      child.stdout.resume();
      return String(entry.address);
    }
  }
  throw new Error(last);
}
