import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fillStore } from "./list/ballast.ts";
import { valuesOf, type Figure } from "./figure.ts";
import { mostHeld } from "./held.ts";
import { summarise, type BenchResult } from "./result.ts";

/** So many releases: 100,000, or what BALLAST_ROWS says. */
const rows = Number(process.env["BALLAST_ROWS"] ?? 100_000);
const starts = 5;

/**
 * An API that starts on a log of so many events: with nothing, where it folds all of them, and again with the read model that it has left.
 */
export async function run(): Promise<readonly BenchResult[]> {
  const filled = await fillStore(rows);
  const data = mkdtempSync(join(tmpdir(), "ballast-bench-data-"));
  const started = async (): Promise<{ readonly tookMs: number; readonly heldMb: number }> => {
    const began = performance.now();
    const server = await filled.api(data);
    const tookMs = performance.now() - began;
    const heldMb = mostHeld(server.pid);
    await server.stop();
    return { tookMs, heldMb };
  };
  try {
    const first = await started();
    const samplesMs: number[] = [];
    for (let n = 0; n < starts; n += 1) samplesMs.push((await started()).tookMs);
    const events = `${rows.toLocaleString("en")} events`;
    return [
      summarise({
        name: `an API on ${events}, with nothing: ready`, samplesMs: [first.tookMs], elapsedMs: first.tookMs, peakMemoryMb: first.heldMb,
      }),
      summarise({ name: `an API on ${events}, with its read model: ready`, samplesMs, elapsedMs: samplesMs.reduce((a, b) => a + b, 0) }),
    ];
  } finally {
    await filled.close();
    rmSync(data, { recursive: true, force: true });
  }
}

/** With what it left, an API is there at once, however long the log; what it folds does not fill the memory. */
export const figures = (results: readonly BenchResult[]): readonly Figure[] => [
  ...valuesOf(results, "an API on", ({ p50Ms }) => p50Ms).slice(1).map((ms): Figure => ({
    what: `an API on ${rows.toLocaleString("en")} events with its read model, ms until it is ready`, ours: [ms],
    goal: { of: "ours", atMost: 2_000 },
  })),
  {
    what: `an API that folds ${rows.toLocaleString("en")} events, MB at most`,
    ours: valuesOf(results, "an API on", ({ peakMemoryMb }) => peakMemoryMb).slice(0, 1), goal: { of: "ours", atMost: 400 },
  },
];
