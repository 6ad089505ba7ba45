import { CellTable, type AffectedCustomer, type Cell, type ExampleRequest } from "@ballast/schema";
import type { ReleaseNumbers, SecondNumbers } from "../metrics.ts";
import { latencyBucket, latencyQuantile, type LatencyCounts } from "./latency.ts";
import { anonymous, type Slot } from "./slot.ts";

const examplesGiven = 10;
const slowGiven = 3;
const failingGiven = 200;

function latencyOf(slots: readonly Slot[]): LatencyCounts {
  const counts: LatencyCounts = new Map();
  for (const slot of slots) slot.eachLatency((bucket, count) => counts.set(bucket, (counts.get(bucket) ?? 0) + count));
  return counts;
}

function perSecond(slots: readonly Slot[], slowBuckets: readonly number[]): SecondNumbers[] {
  const seconds = Map.groupBy(slots, (slot) => Math.floor(slot.start / 1_000));
  return [...seconds]
    .toSorted(([a], [b]) => a - b)
    .map(([second, within]) => {
      const latency = latencyOf(within);
      return {
        at: new Date(second * 1_000).toISOString(),
        requests: total(within, "requests"),
        errors: total(within, "errors"),
        p95Ms: latencyQuantile(latency, 0.95),
        ...(slowBuckets.length > 0 && { slow: slowBuckets.map((from) => slowerThan(latency, from)) }),
      };
    });
}

const slowerThan = (latency: LatencyCounts, bucket: number): number =>
  [...latency].reduce((sum, [at, count]) => (at > bucket ? sum + count : sum), 0);

function total(slots: readonly Slot[], what: "requests" | "errors"): number {
  return slots.reduce((sum, slot) => sum + slot[what], 0);
}

/** Failures of as many different customers as there are, newest first; then the slowest requests that worked. */
function examples(slots: readonly Slot[]): ExampleRequest[] {
  const failures = slots.flatMap((slot) => slot.examples).toReversed();
  const seen = new Set<string | null>();
  const firsts = failures.filter((example) => !seen.has(example.customer) && seen.add(example.customer));
  const others = failures.filter((example) => !firsts.includes(example));
  const slow = slots
    .flatMap((slot) => slot.slowestExample ?? [])
    .toSorted((a, b) => b.durationMs - a.durationMs)
    .slice(0, slowGiven);
  return [...[...firsts, ...others].slice(0, examplesGiven - slow.length), ...slow];
}

/** What each customer met with: at a customer's number the requests, the failed ones, and those above each bucket. */
class Customers {
  readonly requests: Uint32Array;
  readonly errors: Uint32Array;
  readonly slow: readonly Uint32Array[];

  constructor(slots: readonly Slot[], { names, slowBuckets }: { names: number; slowBuckets: readonly number[] }) {
    const [requests, errors] = [new Uint32Array(names), new Uint32Array(names)];
    const slow = slowBuckets.map((from) => ({ from, counts: new Uint32Array(names) }));
    for (const slot of slots) {
      slot.eachRequest((customer, bucket, failed) => {
        requests[customer] = (requests[customer] ?? 0) + 1;
        errors[customer] = (errors[customer] ?? 0) + failed;
        for (const { from, counts } of slow) if (bucket > from) counts[customer] = (counts[customer] ?? 0) + 1;
      });
    }
    // requests of nobody in particular were not put on a side, so they say nothing about it
    requests[anonymous] = 0;
    this.requests = requests;
    this.errors = errors;
    this.slow = slow.map(({ counts }) => counts);
  }

  cells(marked: Uint32Array): readonly Cell[] {
    const table = new CellTable();
    for (let id = 0; id < this.requests.length; id += 1) table.add(this.requests[id] ?? 0, marked[id] ?? 0);
    return table.cells();
  }

  failing(nameOf: (id: number) => string): AffectedCustomer[] {
    const failing: AffectedCustomer[] = [];
    this.requests.forEach((requests, id) => {
      const errors = this.errors[id] ?? 0;
      if (requests > 0 && errors > 0) failing.push({ customer: nameOf(id), requests, errors });
    });
    return failing.toSorted((a, b) => b.errors - a.errors || a.customer.localeCompare(b.customer));
  }
}

/** Customers by their number, how many numbers are taken, and from which latencies on requests are counted as slow, ms. */
export interface Counting {
  readonly nameOf: (id: number) => string;
  readonly names: number;
  readonly slowMs: readonly number[];
}

/** Sums up the slots of one release; null without a request: that is "no data", not "no errors". */
export function releaseNumbers(slots: readonly Slot[], { nameOf, names, slowMs }: Counting): ReleaseNumbers | null {
  const requests = total(slots, "requests");
  if (requests === 0) return null;
  const errors = total(slots, "errors");
  const latency = latencyOf(slots);
  const slowBuckets = slowMs.map(latencyBucket);
  const customers = new Customers(slots, { names, slowBuckets });
  const byCustomer = customers.cells(customers.errors);
  const failing = customers.failing(nameOf);
  return {
    requests,
    errors,
    errorRate: errors / requests,
    p50Ms: latencyQuantile(latency, 0.5),
    p95Ms: latencyQuantile(latency, 0.95),
    customers: byCustomer.reduce((sum, { count }) => sum + count, 0),
    failingCustomerCount: failing.length,
    failingCustomers: failing.slice(0, failingGiven),
    examples: examples(slots),
    perSecond: perSecond(slots, slowBuckets),
    byCustomer,
    slow: slowMs.map((overMs, index) => ({ overMs, byCustomer: customers.cells(customers.slow[index] ?? new Uint32Array()) })),
  };
}
