import { deepEqual } from "node:assert/strict";
import { draw } from "../../apps/api/src/risk/drawing/draw.ts";
import { fillWith, type Filled } from "./list/ballast.ts";
import { filledPostgres } from "./program/postgres.ts";
import {
  actionStream, from, incidentStream, objectiveStream, riskStream, serviceStream, size, slugAt, to,
} from "./program/rows.ts";
import { valuesOf, type Figure } from "./figure.ts";
import { summarise, type BenchResult } from "./result.ts";

const iso = (at: number): string => new Date(at).toISOString();
const item = "title kind why minutes overdueDays before waitsFor realDueOn decide view owner { name }";
const board = `{ program { colour because position at since changed { words view } triggers { because }
  objectives { pace releasedAt objective { name } lately { days availabilityPercent badMinutes } }
  decisions { ${item} } slipped { title before } blocked { title waitsFor realDueOn } overdue { title overdueDays } } }`;
const availability = `{ availabilityReport(service: "${slugAt(0)}", from: "${iso(from)}", to: "${iso(to)}", impact: [major, critical]) {
  components } }`;
const report = "{ leadershipReport(format: html) { text } }";

/** Asks a server, and measures from the question to the last byte. */
class Asking {
  readonly #url: string;
  readonly #credential: string;

  constructor(url: string, { credential }: Pick<Filled, "credential">) {
    this.#url = url;
    this.#credential = credential;
  }

  async ask<Data>(query: string): Promise<Data> {
    const answer = await fetch(`${this.#url}/graphql`, {
      method: "POST", headers: { "content-type": "application/json", authorization: `Bearer ${this.#credential}` },
      body: JSON.stringify({ query }),
    });
    const { data, errors } = (await answer.json()) as { readonly data?: Data; readonly errors?: readonly { readonly message: string }[] };
    if (data === undefined || data === null || errors !== undefined)
      throw new Error(errors?.[0]?.message ?? `it answered ${String(answer.status)}`);
    return data;
  }

  /** What the server gives up counts with the time it took until then, and is not asked again. */
  async timed(name: string, query: string, times: number): Promise<BenchResult> {
    const samplesMs: number[] = [];
    const begun = performance.now();
    for (let n = 0; n < times; n += 1) {
      const at = performance.now();
      const answered = await this.ask(query).then(() => true, () => false);
      samplesMs.push(performance.now() - at);
      if (!answered) break;
    }
    return summarise({ name, samplesMs, elapsedMs: performance.now() - begun });
  }
}

/** What was done one after the other. */
const summed = (name: string, samplesMs: readonly number[]): BenchResult =>
  summarise({ name, samplesMs, elapsedMs: samplesMs.reduce((sum, ms) => sum + ms, 0) });
type Minutes = readonly (readonly [component: string, minutes: number])[];
const rounded = (minutes: Minutes): Minutes =>
  minutes.map(([name, of]) => [name, Number(of.toFixed(6))] as const).toSorted(([one], [other]) => (one < other ? -1 : 1));

/** The rest of a year in 100,000 draws: fifty risks, each with what history says of it. */
function exceedance(times: number): BenchResult {
  const risks = Array.from({ length: 50 }, (_, n) => ({
    id: String(n), days: 700,
    inputs: { detectMinutes: 5 + n, resolveMinutes: 40 + n, impactPer100k: 20_000 + 1_000 * n, betweenMilliDays: 30_000 + 4_000 * n },
    happened: Array.from({ length: n % 5 }, (__, k) => 10 + 7 * k),
  }));
  const seed = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
  const question = { seed, draws: 100_000, daysLeft: 200, soFar: 100, budget: 1_052 };
  const samplesMs = Array.from({ length: times }, () => {
    const at = performance.now();
    draw({ risks, question, whatIf: [] });
    return performance.now() - at;
  });
  return summed("exceedance of 50 risks, 100,000 years", samplesMs);
}

/** The board, the report and three years of availability of a large program; the last beside PostgreSQL's range types on the same rows. */
export async function run(): Promise<readonly BenchResult[]> {
  const filled = await fillWith([
    { count: size.services, writtenAt: serviceStream }, { count: size.services, writtenAt: objectiveStream },
    { count: size.risks, writtenAt: riskStream }, { count: size.actions, writtenAt: actionStream },
    { count: size.incidents, writtenAt: incidentStream },
  ]);
  const server = await filled.api();
  const postgres = await filledPostgres();
  try {
    const asking = new Asking(server.url, filled);
    const { availabilityReport: { components } } = await asking.ask<{
      availabilityReport: { components: Readonly<Record<string, { readonly downtimeMinutes: number }>> };
    }>(availability);
    // The database has no row of what was never down.
    const down = Object.entries(components)
      .map(([name, { downtimeMinutes }]) => [name, downtimeMinutes] as const)
      .filter(([, minutes]) => minutes > 0);
    deepEqual(rounded(down), rounded(Object.entries(postgres.minutes())));
    const results: BenchResult[] = [];
    for (const round of ["1", "2", "3"]) {
      const reference = summed(`PostgreSQL, availability, ${round}`, postgres.timed(20));
      const ours = await asking.timed(`Ballast, availability, ${round}`, availability, 20);
      const ratioToReference = ours.throughputPerSecond / reference.throughputPerSecond;
      results.push(reference, { ...ours, reference: reference.name, ratioToReference });
    }
    return [...results, await asking.timed("board", board, 20), await asking.timed("report", report, 5), exceedance(12)];
  } finally {
    await server.stop();
    await postgres.stop();
    await filled.close();
  }
}

/** How long each takes, and whether availability keeps up with ranges in a database. */
export function figures(results: readonly BenchResult[]): readonly Figure[] {
  const p95 = (begin: string): readonly number[] => valuesOf(results, begin, ({ p95Ms }) => p95Ms);
  const most = (what: string, begin: string, atMost: number): Figure => ({ what, ours: p95(begin), goal: { of: "ours", atMost } });
  return [
    most("program board of 500 risks, 5,000 actions, 100,000 incidents, p95 ms", "board", 150),
    {
      what: "availability of 200 components over three years, p95 ms", ours: p95("Ballast, availability"),
      goal: { of: "ours", atMost: 100 },
      reference: { what: "PostgreSQL, range_agg", values: p95("PostgreSQL, availability") },
    },
    most("exceedance of 50 risks, p95 ms", "exceedance", 200), most("leadership report, p95 ms", "report", 5_000),
  ];
}

/** Its log takes minutes to be written and read. */
export const onlyWhenNamed = true;
