import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { rowOf, verdictOn, type Verdict } from "./figure.ts";
import { busyShare, machine } from "./machine.ts";
import type { Benchmark, BenchResult } from "./result.ts";

const here = import.meta.dirname;
const artefacts = join(here, "..", "artefacts");
const notBenchmarks = new Set(["index.ts", "result.ts", "figure.ts", "machine.ts", "held.ts", "spent.ts", "onCall.ts"]);
/** Others may have so much of the machine, as a share of its cores, before and after a benchmark; beyond it nothing is judged. */
const mostBusy = 0.1;

const names = readdirSync(here)
  .filter((file) => file.endsWith(".ts") && !file.endsWith(".spec.ts") && !notBenchmarks.has(file))
  .map((file) => basename(file, ".ts"));

const isBenchmark = (module: unknown): module is Benchmark =>
  typeof module === "object" && module !== null && "run" in module && typeof module.run === "function";

async function load(name: string): Promise<Benchmark> {
  const module: unknown = await import(pathToFileURL(join(here, `${name}.ts`)).href);
  if (!isBenchmark(module)) throw new Error(`tests/bench/${name}.ts exports no run().`);
  return module;
}

const number = (value: number): string => value.toLocaleString("en", { maximumFractionDigits: value < 10 ? 2 : 0 });
const percent = (share: number): string => `${String(Math.round(share * 100))} %`;

function lineOf(result: BenchResult): Record<string, string> {
  return {
    name: result.name,
    n: number(result.n),
    "per second": number(result.throughputPerSecond),
    "p50 ms": number(result.p50Ms),
    "p95 ms": number(result.p95Ms),
    "p99 ms": number(result.p99Ms),
    "peak MB": number(result.peakMemoryMb),
    ratio: result.ratioToReference === undefined ? "" : `${number(result.ratioToReference)} × ${result.reference ?? ""}`,
  };
}

/** What an earlier run wrote; nothing without one. */
function earlier(file: string | undefined): ReadonlyMap<string, Verdict> {
  if (file === undefined) return new Map();
  const { verdicts } = JSON.parse(readFileSync(file, "utf8")) as { readonly verdicts: readonly Verdict[] };
  return new Map(verdicts.map((verdict) => [verdict.what, verdict]));
}

function write(name: string, content: object): void {
  writeFileSync(join(artefacts, name), `${JSON.stringify({ at: new Date().toISOString(), machine, ...content }, null, 2)}\n`);
}

/** Runs one, and holds its figures to their goals where nothing else was at work. */
async function benchmarked(name: string, benchmark: Benchmark): Promise<readonly Verdict[]> {
  console.log(`\n${name}`);
  const before = await busyShare();
  const results = await benchmark.run();
  const busy = Math.max(before, await busyShare());
  console.table(results.map(lineOf));
  const verdicts = (benchmark.figures?.(results) ?? []).map((figure) => verdictOn(figure, { busy: busy > mostBusy }));
  if (busy > mostBusy) console.log(`Other things had ${percent(busy)} of the machine: no figure of ${name} is judged.`);
  write(`bench-${name}.json`, { name, busy, results, verdicts });
  return verdicts;
}

const { positionals: wanted, values } = parseArgs({ allowPositionals: true, options: { against: { type: "string" } } });
const unknown = wanted.filter((name) => !names.includes(name));
if (unknown.length > 0) {
  console.error(`No benchmark ${unknown.join(", ")}. There are: ${names.join(", ")}.`);
  process.exit(2);
}
const former = earlier(values.against);
mkdirSync(artefacts, { recursive: true });
const verdicts: Verdict[] = [];
for (const name of wanted.length > 0 ? wanted : names) {
  const benchmark = await load(name);
  if (wanted.length === 0 && benchmark.onlyWhenNamed === true) console.log(`\n${name}: only when it is named.`);
  else verdicts.push(...(await benchmarked(name, benchmark)));
}
console.log("\nFigures and their goals");
console.table(verdicts.map((verdict) => rowOf(verdict, former.get(verdict.what))));
write("bench.json", { verdicts });
console.log("Written to tests/artefacts/bench.json; a later run is compared with it by `npm run bench -- --against FILE`.");
