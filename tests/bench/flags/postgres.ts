import { execFileSync, spawn } from "node:child_process";
import { chownSync, mkdtempSync, rmSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

/** A PostgreSQL of its own, with nothing in it. */
export interface Postgres {
  readonly url: string;
  readonly pid: number;
  stop(): Promise<void>;
}

/** PostgreSQL does not run as root: there it is the user that Debian's package made. */
function runsAs(): { readonly uid?: number; readonly gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const idOf = (flag: string): number => Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }));
  return { uid: idOf("-u"), gid: idOf("-g") };
}

/** A port that nobody listens on. */
export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => { resolve(port); });
    });
  });
}

/** Starts Debian's PostgreSQL with its usual settings, in a temporary folder. @throws where `initdb` and `postgres` are not on the path */
export async function startPostgres(): Promise<Postgres> {
  const folder = mkdtempSync(join(tmpdir(), "ballast-postgres-"));
  const as = runsAs();
  if (as.uid !== undefined && as.gid !== undefined) chownSync(folder, as.uid, as.gid);
  const data = join(folder, "data");
  execFileSync("initdb", ["-D", data, "-U", "postgres", "--auth=trust", "-E", "UTF8"], { ...as, stdio: "ignore" });
  const port = await freePort();
  const child = spawn("postgres", ["-D", data, "-p", String(port), "-h", "127.0.0.1", "-k", folder], { ...as, stdio: "ignore" });
  const ended = new Promise<void>((resolve) => child.once("exit", () => { resolve(); }));
  const isReady = (): boolean => {
    try {
      execFileSync("pg_isready", ["-h", "127.0.0.1", "-p", String(port)], { stdio: "ignore" });
      return true;
    } catch {
      return false;
    }
  };
  while (!isReady()) await pause(200);
  return {
    url: `postgres://postgres@127.0.0.1:${String(port)}/postgres`,
    pid: child.pid ?? 0,
    async stop() {
      child.kill("SIGINT");
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
