import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { cpus, release, totalmem } from "node:os";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Benchmark, BenchResult } from "./result.ts";

const here = import.meta.dirname;
const artefacts = join(here, "..", "artefacts");
const notBenchmarks = new Set(["index.ts", "result.ts"]);

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

function rowOf(result: BenchResult): Record<string, string> {
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

const machine = {
  node: process.version, cpus: cpus().length, model: cpus()[0]?.model, memoryGb: Math.round(totalmem() / 2 ** 30), kernel: release(),
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !names.includes(name));
if (unknown.length > 0) {
  console.error(`No benchmark ${unknown.join(", ")}. There are: ${names.join(", ")}.`);
  process.exit(2);
}
mkdirSync(artefacts, { recursive: true });
for (const name of wanted.length > 0 ? wanted : names) {
  console.log(`\n${name}`);
  const results = await (await load(name)).run();
  console.table(results.map(rowOf));
  writeFileSync(
    join(artefacts, `bench-${name}.json`),
    `${JSON.stringify({ name, at: new Date().toISOString(), machine, results }, null, 2)}\n`,
  );
}
