import type { Figure } from "./figure.ts";

/** One measured line; times are milliseconds. */
export interface BenchResult {
  /** What was done, e.g. "append, 64 in flight". */
  readonly name: string;
  /** How many times. */
  readonly n: number;
  readonly throughputPerSecond: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
  /** The most memory the measured process had in use. */
  readonly peakMemoryMb: number;
  /** CPU of the processes that answered, µs each; absent where nobody looked. */
  readonly cpuMicros?: number;
  /** What it is compared with, measured in the same run. */
  readonly reference?: string;
  /** Throughput as a multiple of the reference's. */
  readonly ratioToReference?: number;
}

/** A benchmark: a module of this folder that exports `run`. */
export interface Benchmark {
  run(): Promise<readonly BenchResult[]>;
  /** What of it is held to a goal. */
  figures?(results: readonly BenchResult[]): readonly Figure[];
  /** True: it takes so long that a run of all leaves it out. */
  readonly onlyWhenNamed?: boolean;
}

/** The smallest sample that at least the given share of samples does not exceed (nearest rank). */
function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
}

/** What was timed. */
export interface Measurement {
  readonly name: string;
  /** Milliseconds of each single operation. */
  readonly samplesMs: readonly number[];
  /** Milliseconds from the first start to the last end. */
  readonly elapsedMs: number;
  /** How many things were done, where one sample stands for a batch. */
  readonly n?: number;
  /** Peak memory of the process at work; of this one where absent. */
  readonly peakMemoryMb?: number;
}

/** Sums up the samples of one measurement. */
export function summarise({ name, samplesMs, elapsedMs, n = samplesMs.length, peakMemoryMb }: Measurement): BenchResult {
  const sorted = samplesMs.toSorted((a, b) => a - b);
  return {
    name,
    n,
    throughputPerSecond: elapsedMs === 0 ? 0 : (n * 1000) / elapsedMs,
    p50Ms: quantile(sorted, 0.5),
    p95Ms: quantile(sorted, 0.95),
    p99Ms: quantile(sorted, 0.99),
    peakMemoryMb: peakMemoryMb ?? process.resourceUsage().maxRSS / 1024,
  };
}

/** Adds the comparison with a reference of the same run. */
export function comparedWith(result: BenchResult, reference: BenchResult): BenchResult {
  return { ...result, reference: reference.name, ratioToReference: result.throughputPerSecond / reference.throughputPerSecond };
}
