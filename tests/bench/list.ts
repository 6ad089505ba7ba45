import { equal } from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { treeCpuMs } from "./flags/cpu.ts";
import { Load, type Answer, type Target } from "./flags/load.ts";
import { fillStore, type Filled } from "./list/ballast.ts";
import { startPostgraphile } from "./list/postgraphile.ts";
import { serviceAt, slugOf } from "./list/rows.ts";
import { valuesOf, type Figure, type Goal } from "./figure.ts";
import type { BenchResult } from "./result.ts";

/** So many releases: 100,000, or what BALLAST_ROWS says. */
const rows = Number(process.env["BALLAST_ROWS"] ?? 100_000);

/** Where `npm install postgraphile@5` was run: it is no dependency of Ballast's. */
const folder = process.env["POSTGRAPHILE"];

const oursQuery = `query List($service: String!) {
  releases(filter: { service: $service }, sort: RELEASED_DESC, first: 20) {
    totalCount
    pageInfo { hasNextPage endCursor }
    edges { node { id version releasedAt sha notes rollbackSafe rollbackUnsafeReason partial commitCount service { id slug name } } }
  }
}`;
const theirQuery = `query List($service: UUID!) {
  releases: allReleases(condition: { serviceId: $service }, orderBy: [RELEASED_AT_DESC], first: 20) {
    totalCount
    pageInfo { hasNextPage endCursor }
    edges {
      node { id version releasedAt sha notes rollbackSafe rollbackUnsafeReason partial commitCount service: serviceByServiceId { id slug name } },
    }
  }
}`;

const askOurs = (load: Load, turn: number): Promise<Answer> =>
  load.post("/graphql", { query: oursQuery, variables: { service: slugOf(turn) } });
const askTheirs = (load: Load, turn: number): Promise<Answer> =>
  load.post("/graphql", { query: theirQuery, variables: { service: serviceAt(turn).id } });

/** What both say the same: versions in order, how many there are, and whose they are. */
async function said(url: string, authorization: string, body: object): Promise<unknown> {
  const answer = await fetch(`${url}/graphql`, {
    method: "POST", headers: { authorization, "content-type": "application/json" }, body: JSON.stringify(body),
  });
  const text = await answer.text();
  const { data } = JSON.parse(text) as {
    readonly data?: {
      readonly releases: {
        readonly totalCount: number;
        readonly edges: readonly { readonly node: { readonly version: string; readonly service: { readonly slug: string } } }[];
      };
    };
  };
  if (data === undefined) throw new Error(text.slice(0, 1_000));
  return [data.releases.totalCount, data.releases.edges.map(({ node }) => `${node.service.slug} ${node.version}`)];
}

/** On connections of its own: PostGraphile closes those that nobody uses for some seconds. */
async function measured(target: Target, name: string, ask: (load: Load, turn: number) => Promise<Answer>): Promise<BenchResult> {
  const load = new Load(target);
  try {
    return await load.measure(name, (turn) => ask(load, turn), 200);
  } finally {
    load.close();
  }
}

/** Twenty rows of ten fields with their owner and the total, filtered and sorted, beside PostGraphile on PostgreSQL with the same rows. */
export async function run(): Promise<readonly BenchResult[]> {
  const filled = await fillStore(rows);
  const other = folder === undefined ? null : await startPostgraphile(folder, rows);
  const data = mkdtempSync(join(tmpdir(), "ballast-bench-list-data-"));
  try {
    return [...await beside(filled, other, data), ...await byThreads(filled, data)];
  } finally {
    await other?.stop();
    await filled.close();
    rmSync(data, { recursive: true, force: true });
  }
}

type Other = Awaited<ReturnType<typeof startPostgraphile>>;

/** In turns with the other, once both have answered the same. */
async function beside(filled: Filled, other: Other | null, data: string): Promise<readonly BenchResult[]> {
  const server = await filled.api(data);
  const ours = { url: server.url, authorization: `Bearer ${filled.credential}`, cpuMs: () => treeCpuMs(server.pid) };
  try {
    if (other !== null)
      equal(
        JSON.stringify(await said(ours.url, ours.authorization, { query: oursQuery, variables: { service: slugOf(3) } })),
        JSON.stringify(await said(other.target.url, "", { query: theirQuery, variables: { service: serviceAt(3).id } })),
      );
    const results: BenchResult[] = [];
    for (const round of ["1", "2", "3"]) {
      const reference = other === null ? undefined : await measured(other.target, `PostGraphile, list, ${round}`, askTheirs);
      const mine = await measured(ours, `Ballast, list, ${round}`, askOurs);
      if (reference === undefined) results.push(mine);
      else
        results.push(reference, {
          ...mine, reference: reference.name, ratioToReference: mine.throughputPerSecond / reference.throughputPerSecond,
        });
    }
    return results;
  } finally {
    await server.stop();
  }
}

/** The same of a server alone and of one with a thread that answers beside it, in turns; the load takes its share of the same cores. */
async function byThreads(filled: Filled, data: string): Promise<readonly BenchResult[]> {
  const results: BenchResult[] = [];
  for (const round of ["1", "2", "3"])
    for (const [threads, words] of [["0", "one thread"], ["1", "two threads"]] as const) {
      const server = await filled.api(data, { BALLAST_READERS: threads });
      try {
        const target = { url: server.url, authorization: `Bearer ${filled.credential}`, cpuMs: () => treeCpuMs(server.pid) };
        // Threads come when there is work: the first measure starts them, and is not kept.
        await measured(target, "warming up", askOurs);
        results.push(await measured(target, `${words}, list, ${round}`, askOurs));
      } finally {
        await server.stop();
      }
    }
  return results;
}

/** Twice as many requests, at a third of the CPU, counted over everything that either side runs. */
export function figures(results: readonly BenchResult[]): readonly Figure[] {
  const compared = (what: string, value: (result: BenchResult) => number, goal: Goal): Figure => {
    const values = valuesOf(results, "PostGraphile", value);
    const reference = values.length === 0 ? undefined : { what: "PostGraphile 5", values };
    return { what: `list query, ${what}`, ours: valuesOf(results, "Ballast", value), reference, goal };
  };
  const twoThreads = (what: string, value: (result: BenchResult) => number, goal: Goal): Figure => ({
    what: `list query on two threads, ${what}`, ours: valuesOf(results, "two threads", value), goal,
    reference: { what: "on one", values: valuesOf(results, "one thread", value) },
  });
  return [
    compared("requests a second", ({ throughputPerSecond }) => throughputPerSecond, { of: "ratio", atLeast: 2 }),
    compared("µs of CPU each", ({ cpuMicros = Number.NaN }) => cpuMicros, { of: "ratio", atMost: 1 / 3 }),
    twoThreads("requests a second", ({ throughputPerSecond }) => throughputPerSecond, { of: "ratio", atLeast: 1 }),
    twoThreads("µs of CPU each", ({ cpuMicros = Number.NaN }) => cpuMicros, { of: "ratio", atMost: 1.15 }),
  ];
}
