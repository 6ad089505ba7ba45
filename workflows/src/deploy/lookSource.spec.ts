import { judgeLook } from "@ballast/domain";
import type { MetricProvider, MetricWindow, ReleaseNumbers, WindowRequest } from "@ballast/delivery";
import { CellTable, defaultLatency } from "@ballast/schema";
import { describe, expect, it } from "vitest";
import type { WatchedStep as Judged } from "./deployActivities.ts";
import { lookSource, lookWindows } from "./lookSource.ts";

const second = 1_000;
const minute = 60 * second;
const start = Date.parse("2026-11-28T12:00:00.000Z");
const at = (ms: number): Date => new Date(start + ms);

/** 400 customers with ten requests each, of whom some always fail. */
function numbers(failing: number, failingSeconds = failing): ReleaseNumbers {
  const table = new CellTable();
  for (let index = 0; index < 400; index += 1) table.add(10, index < failing ? 10 : 0);
  const perSecond = Array.from({ length: 60 }, (_, index) => ({
    at: at(index * second).toISOString(), requests: 60, errors: Math.min(60, Math.round((failingSeconds * 10) / 60) + (index % 2)),
    p95Ms: 20,
  }));
  return {
    requests: 4_000, errors: failing * 10, errorRate: failing / 400, p50Ms: 10, p95Ms: 20, customers: 400, failingCustomerCount: failing,
    failingCustomers: [], examples: [], perSecond, byCustomer: table.cells(), slow: [],
  };
}

interface World {
  readonly stableFails: number;
  readonly newFails: number;
  readonly others?: { readonly before: number; readonly during: number };
}

function world({ stableFails, newFails, others }: World) {
  const asked: { readonly from: number; readonly to: number }[] = [];
  const until = at(0).getTime();
  const metrics: Pick<MetricProvider, "window" | "neighbours"> = {
    window: ({ from, to }: WindowRequest): Promise<MetricWindow> => {
      asked.push({ from: from.getTime() - start, to: to.getTime() - start });
      const releases: MetricWindow["releases"] = to.getTime() <= until ? { v1: numbers(stableFails) } : { v2: numbers(newFails) };
      return Promise.resolve({
        lane: "shop/production", from: from.toISOString(), to: to.toISOString(), since: at(-minute).toISOString(), releases,
      });
    },
    neighbours: ({ to }) =>
      Promise.resolve(
        others === undefined ? [] : [{ service: "search", numbers: numbers(to.getTime() <= until ? others.before : others.during) }],
      ),
  };
  return { asked, parts: { metricsOf: () => metrics } };
}

const judged: Judged = {
  deploy: {
    deployId: "d", laneId: "l", serviceId: "s", service: "shop", environment: "production", releaseId: "r2", version: "v2",
    fromReleaseId: "r1", fromVersion: "v1", correlationId: "c", requestEventId: "e", actor: { personId: null, name: "Ana", means: "cli" },
  },
  step: 4,
  percent: 100,
  customers: [],
  bakeMs: 10 * minute,
  analysis: { minSamples: 50, maxErrorsPer100k: 1_000, minEffectPer100k: 500, maxP95Ms: null, ...defaultLatency },
  since: at(5 * minute).toISOString(),
  stableUntil: at(0).toISOString(),
  stretches: 5,
};

function looking(of: World, now = at(8 * minute)) {
  const { asked, parts } = world(of);
  const windows = lookWindows(judged, now);
  const source = lookSource(parts, { judged, windows, signal: new AbortController().signal, keep: () => undefined });
  return {
    asked,
    windows,
    judgement: judgeLook(source, {
      look: 18, final: false, plannedLooks: 60, stretches: 5, basis: windows.basis, criteria: judged.analysis,
    }),
  };
}

describe("a release that serves everybody", () => {
  it("is compared with as long a time before the stable release stopped serving", async () => {
    const { asked, judgement } = looking({ stableFails: 20, newFails: 20 });
    expect(await judgement).toMatchObject({ verdict: "pass", evidence: { basis: "past" } });
    expect(asked).toContainEqual({ from: 5 * minute, to: 8 * minute });
    expect(asked).toContainEqual({ from: -3 * minute, to: 0 });
    expect(asked).toContainEqual({ from: 7 * minute, to: 8 * minute });
  });

  it("goes back for a rise over that past, unless another service got worse too", async () => {
    expect(await looking({ stableFails: 20, newFails: 120 }).judgement).toMatchObject({ verdict: "fail", elsewhere: false });
    expect(await looking({ stableFails: 20, newFails: 120, others: { before: 2, during: 2 } }).judgement).toMatchObject({
      verdict: "fail", elsewhere: false,
    });
    expect(await looking({ stableFails: 20, newFails: 120, others: { before: 2, during: 90 } }).judgement).toMatchObject({
      verdict: "inconclusive", elsewhere: true, evidence: { witnesses: ["search"] },
    });
  });

  it("has no witness in a service that was not there before, and none where nobody can be asked", async () => {
    const source = (neighbours: MetricProvider["neighbours"], signal = new AbortController().signal) =>
      lookSource(
        { metricsOf: () => ({ window: () => Promise.reject(new Error("not asked")), neighbours }) },
        { judged, windows: lookWindows(judged, at(8 * minute)), signal, keep: () => undefined },
      );
    const newcomer: MetricProvider["neighbours"] = ({ to }) =>
      Promise.resolve(to.getTime() <= at(0).getTime() ? [] : [{ service: "new", numbers: numbers(90) }]);
    expect(await source(newcomer).witnesses()).toEqual([]);
    const away = (): Promise<never> => Promise.reject(new Error("the fleet does not answer"));
    expect(await source(away).witnesses()).toEqual([]);
    await expect(source(away, AbortSignal.abort()).witnesses()).rejects.toThrow("does not answer");
    const both: MetricProvider["neighbours"] = ({ to }) =>
      Promise.resolve([{ service: "search", numbers: numbers(to.getTime() <= at(0).getTime() ? 2 : 90) }]);
    expect(await source(both).witnesses()).toMatchObject([
      { name: "search", before: { numbers: { errors: 20 } }, during: { numbers: { errors: 900 } } },
    ]);
  });

  it("is looked at anew after an outage, and during one only as it is now", () => {
    expect(lookWindows({ ...judged, from: at(7 * minute).toISOString() }, at(8 * minute)).step).toEqual({
      from: at(7 * minute),
      to: at(8 * minute),
    });
    expect(lookWindows({ ...judged, outage: true }, at(8 * minute)).step).toEqual({ from: at(7 * minute), to: at(8 * minute) });
  });
});

describe("a canary", () => {
  it("is compared with the stable release at the same time; a first release with nothing", () => {
    expect(lookWindows({ ...judged, percent: 10 }, at(8 * minute))).toMatchObject({ basis: "stable", pastUntil: null });
    expect(lookWindows({ ...judged, deploy: { ...judged.deploy, fromVersion: null } }, at(8 * minute)).basis).toBe("limit");
  });

  it("is looked at lately only when that is less than everything", () => {
    expect(lookWindows(judged, at(6 * minute)).recent).toBeNull();
    expect(lookWindows(judged, at(8 * minute)).recent).toEqual({ from: at(7 * minute), to: at(8 * minute) });
  });
});

describe("what a look asks for", () => {
  const first = { ...judged, deploy: { ...judged.deploy, fromVersion: null } };
  type Window = MetricProvider["window"];
  const sourceOf = (window: Window, { of = judged, now = at(8 * minute), signal = new AbortController().signal } = {}) => {
    const kept: ReleaseNumbers[] = [];
    const parts = { metricsOf: () => ({ window, neighbours: () => Promise.resolve([]) }) };
    return { kept, source: lookSource(parts, { judged: of, windows: lookWindows(of, now), signal, keep: (one) => void kept.push(one) }) };
  };
  const answers = (of: (asked: { readonly from: number; readonly to: number }) => Readonly<Record<string, ReleaseNumbers>>): Window =>
    ({ from, to }) =>
      Promise.resolve({
        lane: "shop/production", from: from.toISOString(), to: to.toISOString(), since: from.toISOString(),
        releases: of({ from: from.getTime() - start, to: to.getTime() - start }),
      });

  it("keeps for the record what the release did since the step began, not what it did lately", async () => {
    const { source, kept } = sourceOf(answers(({ from }) => ({ v2: numbers(from === 7 * minute ? 2 : 1) })));
    await source.measure("recent", []);
    expect(kept).toEqual([]);
    await source.measure("step", []);
    expect(kept.map(({ failingCustomerCount }) => failingCustomerCount)).toEqual([1]);
    const nobody = sourceOf(answers(() => ({})));
    expect(await nobody.source.measure("step", [])).toMatchObject({ canary: { sample: { numbers: { requests: 0 } } } });
    expect(nobody.kept).toEqual([]);
  });

  it("compares with nothing where nothing served before, and looks at nothing lately where all is lately", async () => {
    const { source } = sourceOf(answers(() => ({ v2: numbers(1) })), { of: first, now: at(6 * minute) });
    expect(await source.measure("step", [])).toMatchObject({ baseline: null });
    expect([await source.measure("recent", []), await source.worst("step", []), await source.worst("recent", [])]).toEqual([
      null, null, null,
    ]);
  });

  it("holds a release against the worst of the hour before it alone, where one stood there", async () => {
    const asked: { readonly from: number; readonly to: number }[] = [];
    const { source } = sourceOf(answers((span) => {
      asked.push(span);
      return { v1: numbers(20) };
    }));
    expect((await source.worst("step", []))?.errors).toBeGreaterThan(0);
    expect(asked).toEqual([{ from: -60 * minute, to: 0 }]);
    expect(await sourceOf(answers(() => ({ v2: numbers(20) }))).source.worst("step", [])).toBeNull();
    const canary = sourceOf(answers(() => ({ v1: numbers(20) })), { of: { ...judged, percent: 10 } });
    expect(await canary.source.worst("step", [])).toBeNull();
  });

  it("is an error of both sides where the metrics cannot be asked, and no answer where the look is called off", async () => {
    const away: Window = () => Promise.reject(new Error("the fleet does not answer"));
    const why = { error: "the fleet does not answer" };
    expect(await sourceOf(away).source.measure("step", [])).toEqual({ canary: why, baseline: why });
    expect(await sourceOf(away, { of: first }).source.measure("step", [])).toEqual({ canary: why, baseline: null });
    await expect(sourceOf(away, { signal: AbortSignal.abort() }).source.measure("step", [])).rejects.toThrow("does not answer");
  });
});
