import { spawn, type ChildProcess } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const main = fileURLToPath(new URL("./main.ts", import.meta.url));

/** A fleet daemon as a process of its own, for specs that kill it. */
export interface FleetProcess {
  readonly child: ChildProcess;
  /** Resolves with how it ended. */
  readonly ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  /** What it logged. */
  readonly messages: string[];
}

/** Starts a daemon and waits until it says that it is ready. Rejects with its log when it ends before. */
export async function startFleetProcess({ data, port, threads }: { data: string; port: number; threads?: number }): Promise<FleetProcess> {
  const env = {
    ...process.env,
    BALLAST_DATA: data,
    BALLAST_FLEET: `http://127.0.0.1:${port}`,
    BALLAST_LOG_LEVEL: "info",
    ...(threads !== undefined && { BALLAST_FLEET_THREADS: String(threads) }),
  };
  const child = spawn(process.execPath, [main], { env, stdio: ["pipe", "pipe", "inherit"] });
  const messages: string[] = [];
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) =>
    child.once("exit", (code, signal) => resolve({ code, signal })),
  );
  await new Promise<void>((resolve, reject) => {
    void ended.then(() => reject(new Error(messages.join("\n"))));
    createInterface({ input: child.stdout }).on("line", (line) => {
      const { msg } = JSON.parse(line);
      messages.push(String(msg));
      if (msg === "ready") resolve();
    });
  });
  return { child, ended, messages };
}

/** Whether a process of that id runs. One that has ended counts as gone, even where nobody has collected it yet. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !existsSync("/proc/self/stat") || !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch (error) {
    if (error instanceof Error && "code" in error && (error.code === "ESRCH" || error.code === "ENOENT")) return false;
    throw error;
  }
}
