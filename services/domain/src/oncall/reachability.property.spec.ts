import { plainLayer, type RotationLayer } from "@ballast/schema";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RotationSchedule } from "./duties.ts";
import { PROOF_MS, reachabilityWithin, reachedMinutes, reachOf, type Reach } from "./reachability.ts";
import { everybodyAt } from "./schedule.ts";

const DAY = 86_400_000;
const start = Date.parse("2026-11-01T00:00:00Z");
const window = { from: start, to: start + 30 * DAY };
const people = ["ana", "ben", "cleo"];
const iso = (at: number): string => new Date(at).toISOString();

const anyLayer = fc.record({ turns: fc.uniqueArray(
  fc.constantFrom(...people), { maxLength: 3 },
), zone: fc.constantFrom("UTC", "Europe/Zurich"),
  night: fc.boolean(), at: fc.nat(23) }).map(({ turns, zone, night, at }): RotationLayer => ({
  ...plainLayer, layerId: "layer", effectiveFrom: iso(start - 60 * DAY), timeZone: zone, people: turns,
  startsOn: "2026-09-01", handOver: { every: "day", weekday: null, at: `${String(at).padStart(2, "0")}:00` },
  hours: night ? [{ weekdays: [1, 2, 3, 4, 5], from: "20:00", to: "08:00", daysLater: 1 }] : [],
}));
const anySchedule: fc.Arbitrary<RotationSchedule> = fc.record({
  layers: fc.array(anyLayer, { maxLength: 2 }).map(
    (layers) => layers.map((layer, index) => ({ ...layer, layerId: `layer ${String(index)}` })),
  ),
  overrides: fc.array(
    fc.record({ personId: fc.constantFrom(...people), day: fc.nat(29), length: fc.integer({ min: 1, max: 60 }) }), { maxLength: 3 },
  )
    .map((all) => all.map(({ personId, day, length }, index) => ({
      overrideId: String(index), personId, from: iso(start + day * DAY), to: iso(start + day * DAY + length * 3_600_000),
    }))),
  left: fc.constant(new Map<string, string>()),
  fallbacks: fc.option(fc.constantFrom(...people)).map((personId) => [{ personId, from: iso(start - DAY) }]),
});
const anyReach: fc.Arbitrary<Reach> = fc.record({
  canWake: fc.boolean(), provenAt: fc.option(fc.integer({ min: start - PROOF_MS - DAY, max: start + 20 * DAY })),
});
const anyKnown = fc.tuple(anyReach, anyReach, anyReach).map((all) => new Map(people.map((id, index) => [id, all[index] ?? unknown])));
const unknown: Reach = { canWake: false, provenAt: null };

describe("the reachability proof", () => {
  it("covers every minute of the time, once, and says of each what is so of it", () => {
    fc.assert(fc.property(anySchedule, anyKnown, fc.array(
      fc.nat(30 * 1_440 - 1), { minLength: 20, maxLength: 20 },
    ), (schedule, known, minutes) => {
      const knownOf = (id: string): Reach => known.get(id) ?? unknown;
      const times = reachabilityWithin(schedule, window, knownOf);
      expect(times[0]?.from).toBe(window.from);
      expect(times.at(-1)?.to).toBe(window.to);
      for (const [index, { from, to }] of times.entries()) {
        expect(from).toBeLessThan(to);
        if (index > 0) expect(from).toBe(times[index - 1]?.to);
      }
      for (const minute of minutes) {
        const at = window.from + minute * 60_000;
        const here = times.find(({ from, to }) => from <= at && at < to);
        expect(here?.word).toBe(reachOf(everybodyAt(schedule, iso(at)), knownOf, at));
      }
      expect(Object.values(reachedMinutes(times)).reduce((sum, each) => sum + each, 0)).toBeCloseTo(30 * 1_440, -1);
    }), { numRuns: 60 });
  });

  it("never becomes worse by another proof or another channel", () => {
    const rank = { proven: 0, unproven: 1, silent: 2, nobody: 3 };
    fc.assert(fc.property(fc.subarray(people), anyKnown, fc.constantFrom(...people), (onCall, known, better) => {
      const at = start + 5 * DAY;
      const knownOf = (id: string): Reach => known.get(id) ?? unknown;
      const after = (id: string): Reach => (id === better ? { canWake: true, provenAt: at - DAY } : knownOf(id));
      expect(rank[reachOf(onCall, after, at)]).toBeLessThanOrEqual(rank[reachOf(onCall, knownOf, at)]);
    }));
  });

  it("is as old as a quarter of a year, and ends in the middle of a turn", () => {
    const layer: RotationLayer = {
      ...plainLayer, layerId: "l", effectiveFrom: iso(start - DAY), timeZone: "UTC", people: ["ana"], startsOn: "2026-10-31",
      handOver: { every: "week", weekday: 1, at: "00:00" },
    };
    const schedule = { layers: [layer], overrides: [], left: new Map<string, string>() };
    const proven = start + 10 * DAY - PROOF_MS;
    const times = (reach: Reach) => reachabilityWithin(schedule, window, () => reach).map(
      ({ from, to, word }) => [(from - start) / DAY, (to - start) / DAY, word],
    );
    expect(times({ canWake: true, provenAt: proven })).toEqual([[0, 10, "proven"], [10, 30, "unproven"]]);
    expect(times({ canWake: true, provenAt: null })).toEqual([[0, 30, "unproven"]]);
    expect(times({ canWake: false, provenAt: proven })).toEqual([[0, 30, "silent"]]);
  });
});
