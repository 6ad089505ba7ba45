import { spawn } from "node:child_process";
import { copyFileSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { claimPorts, findRoot } from "@ballast/cli";
import { plainEnvironment } from "./commandLine.ts";
import { until, type Bound } from "./until.ts";

/** What a server joins. */
export interface Installation {
  /** Whose keys it has. */
  readonly folder: string;
  /** Of event store, Temporal and fleet. */
  readonly addresses: Readonly<Record<string, string>>;
  /** Where the server keeps its read model, and finds that of an earlier one; a temporary folder, removed at the end, where absent. */
  readonly data?: string;
  /** What else it is told, by the names of its variables. */
  readonly told?: Readonly<Record<string, string>>;
}

/** One more API on a log, with a read model of its own, as a cluster has several. */
export interface JoinedServer {
  readonly url: string;
  readonly pid: number;
  stop(): Promise<void>;
}

/** Starts one and waits until it answers. It ends with this process at the latest. @throws when it ends before it answers */
export async function joinServer({ folder, addresses, data: kept, told = {} }: Installation, bound: Bound = {}): Promise<JoinedServer> {
  const { eventstore, temporal, fleet } = addresses;
  const data = kept ?? mkdtempSync(join(tmpdir(), "ballast-node-"));
  // Servers of one installation have the same keys: a ticket of one opens the streams of all.
  for (const file of ["credential", "secret-key"].filter((name) => existsSync(join(folder, name))))
    copyFileSync(join(folder, file), join(data, file));
  const { ports: { api: port = 0 }, release } = await claimPorts({ names: ["api"], host: "127.0.0.1" });
  const url = `http://127.0.0.1:${String(port)}`;
  const program = join(findRoot(), "apps", "cli", "dist", "api.js");
  const consoleFolder = join(findRoot(), "apps", "console", "dist");
  const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", program], {
    env: {
      ...plainEnvironment(), NODE_ENV: "production", BALLAST_DATA: data, BALLAST_EVENTSTORE: eventstore, BALLAST_TEMPORAL: temporal,
      BALLAST_FLEET: fleet, BALLAST_PORT: String(port), BALLAST_URL: url,
      ...(existsSync(consoleFolder) && { BALLAST_CONSOLE: consoleFolder }), ...told,
    },
    stdio: ["pipe", "ignore", "inherit"],
  });
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  await until(async () => {
    if (child.exitCode !== null) return true;
    return (await fetch(`${url}/readyz`).catch(() => undefined))?.ok;
  }, bound);
  if (child.exitCode !== null) throw new Error(`The API on port ${String(port)} ended with code ${String(child.exitCode)}.`);
  return {
    url,
    pid: child.pid ?? 0,
    async stop() {
      child.stdin.end();
      await ended;
      await release();
      if (kept === undefined) rmSync(data, { recursive: true, force: true });
    },
  };
}
