import { describe, expect, it } from "vitest";
import type { DowntimeIncident } from "../reports/availabilityReport.ts";
import type { KnownHistory } from "./meter.ts";
import type { ObjectiveContent } from "./objective.ts";
import { periodsOf, standingOf, type Standing } from "./standing.ts";

const [checkout, search] = ["20000000-0000-4000-8000-000000000001", "20000000-0000-4000-8000-000000000002"] as const;
const MINUTE = 60_000;
const now = Date.parse("2026-11-16T00:00:00Z");
const content: ObjectiveContent = {
  objectiveId: "35000000-0000-4000-8000-000000000001", name: "Checkout", parts: [{ serviceId: checkout, component: null, share: 100_000 }],
  target: 99_800, window: { kind: "calendar", unit: "month", timeZone: "UTC" }, weights: { critical: 100_000, major: 50_000, minor: 0 },
  overlap: "max", maintenance: "excluded", ownerId: null,
};
const at = (day: number, time = "00:00"): string => `2026-11-${String(day).padStart(2, "0")}T${time}:00Z`;
const incident = (id: string, other: Partial<DowntimeIncident> = {}): DowntimeIncident =>
  ({ id, impact: "critical", startedAt: at(10), resolvedAt: at(10, "00:40"), components: ["Payments"], ...other });

interface Asked {
  readonly objective?: Partial<ObjectiveContent>;
  readonly incidents?: readonly DowntimeIncident[];
  readonly others?: readonly DowntimeIncident[];
  readonly observedFrom?: number | null;
}

function history({ incidents = [], others = [], observedFrom = 0 }: Asked): KnownHistory {
  const known: readonly (readonly [string, number])[] = observedFrom === null ? [] : [[checkout, observedFrom], [search, 0]];
  return { incidents: new Map([[checkout, incidents], [search, others]]), observedFrom: new Map(known), now };
}

const standing = (asked: Asked): Standing => standingOf({ ...content, ...asked.objective }, history(asked));

const minutes = (ms: number): number => ms / MINUTE;

describe("where an objective stands", () => {
  it("counts the whole month as the budget, and the part that has passed as observed", () => {
    const { from, to, observedMs, badMs, availability, budgetMs, leftMs, unobservedMs } = standing({ incidents: [incident("a")] });
    expect([from, to].map((ms) => new Date(ms).toISOString())).toEqual(["2026-11-01T00:00:00.000Z", "2026-12-01T00:00:00.000Z"]);
    expect([observedMs, badMs, budgetMs, leftMs, unobservedMs].map(minutes)).toEqual([15 * 1440, 40, 86.4, expect.closeTo(46.4, 9), 0]);
    expect(availability).toBeCloseTo(1 - 40 / 21_600, 12);
  });

  it("weighs levels, and takes the share of customers where somebody counted", () => {
    expect(minutes(standing({ incidents: [incident("a", { impact: "major" })] }).badMs)).toBe(20);
    expect(minutes(standing({ incidents: [incident("a", { impact: "minor" })] }).badMs)).toBe(0);
    expect(minutes(standing({ incidents: [incident("a", { impact: "none" })] }).badMs)).toBe(0);
    const intervals = [{ from: at(10), to: at(10, "01:40"), impact: "minor", share: 10_000 }];
    expect(minutes(standing({ incidents: [incident("a", { intervals })] }).badMs)).toBe(10);
  });

  it("counts of a component what names it, at its share of the whole", () => {
    const parts = [
      { serviceId: checkout, component: "Payments", share: 60_000 },
      { serviceId: search, component: null, share: 20_000 },
    ];
    const asked = {
      objective: { parts }, incidents: [incident("a"), incident("b", { components: ["Basket"] })],
      others: [incident("c", { startedAt: at(10, "00:20"), resolvedAt: at(10, "01:00"), components: [] })],
    };
    expect(minutes(standing(asked).badMs)).toBe(40 * 0.6 + 20 * 0.2);
    expect(minutes(standing({ ...asked, objective: { parts, overlap: "capped" } }).badMs)).toBe(40 * 0.6 + 40 * 0.2);
    expect(
      standing({ ...asked, incidents: [incident("b", { resolvedAt: at(10, "00:10") }), incident("a")] }).records.map(({ id }) => id),
    ).toEqual(["a", "c", "b"]);
    expect(standing(asked).records).toEqual([
      { id: "a", badMs: 24 * MINUTE, overLimit: true },
      { id: "c", badMs: 8 * MINUTE, overLimit: false },
    ]);
  });

  it("leaves maintenance out of time and budget, or counts it as time", () => {
    const maintenance = incident("m", { impact: "maintenance", startedAt: at(10, "00:20"), resolvedAt: at(10, "01:00") });
    const excluded = standing({ incidents: [incident("a"), maintenance] });
    expect([excluded.badMs, excluded.maintenanceMs, excluded.observedMs, excluded.budgetMs].map(minutes)).toEqual([20, 40, 21_560, 86.32]);
    expect(excluded.unobservedMs).toBe(0);
    expect(standing({ incidents: [incident("m", { impact: "maintenance", resolvedAt: null })] })).toMatchObject({
      maintenanceMs: 0, withoutEnd: [],
    });
    const counted = standing({ incidents: [incident("a"), maintenance], objective: { maintenance: "counted" } });
    expect([counted.badMs, counted.maintenanceMs, counted.observedMs].map(minutes)).toEqual([40, 0, 21_600]);
  });

  it("never takes for up what nobody observed", () => {
    const late = standing({
      incidents: [incident("a", { startedAt: at(3), resolvedAt: at(3, "01:00") })], observedFrom: Date.parse(at(11)),
    });
    expect([late.observedMs, late.unobservedMs, late.badMs].map(minutes)).toEqual([5 * 1440, 10 * 1440, 0]);
    const parts = [{ serviceId: search, component: null, share: 50_000 }, { serviceId: checkout, component: null, share: 50_000 }];
    expect(minutes(standing({ objective: { parts }, observedFrom: Date.parse(at(11)) }).observedMs)).toBe(5 * 1440);
    const never = standing({ observedFrom: null });
    expect(never).toMatchObject({ availability: null, observedMs: 0, forecastGoneAt: null });
    expect(never.burn.map(({ long, fires }) => [long, fires])).toEqual([[null, false], [null, false], [null, false], [null, false]]);
  });

  it("lets an open incident end now, and names those that never say when they ended", () => {
    const open = incident("a", { startedAt: at(15, "23:30"), resolvedAt: null, openUntil: new Date(now).toISOString() });
    expect(minutes(standing({ incidents: [open] }).badMs)).toBe(30);
    expect(
      standing({ incidents: [incident("b", { resolvedAt: null }), incident("c", { resolvedAt: null, impact: "minor" })] }),
    ).toMatchObject({ badMs: 0, withoutEnd: ["b"] });
  });

  it("fires the quick rules while everything is down, with both windows, and none long after", () => {
    const open = incident("a", { startedAt: at(15, "23:54"), resolvedAt: null, openUntil: new Date(now).toISOString() });
    const burning = standing({ incidents: [open] });
    expect(burning.burn.map(({ name, fires }) => [name, fires])).toEqual([["1 h", true], ["6 h", true], ["24 h", false], ["3 d", false]]);
    expect(burning.burn[0]).toMatchObject({ long: expect.closeTo(50, 9), short: expect.closeTo(500, 9) });
    const over = standing({ incidents: [incident("a", { startedAt: at(15, "23:20"), resolvedAt: at(15, "23:50") })] });
    expect(over.burn[0]).toMatchObject({ long: expect.closeTo(250, 9), short: 0, fires: false });
  });

  it("says of an outage of everyone how long it takes to fire", () => {
    expect(standing({}).burn.map(({ totalOutageMs }) => (totalOutageMs ?? 0) / 1000)).toEqual(
      [103.68, 259.2, 518.4, 518.4].map((s) => expect.closeTo(s, 6)),
    );
  });

  it("says when the budget was gone, or when it will be", () => {
    const gone = standing({ incidents: [incident("a", { resolvedAt: at(10, "02:00") })] });
    expect(gone.goneAt).toBe(Date.parse(at(10)) + 86.4 * MINUTE);
    expect(gone.forecastGoneAt).toBeNull();
    const going = standing({ incidents: [incident("a", { startedAt: at(10), resolvedAt: at(10, "01:00") })] });
    expect(going.goneAt).toBeNull();
    expect(going.points.at(-1)).toEqual({ at: now, leftMs: going.leftMs });
    // 60 bad minutes in 28 days, 26.4 left: 12.32 days.
    expect(new Date(going.forecastGoneAt ?? 0).toISOString()).toBe("2026-11-28T07:40:48.000Z");
    expect(standing({ incidents: [incident("a", { resolvedAt: at(10, "00:10") })] }).forecastGoneAt).toBeNull();
    const rolling = (end: string) =>
      standing({
        incidents: [incident("a", { resolvedAt: at(10, end) })], objective: { window: { kind: "rolling", days: 30 } },
      }).forecastGoneAt;
    expect(rolling("01:00")).toBeGreaterThan(now);
    // Ten minutes in four weeks fall out of the thirty days before 76 more are used.
    expect(rolling("00:10")).toBeNull();
  });
});

describe("the periods of an objective", () => {
  const met = (asked: Asked, last = 12) =>
    periodsOf({ ...content, ...asked.objective }, history(asked), last).map((period) => [
      new Date(period.from).toISOString().slice(0, 10),
      minutes(period.badMs),
      period.met,
    ]);

  it("are those in which something was observed, oldest first, each measured by itself", () => {
    const incidents = [incident("a"), incident("b", { startedAt: "2026-09-30T23:30:00Z", resolvedAt: "2026-10-01T01:30:00Z" })];
    const asked = { incidents, observedFrom: Date.parse("2026-09-20T00:00:00Z") };
    expect(met(asked)).toEqual([["2026-09-01", 30, true], ["2026-10-01", 90, false], ["2026-11-01", 40, true]]);
    expect(met(asked, 2).map(([from]) => from)).toEqual(["2026-10-01", "2026-11-01"]);
    expect(met({ ...asked, observedFrom: null })).toEqual([]);
  });

  it("are met to the millisecond: exactly the budget is not too much", () => {
    const october = (ms: number) =>
      met(
        {
          incidents: [
            incident("a", {
              startedAt: "2026-10-10T00:00:00Z",
              resolvedAt: new Date(Date.parse("2026-10-10T00:00:00Z") + 89.28 * MINUTE + ms).toISOString(),
            }),
          ],
        },
        2,
      )[0];
    expect([october(0), october(1)]).toEqual([
      ["2026-10-01", 89.28, true],
      ["2026-10-01", expect.closeTo(89.28, 3), false],
    ]);
  });

  it("of days that roll on follow each other without a gap", () => {
    const periods = periodsOf({ ...content, window: { kind: "rolling", days: 7 } }, history({}), 3);
    expect(periods.map(({ from, to }) => [from, to])).toEqual(
      [3, 2, 1].map((weeks) => [now - weeks * 7 * 1440 * MINUTE, now - (weeks - 1) * 7 * 1440 * MINUTE]),
    );
  });
});
