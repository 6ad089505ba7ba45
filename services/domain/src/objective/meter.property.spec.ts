import fc from "fast-check";
import { expect, it } from "vitest";
import { measure } from "../availability/sweep.ts";
import type { DowntimeIncident } from "../reports/availabilityReport.ts";
import { meterOf, type KnownHistory, type Measurable } from "./meter.ts";
import { lately as latelyOf, looksBackTo, standingOf } from "./standing.ts";

const HOUR = 3_600_000;
const begins = Date.UTC(2026, 0, 1);
const iso = (hours: number): string => new Date(begins + hours * HOUR).toISOString();
const now = 900;
/** Shares that differ, none of them all or nothing. */
const weights = { critical: 90_017, major: 61_803, minor: 31_831 };

const objective: Measurable = {
  objectiveId: "shop", name: "Shop",
  parts: [{ serviceId: "shop", component: null, share: 100_000 }], target: 99_800, window: { kind: "rolling", days: 7 },
  weights, overlap: "independent", maintenance: "excluded", ownerId: null,
};

/** Most last hours, some lasted for weeks. */
const incidents = fc.array(
  fc.record({
    from: fc.integer({ min: 0, max: now }), lasted: fc.oneof(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: now })),
    impact: fc.constantFrom("minor", "major", "critical"),
  }),
  { maxLength: 40 },
).map((all) => all.map(({ from, lasted, impact }, n): DowntimeIncident => ({
  id: String(n), impact, startedAt: iso(from), resolvedAt: iso(from + lasted),
})));

const known = (all: readonly DowntimeIncident[]): KnownHistory => ({
  incidents: new Map([["shop", all]]), observedFrom: new Map([["shop", begins]]), now: begins + now * HOUR,
});

it("a window says the same whether years or only what touches it are looked at", () => {
  fc.assert(fc.property(
    incidents, fc.integer({ min: 0, max: now }), fc.integer({ min: 1, max: 60 }),
    (all, from, length) => {
      const window = { from: begins + from * HOUR, to: begins + (from + length) * HOUR };
      const impacts = all.map(({ id, impact, startedAt, resolvedAt }) => ({
        id, from: Date.parse(startedAt), to: Date.parse(resolvedAt ?? ""),
        share: impact === "critical" ? weights.critical : impact === "major" ? weights.major : weights.minor,
      }));
      const without = [{ from: known(all).now, to: Infinity }];
      expect(meterOf(objective, known(all)).over(window)).toEqual(measure(impacts, { window, without, overlap: objective.overlap }));
    },
  ), { numRuns: 500 });
});

it("a standing says the same without what was over before the moment to which it looks back", () => {
  fc.assert(fc.property(incidents, fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 12 }), (all, window, days) => {
    const of: Measurable = { ...objective, window: { kind: "rolling", days: window } };
    const since = looksBackTo(of, known(all).now, days);
    const lately = all.filter(({ resolvedAt }) => Date.parse(resolvedAt ?? "") > since);
    expect(standingOf(of, known(lately))).toEqual(standingOf(of, known(all)));
    for (const last of [1, days])
      expect(latelyOf(meterOf(of, known(lately)), known(all).now, last)).toEqual(latelyOf(meterOf(of, known(all)), known(all).now, last));
  }));
});
