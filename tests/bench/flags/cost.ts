import { fork } from "node:child_process";
import { join } from "node:path";
import { summarise, type BenchResult } from "../result.ts";
import type { Cost } from "./followed.ts";
import { wholeApi } from "./wholeApi.ts";

const rulesEach = 200;

function costOf(flags: number): Promise<Cost> {
  return new Promise((resolve, reject) => {
    const child = fork(join(import.meta.dirname, "followed.ts"), [String(flags), String(rulesEach)], {
      execArgv: ["--expose-gc", "--disable-warning=ExperimentalWarning"],
    });
    child.once("message", (cost) => { resolve(cost as Cost); });
    child.once("error", reject).once("exit", (code) => { reject(new Error(`the measured process ended with ${String(code)}`)); });
  });
}

const sum = (samples: readonly number[]): number => samples.reduce((total, one) => total + one, 0);

/**
 * What a server needs to follow 10, 100 and 2,000 flags of 200 rules: time until it answers, and per change and evaluation; memory, also of
 * a
 * whole API.
 */
export async function costs(): Promise<readonly BenchResult[]> {
  const results: BenchResult[] = [];
  for (const flags of [10, 100, 2_000]) {
    const { readyMs, stoodStillMs, heldMb, changesMs, coldMs, hotMs, proving, writing } = await costOf(flags);
    const line = (what: string, samplesMs: readonly number[]): BenchResult =>
      summarise({
        name: `${String(flags)} flags of ${String(rulesEach)} rules: ${what}`, samplesMs, elapsedMs: sum(samplesMs), peakMemoryMb: heldMb,
      });
    results.push(
      line("ready (held MB beside)", [readyMs]), line("longest standstill meanwhile", [stoodStillMs]), line("one change shown", changesMs),
      line("evaluated the first time", coldMs), line("evaluated again", hotMs),
      line("a step proved over 20,000 customers", [proving.tookMs]), line("longest standstill meanwhile (proof)", [proving.stillMs]),
      line("all written for flagd", [writing.tookMs]), line("longest standstill meanwhile (writing)", [writing.stillMs]),
    );
  }
  return [...results, ...(await wholeApi(2_000, rulesEach))];
}
