import { BUCKET_MS, type RequestCount } from "@ballast/schema";
import { describe, expect, it } from "vitest";
import type { DowntimeIncident } from "../reports/availabilityReport.ts";
import type { DefinedObjective } from "./objective.ts";
import { periodsOf, standingOf } from "./standing.ts";

const hour = 12 * BUCKET_MS;
const day = 24 * hour;
const now = Date.parse("2026-03-31T00:00:00Z");
const iso = (at: number): string => new Date(at).toISOString();
const serviceId = "20000000-0000-4000-8000-000000000001";
const objective = {
  objectiveId: "35000000-0000-4000-8000-000000000001", name: "Checkout", parts: [{ serviceId, component: null, share: 100_000 }],
  target: 99_800, window: { kind: "rolling", days: 30 }, weights: { critical: 100_000, major: 100_000, minor: 0 }, overlap: "max",
  maintenance: "excluded", ownerId: null, indicator: { counts: "bad", query: "bad", total: "all" }, corrections: [],
} as const satisfies Partial<DefinedObjective>;
const fine: RequestCount = { bad: 0, valid: 100 };

/** Every hour up to now, in which so many days have the same count, unless a place is named. */
function requests(days: number, named: Readonly<Record<number, readonly (RequestCount | null)[]>> = {}) {
  return Array.from({ length: days * 24 }, (_, back) => ({
    from: now - (back + 1) * hour, counts: named[back] ?? Array.from({ length: 12 }, () => fine),
  }));
}
const incident: DowntimeIncident = {
  id: "i", impact: "critical", startedAt: iso(now - 2 * day), resolvedAt: iso(now - 2 * day + hour),
};
const known = (hours: ReturnType<typeof requests>) => ({
  incidents: new Map([[serviceId, [incident]]]), observedFrom: new Map([[serviceId, now - 100 * day]]), requests: hours, now,
});
const all = (count: RequestCount | null) => Array.from({ length: 12 }, () => count);

describe("an objective that is measured by its requests", () => {
  it("is good ÷ valid: a busy hour weighs more than a quiet one", () => {
    const { availability, requests: counted, badMs, observedMs } = standingOf(
      objective, known(requests(30, { 30: all({ bad: 1_000, valid: 10_000 }), 31: all({ bad: 0, valid: 0 }) })),
    );
    const valid = (30 * 24 - 2) * 12 * 100 + 120_000;
    expect(counted).toEqual({ bad: 12_000, valid, observedMs: 30 * day });
    expect(availability).toBe(1 - 12_000 / valid);
    expect(badMs).toBeCloseTo((observedMs * 12_000) / valid, 6);
  });

  it("is not observed where nothing was counted: neither up nor down", () => {
    const { observedMs, unobservedMs, availability } = standingOf(objective, known(requests(30, { 3: all(null) }).slice(0, 24)));
    expect([observedMs, unobservedMs, availability]).toEqual([23 * hour, 29 * day + hour, 1]);
    expect(standingOf(objective, known([]))).toMatchObject({ availability: null, leftMs: 30 * day * 0.002, observedMs: 0 });
    expect(standingOf(objective, known(requests(1).map(({ from }) => ({ from, counts: all({ bad: 0, valid: 0 }) }))))).toMatchObject({
      availability: null, met: null,
    });
  });

  it("has a budget of the whole period, that goes by the share of bad requests and never comes back", () => {
    const gone = standingOf(objective, known(requests(30, { 100: all({ bad: 100, valid: 100 }), 200: all({ bad: 100, valid: 100 }) })));
    expect(gone.leftMs).toBeCloseTo(30 * day * 0.002 - 2 * hour, 3);
    expect(gone.points.at(-1)?.leftMs).toBeCloseTo(gone.leftMs, 3);
    expect(gone.points.every(({ leftMs }, place) => leftMs <= (gone.points[place - 1]?.leftMs ?? Infinity))).toBe(true);
    expect(gone.goneAt).toBeCloseTo(now - 100 * hour - hour + (30 * day * 0.002 - hour), -1);
  });

  it("burns as fast as its requests fail, over both windows", () => {
    const burning = standingOf(objective, known(requests(30, { 0: all({ bad: 4, valid: 100 }) })));
    expect(burning.burn.map(({ name, fires }) => [name, fires])).toEqual([["1 h", true], ["6 h", false], ["24 h", false], ["3 d", false]]);
    expect(burning.burn[0]?.long).toBeCloseTo(20, 6);
    const late = { ...known(requests(30, { 0: all({ bad: 4, valid: 100 }) })), now: now + hour };
    expect(standingOf(objective, late).burn[0]?.fires).toBe(true);
    expect(standingOf(objective, { ...late, now: now + 3 * hour }).burn[0]).toMatchObject({ long: null, fires: false });
    const over = standingOf(objective, known(requests(30, { 0: [...all({ bad: 4, valid: 100 }).slice(1), fine] })));
    expect(over.burn[0]?.fires).toBe(false);
  });

  it("leaves out what was corrected, and says what it would be without", () => {
    const hours = requests(30, { 10: all({ bad: 100, valid: 100 }) });
    const corrected = { ...objective, corrections: [{
      correctionId: "35000000-0000-4000-8000-000000000002", from: iso(now - 11 * hour), to: iso(now - 10 * hour), reason: "a load test",
    }] };
    const { availability, uncorrected, observedMs } = standingOf(corrected, known(hours));
    expect([availability, observedMs]).toEqual([1, 30 * day - hour]);
    expect(uncorrected).toBeCloseTo(1 - 1 / 720, 12);
    expect(standingOf(objective, known(hours))).toMatchObject({ availability: uncorrected, uncorrected });
  });

  it("shows incidents beside, whose cost is that of the incidents; its own figure is not theirs", () => {
    expect(standingOf(objective, known(requests(30)))).toMatchObject({ availability: 1, records: [{ id: "i", badMs: hour }] });
    expect(standingOf({ ...objective, indicator: null }, known([]))).toMatchObject({ badMs: hour, requests: null });
  });

  it("corrects what incidents cost, too", () => {
    const { badMs, uncorrected, availability } = standingOf({ ...objective, indicator: null, corrections: [{
      correctionId: "35000000-0000-4000-8000-000000000002", from: iso(now - 2 * day), to: iso(now - 2 * day + hour / 2), reason: "not ours",
    }] }, known([]));
    expect(badMs).toBe(hour / 2);
    expect(uncorrected).toBe(1 - hour / (30 * day));
    expect(availability).toBe(1 - hour / 2 / (30 * day - hour / 2));
  });

  it("has periods, as far back as anything was counted", () => {
    const monthly = { ...objective, window: { kind: "calendar", unit: "month", timeZone: "UTC" } } as const;
    expect(periodsOf(monthly, known(requests(60)), 12).map(({ from, met }) => [iso(from).slice(0, 7), met])).toEqual([
      ["2026-01", true], ["2026-02", true], ["2026-03", true],
    ]);
  });
});
