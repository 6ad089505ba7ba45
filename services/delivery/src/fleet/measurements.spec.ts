import { describe, expect, it } from "vitest";
import { latencyBucket, latencyQuantile } from "./latency.ts";
import { LaneMeasurements, requestsOf } from "./measurements.ts";
import type { Measurement } from "./slot.ts";

const start = Date.parse("2026-11-04T09:00:00Z");
const iso = (offset: number) => new Date(start + offset).toISOString();

function request(overrides: Partial<Measurement>): Measurement {
  return {
    release: "v1", customer: "Alder Books", path: "/checkout", status: 200, durationMs: 10, traceId: "t", error: null, at: start,
    ...overrides,
  };
}

function measured(...requests: Partial<Measurement>[]): LaneMeasurements {
  const measurements = new LaneMeasurements("checkout/production", start);
  for (const each of requests) measurements.record(request(each));
  return measurements;
}

describe("quantiles", () => {
  it("are right to a few percent over five orders of magnitude", () => {
    for (const durationMs of [0.4, 3, 12, 180, 2_500, 30_000]) {
      const found = latencyQuantile(new Map([[latencyBucket(durationMs), 1]]), 0.95);
      expect(Math.abs(found / durationMs - 1)).toBeLessThan(0.05);
    }
  });

  it("leave out what lies above them", () => {
    const counts = new Map([[latencyBucket(10), 95], [latencyBucket(900), 5]]);
    expect(latencyQuantile(counts, 0.95)).toBeCloseTo(10, -1);
    expect(latencyQuantile(counts, 0.96)).toBeGreaterThan(800);
    expect(latencyQuantile(new Map(), 0.5)).toBe(0);
  });
});

describe("a window", () => {
  it("counts canary and stable over the same time", () => {
    const window = measured(
      {},
      { customer: "Ember Foods" },
      { release: "v2", status: 500, error: "no currency" },
      { release: "v2", customer: "Ember Foods" },
    ).window(start, start + 1_000);
    expect(window.releases.v1).toMatchObject({ requests: 2, errors: 0, errorRate: 0, customers: 2, failingCustomerCount: 0 });
    expect(window.releases.v2).toMatchObject({ requests: 2, errors: 1, errorRate: 0.5, customers: 2, failingCustomerCount: 1 });
    expect(window.releases.v2?.failingCustomers).toEqual([{ customer: "Alder Books", requests: 1, errors: 1 }]);
  });

  it("has no entry for a release without requests: no data is not a pass", () => {
    const measurements = measured({});
    expect(measurements.window(start + 1_000, start + 2_000).releases).toEqual({});
    expect(new LaneMeasurements("checkout/production", start).window(start, start + 1_000, { now: start + 1_000 })).toMatchObject({
      releases: {}, since: iso(0),
    });
  });

  it("leaves out what ended before or after it, to a quarter of a second", () => {
    const measurements = measured({ at: start - 1 }, { at: start }, { at: start + 999 }, { at: start + 1_000 });
    const window = measurements.window(start, start + 1_000);
    expect(window.releases.v1?.requests).toBe(2);
    expect([window.from, window.to]).toEqual([iso(0), iso(1_000)]);
    expect(measurements.window(start + 100, start + 900)).toMatchObject({ from: iso(0), to: iso(1_000) });
  });

  it("holds customers' errors, not their requests' fate elsewhere, worst first", () => {
    const window = measured(
      { customer: "Alder Books", status: 503 },
      { customer: "Ember Foods", status: 500, at: start + 300 },
      { customer: "Ember Foods", status: 500, at: start + 600 },
      { customer: "Ember Foods", at: start + 700 },
      { customer: null, status: 500 },
      { customer: "Cobalt Bikes", status: 404 },
    ).window(start, start + 1_000);
    expect(window.releases.v1?.failingCustomers).toEqual([
      { customer: "Ember Foods", requests: 3, errors: 2 },
      { customer: "Alder Books", requests: 1, errors: 1 },
    ]);
    expect(window.releases.v1).toMatchObject({ requests: 6, errors: 4, customers: 3 });
  });

  it("keeps failures of different customers as examples, and the slowest requests that worked", () => {
    const failures = Array.from({ length: 40 }, (_, index) => ({
      status: 500, error: "no currency", customer: index < 30 ? "Alder Books" : `Customer ${index}`, at: start + index * 300,
    }));
    const examples =
      measured(...failures, { durationMs: 4_000, at: start + 100, customer: "Umber Toys" }).window(start, start + 60_000).releases.v1
        ?.examples ?? [];
    expect(examples).toHaveLength(10);
    expect(new Set(examples.map(({ customer }) => customer)).size).toBeGreaterThanOrEqual(10);
    expect(examples[0]).toEqual({
      at: iso(39 * 300), customer: "Customer 39", path: "/checkout", status: 500, durationMs: 10, traceId: "t", error: "no currency",
    });
    expect(examples.at(-1)).toMatchObject({ customer: "Umber Toys", durationMs: 4_000, error: null });
  });

  it("is told by the second", () => {
    const window = measured({}, { at: start + 800, status: 500 }, { at: start + 2_100, durationMs: 300 }).window(start, start + 5_000);
    expect(window.releases.v1?.perSecond).toMatchObject([
      { at: iso(0), requests: 2, errors: 1 },
      { at: iso(2_000), requests: 1, errors: 0 },
    ]);
    expect(window.releases.v1?.perSecond[1]?.p95Ms).toBeGreaterThan(280);
  });

  it("counts a request that ended late in the time it ended in", () => {
    const measurements = measured({ at: start }, { at: start + 5_000 }, { at: start + 100, status: 500 });
    expect(measurements.window(start, start + 1_000).releases.v1).toMatchObject({ requests: 2, errors: 1, customers: 1 });
  });
});

describe("customers' sums", () => {
  const cellsOf = (cells: readonly { readonly count: number; readonly requests: number; readonly marked: number }[] | undefined) =>
    (cells ?? [])
      .map(({ count, requests, marked }) => ({ count, requests, marked }))
      .toSorted((a, b) => a.requests - b.requests || a.marked - b.marked);

  it("count those alike together, and leave out whoever is not told apart", () => {
    const window = measured(
      { customer: "Alder Books", status: 500 }, { customer: "Ember Foods" }, { customer: "Umber Toys", status: 503, at: start + 600 },
      { customer: "Cobalt Bikes" }, { customer: "Cobalt Bikes", status: 500, at: start + 900 }, { customer: null, status: 500 },
    ).window(start, start + 1_000);
    expect(cellsOf(window.releases.v1?.byCustomer)).toEqual([
      { count: 1, requests: 1, marked: 0 },
      { count: 1, requests: 2, marked: 1 },
      { count: 2, requests: 2, marked: 2 },
    ]);
  });

  it("count slow requests by customer and second beyond the limits asked for", () => {
    const window = measured(
      { durationMs: 90 },
      { durationMs: 400 },
      { durationMs: 400, at: start + 1_500, customer: "Ember Foods" },
    ).window(start, start + 2_000, { slowMs: [100, 1_000] });
    expect(window.releases.v1?.slow.map(({ overMs, byCustomer }) => [overMs, cellsOf(byCustomer)])).toEqual([
      [100, [{ count: 1, requests: 1, marked: 1 }, { count: 1, requests: 2, marked: 1 }]],
      [1_000, [{ count: 1, requests: 1, marked: 0 }, { count: 1, requests: 2, marked: 0 }]],
    ]);
    expect(window.releases.v1?.perSecond.map(({ slow }) => slow)).toEqual([[1, 0], [1, 0]]);
  });

  it("are a table of bounded size, however many customers there are", () => {
    const measurements = new LaneMeasurements("checkout/production", start);
    for (let index = 0; index < 60_000; index += 1)
      measurements.record(request({ customer: `c-${index % 20_000}`, status: index % 7 === 0 ? 500 : 200 }));
    const numbers = measurements.window(start, start + 250).releases.v1;
    expect(numbers).toMatchObject({ customers: 20_000, requests: 60_000 });
    expect(numbers?.byCustomer.length).toBeLessThan(20);
  });

  it("of all releases of a lane together are what its neighbours are shown", () => {
    expect(
      measured({}, { release: "v2", status: 500 }, { release: "v2", customer: "Ember Foods" }).whole(start, start + 1_000),
    ).toMatchObject({ requests: 3, errors: 1, customers: 2 });
    expect(measured({}).whole(start + 5_000, start + 6_000)).toBeNull();
  });
});

describe("memory", () => {
  it("goes back three hours and ends there", () => {
    const hour = 3_600_000;
    const measurements = measured(
      { at: start },
      { at: start + 10 * 60_000 },
      { at: start + 3 * hour, release: "v2" },
      { at: start + 3 * hour + 5 * 60_000, release: "v2" },
    );
    const { releases } = measurements.window(start, start + 4 * hour);
    expect(releases.v1?.requests).toBe(1);
    expect(releases.v2?.requests).toBe(2);
    measurements.record(request({ at: start + 9 * hour, release: "v3" }));
    expect(Object.keys(measurements.window(start, start + 10 * hour).releases)).toEqual(["v3"]);
  });

  it("forgets whom the oldest requests served before it forgets that there were requests", () => {
    const perSlot = 500;
    const measurements = new LaneMeasurements("checkout/production", start, 200 * perSlot);
    for (let slot = 0; slot < 220; slot += 1) {
      for (let index = 0; index < perSlot; index += 1) measurements.record(request({ at: start + slot * 250, customer: `c-${index}` }));
    }
    const old = measurements.window(start, start + 250).releases.v1;
    expect(old).toMatchObject({ requests: perSlot, customers: 0 });
    const fresh = measurements.window(start + 219 * 250, start + 220 * 250).releases.v1;
    expect(fresh).toMatchObject({ requests: perSlot, customers: perSlot });
  });
});

describe("the measured share", () => {
  it("is the canary's part of the requests since then, and unknown without requests", () => {
    const measurements = measured({}, { at: start + 1_000 }, { at: start + 1_000 }, { at: start + 1_000, release: "v2" });
    expect(measurements.share("v2", start + 1_000)).toBeCloseTo(33.33, 1);
    expect(measurements.share("v2", start)).toBe(25);
    expect(measurements.share("v2", start + 60_000)).toBeNull();
  });
});

describe("Prometheus", () => {
  it("gets counters by release and status, and a cumulative histogram", () => {
    const { totals } = measured({}, { status: 500, durationMs: 30 }, { status: 404, durationMs: 20_000 });
    expect(totals.requestLines({ lane: "a\"b" })).toContain('requests_total{lane="a\\"b",release="v1",status="404"} 1');
    expect(totals.errorLines({})).toEqual(['request_errors_total{release="v1"} 1']);
    const lines = totals.durationLines({});
    expect(lines).toContain('request_duration_seconds_bucket{release="v1",le="0.01"} 1');
    expect(lines).toContain('request_duration_seconds_bucket{release="v1",le="10"} 2');
    expect(lines).toContain('request_duration_seconds_bucket{release="v1",le="+Inf"} 3');
    expect(lines).toContain('request_duration_seconds_count{release="v1"} 3');
  });

  it("keeps the counters of the latest twenty releases", () => {
    const { totals } = measured(...Array.from({ length: 30 }, (_, index) => ({ release: `v${index}` })));
    expect(totals.errorLines({})).toHaveLength(20);
    expect(totals.errorLines({}).at(-1)).toContain("v29");
  });
});

describe("customers in groups", () => {
  const measurements = measured(
    { customer: "acme", durationMs: 10 },
    { customer: "acme", release: "v2", status: 500, durationMs: 400 },
    { customer: "globex", durationMs: 20, at: start + 300 },
    { customer: null, status: 500 },
    { customer: "initech", at: start + 5_000 },
  );
  const window = { from: start, to: start + 1_000 };

  it("are those who asked for something meanwhile, whoever served them", () => {
    expect(measurements.customers(window.from, window.to).toSorted()).toEqual(["acme", "globex"]);
    expect(measurements.customers(start + 4_000, start + 6_000)).toEqual(["initech"]);
  });

  it("are counted each for itself, slow requests by customer included", () => {
    expect(requestsOf(["nobody", "acme"], [measurements], { ...window, slowMs: [100] })).toMatchObject({
      requests: 2, errors: 1, customers: 1, failingCustomers: [{ customer: "acme", errors: 1 }],
      slow: [{ byCustomer: [{ count: 1, requests: 2, marked: 1 }] }],
    });
    expect(requestsOf(["globex"], [measurements], window)).toMatchObject({ requests: 1, errors: 0 });
    expect(requestsOf(["initech"], [measurements], window)).toBeNull();
    expect(requestsOf([], [measurements], window)).toBeNull();
  });

  it("are counted over several services as one, customer by customer", () => {
    const other = measured(
      { customer: "globex", status: 500 },
      { customer: "initech" },
      { customer: "acme" },
    );
    const together = requestsOf(["acme", "globex"], [measurements, other], window);
    expect(together).toMatchObject({ requests: 5, errors: 2, customers: 2 });
    // Both asked the two services: three and two requests, one of each failed.
    expect(together?.byCustomer.map(({ count, requests, marked }) => ({ count, requests, marked }))).toEqual([
      { count: 1, requests: 2, marked: 1 }, { count: 1, requests: 3, marked: 1 },
    ]);
    expect(together?.perSecond).toMatchObject([{ requests: 5, errors: 2 }]);
  });
});
