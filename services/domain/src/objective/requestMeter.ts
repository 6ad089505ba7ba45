import { BUCKETS, BUCKET_MS, type RequestCount } from "@ballast/schema";
import { WHOLE, type Measured, type Stretch } from "../availability/sweep.ts";
import { union, type Interval } from "../statistics/intervals.ts";

/** An hour of requests; `from` in milliseconds since the epoch, a count each five minutes, null where nothing was known. */
export interface HourOfRequests {
  readonly from: number;
  readonly counts: readonly (RequestCount | null)[];
}

interface Bucket extends RequestCount {
  readonly at: number;
}

/** Requests of a window, what is left out of it apart. */
export interface CountedRequests extends RequestCount {
  /** Milliseconds of it that were counted. */
  readonly observedMs: number;
}

/** How many requests a window had, and what share of them was bad, put together once for any number of windows. */
export interface RequestMeter {
  /** Five minutes count as a whole, to the window in which they begin. */
  readonly over: (window: Interval) => Measured;
  readonly in: (window: Interval) => CountedRequests;
}

/**
 * Availability is good ÷ valid, however busy an hour was. For budgets, burn rates and burn-downs that share is spread over the time that
 * was
 * counted: as many milliseconds are bad as requests were, in proportion, so that all rules hold for both kinds of measure.
 */
export function requestMeter(hours: readonly HourOfRequests[], without: readonly Interval[]): RequestMeter {
  const out = union(without);
  const buckets = hours
    .flatMap(({ from, counts }) =>
      counts.slice(0, BUCKETS).flatMap((count, place) => (count === null ? [] : [{ at: from + place * BUCKET_MS, ...count }])))
    .filter(({ at }) => !out.some((time) => at < time.to && time.from < at + BUCKET_MS))
    .toSorted((a, b) => a.at - b.at);
  const within = ({ from, to }: Interval): readonly Bucket[] => buckets.slice(firstFrom(buckets, from), firstFrom(buckets, to));
  return {
    over: (window) => measured(within(window)),
    in: (window) => counted(within(window)),
  };
}

/** The place of the first that begins at a moment or later. */
function firstFrom(buckets: readonly Bucket[], at: number): number {
  let [low, high] = [0, buckets.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((buckets[middle]?.at ?? Infinity) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

function counted(buckets: readonly Bucket[]): CountedRequests {
  let [bad, valid] = [0, 0];
  for (const bucket of buckets) {
    bad += bucket.bad;
    valid += bucket.valid;
  }
  return { bad, valid, observedMs: buckets.length * BUCKET_MS };
}

function measured(buckets: readonly Bucket[]): Measured {
  const { bad, valid, observedMs } = counted(buckets);
  if (valid === 0) return { observedMs, badMs: 0, availability: null, stretches: [], byRecord: new Map() };
  const perRequest = observedMs / valid;
  const stretches = buckets.flatMap((bucket): readonly Stretch[] =>
    bucket.bad === 0
      ? []
      : [{ from: bucket.at, to: bucket.at + BUCKET_MS, share: (bucket.bad * perRequest * WHOLE) / BUCKET_MS }]);
  return { observedMs, badMs: bad * perRequest, availability: 1 - bad / valid, stretches, byRecord: new Map() };
}
