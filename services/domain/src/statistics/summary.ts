/** What a set of measurements comes to. Every figure is null when there is none (n = 0); nothing is rounded. */
export type Summary = {
  readonly n: number;
  readonly mean: number | null;
  readonly medianLinear: number | null;
  readonly p90NearestRank: number | null;
  readonly p90Linear: number | null;
  readonly min: number | null;
  readonly max: number | null;
};

/** Arithmetic mean; null when there are no values. */
export function mean(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The median, by linear interpolation at (n−1)·0.5; null when there are no values. */
export function medianLinear(values: readonly number[]): number | null {
  return quantileLinear(ascending(values), 0.5);
}

/** The 90th percentile, by linear interpolation at (n−1)·0.9; null when there are no values. */
export function p90Linear(values: readonly number[]): number | null {
  return quantileLinear(ascending(values), 0.9);
}

/** The ⌈0.9·n⌉-th smallest value; null when there are no values. */
export function p90NearestRank(values: readonly number[]): number | null {
  return nearestRank90(ascending(values));
}

/** All of the above at once, sorting once. */
export function summary(values: readonly number[]): Summary {
  const sorted = ascending(values);
  return {
    n: sorted.length,
    mean: mean(sorted),
    medianLinear: quantileLinear(sorted, 0.5),
    p90NearestRank: nearestRank90(sorted),
    p90Linear: quantileLinear(sorted, 0.9),
    min: sorted.at(0) ?? null,
    max: sorted.at(-1) ?? null,
  };
}

function ascending(values: readonly number[]): readonly number[] {
  return values.toSorted((a, b) => a - b);
}

function quantileLinear(sorted: readonly number[], q: number): number | null {
  const position = (sorted.length - 1) * q;
  const lower = sorted[Math.floor(position)];
  const upper = sorted[Math.ceil(position)];
  if (lower === undefined || upper === undefined) return null;
  return lower + (upper - lower) * (position - Math.floor(position));
}

function nearestRank90(sorted: readonly number[]): number | null {
  // In whole numbers: 0.9 · 10 in floating point may exceed 9 and would then pick the tenth.
  return sorted[Math.ceil((9 * sorted.length) / 10) - 1] ?? null;
}
