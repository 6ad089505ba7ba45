import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startPostgres, type Postgres } from "../flags/postgres.ts";
import { from, incidentAt, size, to } from "./rows.ts";

/** Minutes by component, as the database says them. */
export type Minutes = Readonly<Record<string, number>>;

/** The rows of the components' service in a PostgreSQL of its own. */
export interface AskedPostgres {
  readonly minutes: () => Minutes;
  /** Asks so often in one session; what the session says that each took, ms. */
  readonly timed: (times: number) => readonly number[];
  readonly stop: () => Promise<void>;
}

const iso = (at: number): string => new Date(at).toISOString();

/** What overlaps counts once: the ranges of a component joined, clipped to the window, and their lengths summed. */
const question = `SELECT component, sum(extract(epoch FROM upper(part) - lower(part))) / 60 AS minutes FROM (
  SELECT component, unnest(range_agg(during * tstzrange('${iso(from)}', '${iso(to)}'))) AS part
  FROM impact WHERE level IN ('major', 'critical') AND during && tstzrange('${iso(from)}', '${iso(to)}') GROUP BY component
) AS joined GROUP BY component ORDER BY component`;

function psql(postgres: Postgres, ...given: readonly string[]): string {
  return execFileSync("psql", [postgres.url, "-q", "-v", "ON_ERROR_STOP=1", ...given], { encoding: "utf8", maxBuffer: 1_000_000_000 });
}

/** Fills it with the same incidents, an index on service and ranges, and its statistics. */
export async function filledPostgres(): Promise<AskedPostgres> {
  const postgres = await startPostgres();
  const folder = mkdtempSync(join(tmpdir(), "ballast-bench-ranges-"));
  const rows = Array.from({ length: size.incidents }, (_, n) => incidentAt(n))
    .flatMap(({ components, impact, from: starts, to: ends }) =>
      components.map((component) => [component, impact, `["${iso(starts)}","${iso(ends)}")`].join("\t")));
  writeFileSync(join(folder, "impact.tsv"), `${rows.join("\n")}\n`);
  psql(postgres, "-c", "CREATE TABLE impact (component text NOT NULL, level text NOT NULL, during tstzrange NOT NULL)");
  psql(postgres, "-c", `\\copy impact from '${join(folder, "impact.tsv")}'`);
  psql(postgres, "-c", "CREATE INDEX ON impact USING gist (during)", "-c", "ANALYZE impact");
  return {
    minutes: () => Object.fromEntries(
      psql(postgres, "-A", "-t", "-F", "\t", "-c", question).trim().split("\n").map((line) => {
        const [component = "", minutes = ""] = line.split("\t");
        return [component, Number(minutes)];
      }),
    ),
    timed(times) {
      const asked = Array.from({ length: times }, () => `${question};`).join("\n");
      const file = join(folder, "asked.sql");
      writeFileSync(file, `\\timing on\n\\o /dev/null\n${asked}\n`);
      return [...psql(postgres, "-f", file).matchAll(/^Time: ([\d.]+) ms/gmu)].map(([, ms]) => Number(ms));
    },
    async stop() {
      await postgres.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
