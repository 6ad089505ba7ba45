import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findRoot } from "@ballast/cli";
import type { Figure } from "./figure.ts";
import { treeCpuMs, treeOf } from "./flags/cpu.ts";
import { summarise, type BenchResult } from "./result.ts";

/** So long after the demonstration is whole, ms: what it took to tell it is given back, and its customers come less often. */
const settleMs = 150_000;
/** So long nobody asks for anything, ms. */
const idleMs = 30_000;
const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** What a process holds, MB: all of it, and with what several share counted in parts. */
function memoryOf(pid: number): { readonly rss: number; readonly pss: number } {
  const text = readFileSync(`/proc/${String(pid)}/smaps_rollup`, "utf8");
  const kilobytes = (name: string): number => Number(new RegExp(`^${name}: +(\\d+)`, "mu").exec(text)?.[1] ?? 0);
  return { rss: kilobytes("Rss") / 1_024, pss: kilobytes("Pss") / 1_024 };
}

/**
 * An installation as `npm start` leaves it, on Linux: how soon its demonstration is there, and what it takes of a machine that nobody asks.
 */
export async function run(): Promise<readonly BenchResult[]> {
  const data = mkdtempSync(join(tmpdir(), "ballast-bench-rest-"));
  const began = performance.now();
  const start = spawn("npm", ["start", "--", "--data", data, "--port", "0"], {
    cwd: findRoot(), detached: true, stdio: ["ignore", "pipe", "inherit"],
  });
  const said = { text: "" };
  start.stdout.on("data", (chunk: Buffer) => { said.text += chunk.toString(); });
  const after = async (words: string): Promise<number> => {
    while (!said.text.includes(words)) {
      if (start.exitCode !== null) throw new Error(`npm start ended: ${said.text}`);
      await wait(50);
    }
    return performance.now() - began;
  };
  try {
    const companyMs = await after("✓ Demonstration");
    const yearMs = await after("✓ A year of history");
    await wait(settleMs);
    const root = start.pid ?? 0;
    const held = treeOf(root).map(memoryOf);
    const before = treeCpuMs(root);
    await wait(idleMs);
    const idleCpu = (treeCpuMs(root) - before) / idleMs;
    const line = (name: string, ms: number): BenchResult => summarise({ name, samplesMs: [ms], elapsedMs: ms });
    const sum = (of: "rss" | "pss"): number => held.reduce((total, each) => total + each[of], 0);
    return [
      line("the demonstration is there", companyMs), line("its year is there", yearMs),
      { ...line(`idle CPU: ${(idleCpu * 100).toFixed(1)} % of a core`, idleCpu * idleMs), peakMemoryMb: sum("rss") },
      { ...line("memory with what is shared counted once", 0), peakMemoryMb: sum("pss") },
    ];
  } finally {
    if (start.pid !== undefined) process.kill(-start.pid, "SIGINT");
    await new Promise((resolve) => { if (start.exitCode === null) start.once("exit", resolve); else resolve(undefined); });
    rmSync(data, { recursive: true, force: true });
  }
}

/** What an installation may take of a machine at rest. */
export const figures = (results: readonly BenchResult[]): readonly Figure[] => {
  const [company, , idle] = results;
  if (company === undefined || idle === undefined) return [];
  return [
    { what: "npm start, s until the demonstration is there", ours: [company.p50Ms / 1_000], goal: { of: "ours", atMost: 12 } },
    { what: "at rest, MB of memory of all processes", ours: [idle.peakMemoryMb], goal: { of: "ours", atMost: 900 } },
    { what: "at rest, % of a core", ours: [(idle.p50Ms / idleMs) * 100], goal: { of: "ours", atMost: 3 } },
  ];
};
