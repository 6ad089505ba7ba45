import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  addsNobody, assignment, closed, emptyLane, exposesAnybody, finished, prepared, promoted, restored, retired, sameWeight, weighted,
  type LaneState,
} from "./laneState.ts";

const at = new Date("2026-11-04T09:00:00Z");
const release = (version: string) => ({ version, artifact: { command: "run", args: [], env: {} }, instances: 1 });
const live = (version: string) => promoted(prepared(emptyLane("checkout", "production"), release(version)), version, at);
const customers = Array.from({ length: 2_000 }, (_, index) => `customer-${index}`);

/** The canary's customers. */
function exposed(state: LaneState): Set<string> {
  const assign = assignment(state);
  return new Set(customers.filter((customer) => assign(customer) === state.canary?.release));
}

describe("who is served by what", () => {
  it("is nobody while nothing is live", () => {
    expect(assignment(emptyLane("checkout", "production"))("anyone")).toBeNull();
  });

  it("only adds customers as the share grows, and takes them away in the opposite order", () => {
    const percent = fc.double({ min: 0, max: 100, noNaN: true });
    fc.assert(
      fc.property(percent, percent, fc.subarray(customers.slice(0, 20)), (a, b, named) => {
        const before = prepared(live("v1"), release("v2"));
        const [less, more] = [Math.min(a, b), Math.max(a, b)];
        const few = exposed(weighted(before, { release: "v2", percent: less, customers: named }, at));
        const many = exposed(weighted(before, { release: "v2", percent: more, customers: named }, at));
        expect([...few].filter((customer) => !many.has(customer))).toEqual([]);
        for (const name of named) expect(few.has(name)).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  it("does not depend on which release is exposed, nor on when", () => {
    const first = weighted(prepared(live("v1"), release("v2")), { release: "v2", percent: 10 }, at);
    const later = weighted(prepared(live("v7"), release("v8")), { release: "v8", percent: 10 }, new Date(0));
    expect(exposed(first)).toEqual(exposed(later));
  });

  it("keeps requests without a customer on the stable release until the canary has everybody", () => {
    const before = prepared(live("v1"), release("v2"));
    expect(assignment(weighted(before, { release: "v2", percent: 99.9 }, at))(null)).toBe("v1");
    expect(assignment(weighted(before, { release: "v2", percent: 100 }, at))(null)).toBe("v2");
  });

  it("is nobody but those named at 0 %", () => {
    const state = weighted(prepared(live("v1"), release("v2")), { release: "v2", percent: 0, customers: ["customer-3"] }, at);
    expect([...exposed(state)]).toEqual(["customer-3"]);
  });
});

type Step = (state: LaneState) => LaneState;
const versions = fc.constantFrom("v1", "v2", "v3");
const share = fc.integer({ min: 0, max: 100 });

/** What operations may do to a lane, with the conditions under which they do it. */
const step: fc.Arbitrary<Step> = fc.oneof(
  versions.map((version): Step => (state) => prepared(state, release(version))),
  fc.tuple(versions, share).map(([version, percent]): Step => (state) =>
    state.running.includes(version) && state.stable?.release !== version && (state.canary === null || state.canary.release === version)
      ? weighted(state, { release: version, percent }, at)
      : state,
  ),
  versions.map((version): Step => (state) =>
    state.running.includes(version) && (state.canary === null || state.canary.release === version) ? promoted(state, version, at) : state,
  ),
  versions.map((version): Step => (state) => restored(prepared(state, release(version)), version, at)),
  fc.constant<Step>((state) => restored(state, state.stable?.release ?? null, at)),
  fc.constant<Step>((state) => {
    const serving = [state.stable?.release, exposesAnybody(state.canary) ? state.canary?.release : undefined];
    return retired(state, state.running.filter((version) => !serving.includes(version)));
  }),
);

describe("a lane's state", () => {
  it("never names a serving release whose processes ought not to run, whatever happens in whatever order", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        let state = emptyLane("checkout", "production");
        for (const next of steps) {
          const hadStable = state.stable !== null;
          state = next(state);
          if (hadStable) expect(state.stable).not.toBeNull();
          const serving = [state.stable?.release, state.canary?.release].filter((version) => version !== undefined);
          expect(state.running).toEqual(expect.arrayContaining(serving));
          expect(state.releases.map((known) => known.version)).toEqual(expect.arrayContaining(state.running));
          expect(state.canary?.release === undefined || state.canary.release !== state.stable?.release).toBe(true);
        }
      }),
    );
  });

  it("keeps the moment since when a weight or a stable release is in force", () => {
    const later = new Date(at.getTime() + 60_000);
    const canary = weighted(prepared(live("v1"), release("v2")), { release: "v2", percent: 10 }, at);
    expect(weighted(canary, { release: "v2", percent: 10, customers: [] }, later).canary?.since).toBe(at.toISOString());
    expect(restored(canary, "v1", later).stable?.since).toBe(at.toISOString());
    expect(restored(canary, "v2", later).stable?.since).toBe(later.toISOString());
  });

  it("forgets the artifacts of old releases, but never of one that runs", () => {
    let state = live("v0");
    for (let index = 1; index <= 150; index += 1) state = retired(prepared(state, release(`v${index}`)), [`v${index}`]);
    const known = state.releases.map(({ version }) => version);
    expect(known).toContain("v0");
    expect(known).toContain("v150");
    expect(known).not.toContain("v1");
    expect(known.length).toBeLessThanOrEqual(101);
  });

  it("remembers a bounded number of operations and closed deploys", () => {
    let state = emptyLane("checkout", "production");
    for (let index = 0; index < 600; index += 1) {
      const outcome = { operationId: `operation-${index}`, appliedAt: at.toISOString(), changed: true, stable: null };
      state = closed(finished(state, { fingerprint: "x", outcome }), `deploy-${index}`);
    }
    expect(state.operations).toHaveLength(500);
    expect(state.operations.at(-1)?.outcome.operationId).toBe("operation-599");
    expect(state.closedDeploys).toHaveLength(200);
    expect(closed(state, "deploy-599")).toBe(state);
    expect(closed(state, undefined)).toBe(state);
  });

  it("compares weights by what they mean", () => {
    const canary = { release: "v2", percent: 10, customers: ["a", "b"], since: "" };
    expect(sameWeight(canary, { release: "v2", percent: 10, customers: ["b", "a", "a"] })).toBe(true);
    expect(sameWeight(canary, { release: "v2", percent: 10 })).toBe(false);
    expect(sameWeight(null, { release: "v2", percent: 0 })).toBe(false);
    expect(addsNobody(canary, { release: "v2", percent: 5, customers: ["a"] })).toBe(true);
    expect(addsNobody(canary, { release: "v2", percent: 5, customers: ["c"] })).toBe(false);
    expect(addsNobody(null, { release: "v2", percent: 1 })).toBe(false);
  });
});
