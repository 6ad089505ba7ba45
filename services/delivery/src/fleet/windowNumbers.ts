import type { AffectedCustomer, ExampleRequest } from "@ballast/schema";
import type { ReleaseNumbers, SecondNumbers } from "../metrics.ts";
import { latencyQuantile, type LatencyCounts } from "./latency.ts";
import type { Slot } from "./slot.ts";

const examplesGiven = 10;
const slowGiven = 3;
const failingGiven = 200;

function latencyOf(slots: readonly Slot[]): LatencyCounts {
  const counts: LatencyCounts = new Map();
  for (const slot of slots) slot.eachLatency((bucket, count) => counts.set(bucket, (counts.get(bucket) ?? 0) + count));
  return counts;
}

function perSecond(slots: readonly Slot[]): SecondNumbers[] {
  const seconds = Map.groupBy(slots, (slot) => Math.floor(slot.start / 1_000));
  return [...seconds]
    .toSorted(([a], [b]) => a - b)
    .map(([second, within]) => ({
      at: new Date(second * 1_000).toISOString(),
      requests: total(within, "requests"),
      errors: total(within, "errors"),
      p95Ms: latencyQuantile(latencyOf(within), 0.95),
    }));
}

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

function affected(slots: readonly Slot[], nameOf: (id: number) => string): { customers: number; failing: AffectedCustomer[] } {
  const sums = new Map<number, { requests: number; errors: number }>();
  for (const slot of slots) {
    slot.eachCustomer((id, requests, errors) => {
      const sum = sums.get(id) ?? { requests: 0, errors: 0 };
      sums.set(id, { requests: sum.requests + requests, errors: sum.errors + errors });
    });
  }
  const failing = [...sums]
    .filter(([, sum]) => sum.errors > 0)
    .map(([id, sum]) => ({ customer: nameOf(id), ...sum }))
    .toSorted((a, b) => b.errors - a.errors || a.customer.localeCompare(b.customer));
  return { customers: sums.size, failing };
}

/** Sums up the slots of one release; null without a request: that is "no data", not "no errors". */
export function releaseNumbers(slots: readonly Slot[], nameOf: (id: number) => string): ReleaseNumbers | null {
  const requests = total(slots, "requests");
  if (requests === 0) return null;
  const errors = total(slots, "errors");
  const latency = latencyOf(slots);
  const { customers, failing } = affected(slots, nameOf);
  return {
    requests,
    errors,
    errorRate: errors / requests,
    p50Ms: latencyQuantile(latency, 0.5),
    p95Ms: latencyQuantile(latency, 0.95),
    customers,
    failingCustomerCount: failing.length,
    failingCustomers: failing.slice(0, failingGiven),
    examples: examples(slots),
    perSecond: perSecond(slots),
  };
}
