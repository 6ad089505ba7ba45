import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const ENTRY = fileURLToPath(new URL("../../../services/eventstore/src/main.ts", import.meta.url));

/** The event store in a process of its own, as in real use. */
export type Server = { readonly address: string; memoryMb(): number; stop(): Promise<void> };

/** Starts it on the log of a folder. @throws when it ends before it is ready */
export async function startServer(folder: string): Promise<Server> {
  const child = spawn(process.execPath, ["--import", "tsx", ENTRY, "--data", folder], { stdio: ["pipe", "pipe", "inherit"] });
  const exited = new Promise<void>((resolve) => void child.once("exit", () => resolve()));
  for await (const line of createInterface({ input: child.stdout })) {
    const entry: unknown = JSON.parse(line);
    if (typeof entry !== "object" || entry === null || !("address" in entry)) continue;
    child.stdout.resume();
    const stop = async (): Promise<void> => {
      child.stdin.end();
      await exited;
    };
    return { address: String(entry.address), memoryMb: () => peakMemoryMb(child.pid ?? 0), stop };
  }
  throw new Error("The event store did not start");
}

/** Where the system tells it; elsewhere the summary takes this process's own. */
function peakMemoryMb(pid: number): number {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

/** How long, in ms, it takes. */
export async function timed(action: () => Promise<unknown> | void): Promise<number> {
  const startedAt = performance.now();
  await action();
  return performance.now() - startedAt;
}
