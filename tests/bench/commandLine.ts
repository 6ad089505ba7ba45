import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { findRoot } from "@ballast/cli";
import type { Figure } from "./figure.ts";
import { comparedWith, summarise, type BenchResult } from "./result.ts";

/** Interleaved, so that a noisy moment of the machine falls on all of them. */
const rounds = 15;
const program = join(findRoot(), "apps", "cli", "bin", "ballast.js");

const runs: Readonly<Record<string, readonly string[]>> = {
  "node -e 0": ["-e", "0"],
  "ballast --version": [program, "--version"],
  "ballast incident list --help": [program, "incident", "list", "--help"],
  "ballast --help": [program, "--help"],
};

function timed(args: readonly string[]): number {
  const began = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`node ${args.join(" ")} ended with ${String(status)}: ${stderr}`);
  return performance.now() - began;
}

/** How long the command line takes to start, beside a Node that does nothing. Less than 1 × is slower. */
export function run(): Promise<readonly BenchResult[]> {
  const samples = new Map(Object.keys(runs).map((name): [string, number[]] => [name, []]));
  // The first start of a program compiles it, and is not what anybody waits for twice.
  for (const args of Object.values(runs)) timed(args);
  for (let round = 0; round < rounds; round += 1) for (const [name, args] of Object.entries(runs)) samples.get(name)?.push(timed(args));
  const results = [...samples].map(([name, samplesMs]) =>
    summarise({ name, samplesMs, elapsedMs: samplesMs.reduce((sum, ms) => sum + ms, 0) }),
  );
  const [reference, ...others] = results;
  return Promise.resolve(reference === undefined ? [] : [reference, ...others.map((result) => comparedWith(result, reference))]);
}

/** Six times what Node itself takes. */
export const figures = (results: readonly BenchResult[]): readonly Figure[] => {
  const [bare, ...others] = results;
  return others.map(({ name, p50Ms }) => ({
    what: `${name}, ms`, ours: [p50Ms], reference: bare === undefined ? undefined : { what: bare.name, values: [bare.p50Ms] },
    goal: { of: "ratio", atMost: 6 },
  }));
};
