import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { treeCpuMs } from "../flags/cpu.ts";
import type { Target } from "../flags/load.ts";
import { freePort, startPostgres } from "../flags/postgres.ts";
import { releaseAt, serviceAt, serviceCount } from "./rows.ts";

/** PostGraphile over the bench's rows. */
export interface Postgraphile {
  readonly target: Target;
  stop(): Promise<void>;
}

const tables = `
  create table service (id uuid primary key, slug text not null unique, name text not null);
  create table release (
    id uuid primary key, service_id uuid not null references service, version text not null, released_at timestamptz not null, sha text,
    notes text not null, rollback_safe boolean not null, rollback_unsafe_reason text, partial boolean not null, commit_count int not null);
`;
const indexes = `
  create index on release (service_id, released_at desc, id);
  create index on release (service_id, version);
  create index on release (released_at desc, id);
  analyze;
`;

/** Starts the `postgraphile` that npm has put into a folder, on a PostgreSQL of its own with so many releases. */
export async function startPostgraphile(folder: string, rows: number): Promise<Postgraphile> {
  const postgres = await startPostgres();
  fill(postgres.url, rows);
  const port = await freePort();
  const child = spawn(
    process.execPath,
    [
      join(folder, "node_modules", "postgraphile", "dist", "cli-run.js"),
      "-c",
      postgres.url,
      "-s",
      "public",
      "-n",
      "127.0.0.1",
      "-p",
      String(port),
      "--preset",
      "postgraphile/presets/amber",
    ],
    {
      cwd: folder,
      stdio: ["ignore", "ignore", "inherit"],
      env: { PATH: process.env["PATH"], NODE_ENV: "production", GRAPHILE_ENV: "production" },
    },
  );
  const ended = new Promise<void>((resolve) =>
    child.once("exit", () => {
      resolve();
    }),
  );
  const url = `http://127.0.0.1:${String(port)}`;
  const stop = async (): Promise<void> => {
    child.kill("SIGTERM");
    await ended;
    await postgres.stop();
  };
  for (;;) {
    if (child.exitCode !== null) throw new Error(`PostGraphile ended with ${String(child.exitCode)} before it answered`);
    const answer = await fetch(`${url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ query: "{ __typename }" }),
    }).catch(() => null);
    if (answer?.ok === true)
      return { target: { url, authorization: "none", cpuMs: () => treeCpuMs(child.pid ?? 0) + treeCpuMs(postgres.pid) }, stop };
    await pause(300);
  }
}

function fill(url: string, rows: number): void {
  const folder = mkdtempSync(join(tmpdir(), "ballast-bench-rows-"));
  const psql = (sql: string): void => void execFileSync("psql", [url, "-q", "-v", "ON_ERROR_STOP=1", "-c", sql], { stdio: "inherit" });
  const copy = (table: string, lines: readonly string[]): void => {
    const file = join(folder, `${table}.tsv`);
    writeFileSync(file, lines.join("\n"));
    psql(`\\copy ${table} from '${file}'`);
  };
  psql(tables);
  copy(
    "service",
    Array.from({ length: serviceCount }, (_, n) => Object.values(serviceAt(n)).join("\t")),
  );
  copy(
    "release",
    Array.from({ length: rows }, (_, n) => {
      const { id, serviceId, version, releasedAt, sha, notes, rollbackSafe } = releaseAt(n);
      return [id, serviceId, version, releasedAt, sha, notes, rollbackSafe, rollbackSafe ? "\\N" : "drops a column", false, 0].join("\t");
    }),
  );
  psql(indexes);
  rmSync(folder, { recursive: true, force: true });
}
