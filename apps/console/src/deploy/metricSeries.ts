import type { MetricPoint } from "./deployDocuments.ts";

/** One place on the chart. Shares in per cent; `null` where nothing was measured. */
export interface SeriesPoint {
  /** Milliseconds since the chart's beginning. */
  at: number;
  canary: number | null;
  baseline: number | null;
  /** The 99 % band in which the canary would lie if it were like the baseline. */
  low: number | null;
  high: number | null;
}

export type Measure = "errors" | "p95";

interface Sum {
  requests: number;
  errors: number;
  /** Weighted by requests: the mean of each second's 95th percentile, which is what can be had from seconds. */
  p95: number;
  p95Requests: number;
}

function sums(points: readonly MetricPoint[], from: number, bucketMs: number): Map<number, Sum> {
  const buckets = new Map<number, Sum>();
  for (const { at, requests, errors, p95Ms } of points) {
    const bucket = Math.floor((Date.parse(at) - from) / bucketMs);
    if (bucket < 0) continue;
    const sum = buckets.get(bucket) ?? { requests: 0, errors: 0, p95: 0, p95Requests: 0 };
    sum.requests += requests;
    sum.errors += errors;
    if (p95Ms !== null) {
      sum.p95 += p95Ms * requests;
      sum.p95Requests += requests;
    }
    buckets.set(bucket, sum);
  }
  return buckets;
}

function valueOf(sum: Sum | undefined, measure: Measure): number | null {
  if (sum === undefined) return null;
  if (measure === "p95") return sum.p95Requests === 0 ? null : sum.p95 / sum.p95Requests;
  return sum.requests === 0 ? null : (100 * sum.errors) / sum.requests;
}

/** Half the width of the 99 % band around a share, for so many requests (normal approximation, never below one request's worth). */
function halfBand(percent: number, requests: number): number {
  const p = percent / 100;
  return 100 * Math.max(2.576 * Math.sqrt((p * (1 - p)) / requests), 1 / requests);
}

/** The numbers behind the chart: seconds joined to at most `most` places, baseline and its band beside the canary. */
export function seriesOf(
  metrics: { canary: readonly MetricPoint[]; baseline: readonly MetricPoint[] },
  window: { from: number; to: number; measure: Measure },
  most = 48,
): readonly SeriesPoint[] {
  const { from, to, measure } = window;
  const bucketMs = Math.max(1_000, Math.ceil((to - from) / most / 1_000) * 1_000);
  const canary = sums(metrics.canary, from, bucketMs);
  const baseline = sums(metrics.baseline, from, bucketMs);
  const whole = shareOf(metrics.baseline.filter(({ at }) => Date.parse(at) >= from));
  return Array.from({ length: Math.max(0, Math.floor((to - from) / bucketMs)) }, (_, bucket) => {
    const own = canary.get(bucket);
    const band = measure === "errors" && whole !== null && own !== undefined && own.requests > 0 ? halfBand(whole, own.requests) : null;
    return {
      at: (bucket + 0.5) * bucketMs,
      canary: valueOf(own, measure),
      baseline: valueOf(baseline.get(bucket), measure),
      low: band === null || whole === null ? null : Math.max(0, whole - band),
      high: band === null || whole === null ? null : whole + band,
    };
  });
}

/** The share of failing requests over all points, per cent; `null` without requests. */
export function shareOf(points: readonly MetricPoint[]): number | null {
  const requests = points.reduce((total, point) => total + point.requests, 0);
  return requests === 0 ? null : (100 * points.reduce((total, point) => total + point.errors, 0)) / requests;
}

/** The 95th percentile over all points as the mean of the seconds' own, weighted by requests, ms. */
export function p95Of(points: readonly MetricPoint[]): number | null {
  const measured = points.filter((point) => point.p95Ms !== null);
  const requests = measured.reduce((total, point) => total + point.requests, 0);
  return requests === 0 ? null : measured.reduce((total, point) => total + (point.p95Ms ?? 0) * point.requests, 0) / requests;
}
