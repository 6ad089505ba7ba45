/**
 * Durations are counted in buckets, each 8 % wider than the one before, from a quarter of a millisecond to two
 * minutes: any quantile of any window is then right to a few percent, at a handful of numbers a second.
 */
const first = 0.25;
const growth = Math.log(1.08);
const lastBucket = Math.ceil(Math.log(120_000 / first) / growth);

/** The bucket of a duration. */
export function latencyBucket(durationMs: number): number {
  if (durationMs <= first) return 0;
  return Math.min(lastBucket, Math.floor(Math.log(durationMs / first) / growth) + 1);
}

/** The middle of a bucket, in ms to three digits. */
function bucketMs(bucket: number): number {
  if (bucket === 0) return first;
  return Number((first * Math.exp((bucket - 0.5) * growth)).toPrecision(3));
}

/** Requests by bucket. */
export type LatencyCounts = Map<number, number>;

/** The duration that a share (0 to 1) of the requests did not exceed; 0 without requests. */
export function latencyQuantile(counts: LatencyCounts, share: number): number {
  let total = 0;
  for (const count of counts.values()) total += count;
  let left = Math.max(1, Math.ceil(total * share));
  for (const [bucket, count] of [...counts].toSorted(([a], [b]) => a - b)) {
    left -= count;
    if (left <= 0) return bucketMs(bucket);
  }
  return 0;
}
