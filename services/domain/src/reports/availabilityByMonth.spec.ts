import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { availabilityByMonth, type MonthsQuery } from "./availabilityByMonth.ts";
import { availabilityReport, type DowntimeIncident } from "./availabilityReport.ts";

const query: MonthsQuery = {
  from: "2026-01-01", to: "2026-04-01", impact: ["major", "critical"], timeZone: "UTC", observedFrom: "2020-01-01T00:00:00Z",
  now: "2026-06-01T00:00:00Z",
};
const outage = (id: string, startedAt: string, minutes: number, impact = "major"): DowntimeIncident => ({
  id, impact, startedAt, resolvedAt: new Date(Date.parse(startedAt) + minutes * 60_000).toISOString(),
});
const monthOf = (timeZone: string, from: string, to: string) => availabilityByMonth([], { ...query, from, to, timeZone }).months;

describe("availability by month", () => {
  it("weighs months by their days: 99.9, 99.5 and 100 % are 99.81 %", () => {
    const { months, total } = availabilityByMonth(
      [outage("a", "2026-01-10T00:00:00Z", 44.64), outage("b", "2026-02-10T00:00:00Z", 201.6)],
      query,
    );
    expect(months.map(({ month, availabilityPercent, records }) => [month, availabilityPercent?.toFixed(3), records])).toEqual([
      ["2026-01", "99.900", ["a"]],
      ["2026-02", "99.500", ["b"]],
      ["2026-03", "100.000", []],
    ]);
    expect(total.availabilityPercent?.toFixed(2)).toBe("99.81");
    expect(total.records).toEqual(["a", "b"]);
  });

  it.each([
    ["UTC", "2026-03-01T00:00:00Z", "2026-04-01T00:00:00Z", "89.28"],
    ["Europe/Dublin", "2026-03-01T00:00:00Z", "2026-03-31T23:00:00Z", "89.16"],
    ["Europe/Dublin", "2026-09-30T23:00:00Z", "2026-11-01T00:00:00Z", "89.40"],
    ["America/New_York", "2026-11-01T04:00:00Z", "2026-12-01T05:00:00Z", "86.52"],
    ["Australia/Lord_Howe", "2026-03-31T13:00:00Z", "2026-04-30T13:30:00Z", "86.46"],
  ])("follows the calendar of %s from %s: the budget of 99.8 % is %s min", (timeZone, from, to, budget) => {
    const months = availabilityByMonth([], { ...query, from, to, timeZone, now: "2027-01-01T00:00:00Z" }).months;
    expect(months.map(({ observedMinutes }) => (observedMinutes * 0.002).toFixed(2))).toEqual([budget]);
  });

  it("splits what lasts over the end of a month, and counts what overlaps once", () => {
    const { months } = availabilityByMonth(
      [outage("a", "2026-01-31T23:30:00Z", 60), outage("b", "2026-01-31T23:45:00Z", 30), outage("c", "2026-02-01T00:00:00Z", 10, "minor")],
      query,
    );
    expect(months.map(({ downtimeMinutes, incidents, records }) => [downtimeMinutes, incidents, records])).toEqual([
      [30, 2, ["a", "b"]],
      [30, 2, ["a", "b"]],
      [0, 0, []],
    ]);
  });

  it("keeps every month in its place; of what is not observed it claims nothing", () => {
    const { months, total } = availabilityByMonth([], {
      ...query, from: "2025-12-15", observedFrom: "2026-02-15T00:00:00Z", now: "2026-02-20T00:00:00Z",
    });
    expect(
      months.map(({ month, observedMinutes, availabilityPercent, running }) => [
        month, observedMinutes / 1_440, availabilityPercent, running,
      ]),
    ).toEqual([
      ["2025-12", 0, null, false],
      ["2026-01", 0, null, false],
      ["2026-02", 5, 100, true],
      ["2026-03", 0, null, false],
    ]);
    expect(total).toMatchObject({ observedMinutes: 5 * 1_440, availabilityPercent: 100 });
    expect(availabilityByMonth([], { ...query, observedFrom: null }).total.availabilityPercent).toBeNull();
    expect(monthOf("UTC", "2026-01-10", "2026-01-20")).toMatchObject([
      { from: "2026-01-10T00:00:00.000Z", to: "2026-01-20T00:00:00.000Z", observedMinutes: 14_400 },
    ]);
  });

  it("adds up to the report over the whole window, in any zone", () => {
    const start = Date.UTC(2026, 0, 1);
    const anyOutage = fc
      .record({ at: fc.integer({ min: -50, max: 200 }), minutes: fc.integer({ min: 0, max: 90_000 }) })
      .map(({ at, minutes }) => outage(`${at}/${minutes}`, new Date(start + at * 43_200_000).toISOString(), minutes));
    fc.assert(
      fc.property(
        fc.array(anyOutage, { maxLength: 8 }),
        fc.constantFrom("UTC", "Europe/Zurich", "Pacific/Apia", "Australia/Lord_Howe"),
        (incidents, timeZone) => {
          const { months, total } = availabilityByMonth(incidents, { ...query, timeZone });
          const whole = availabilityReport(incidents, { ...query, components: [] }).any;
          expect(months.reduce((sum, month) => sum + month.downtimeMinutes, 0)).toBeCloseTo(whole.downtimeMinutes, 6);
          expect(total.availabilityPercent).toBeCloseTo(whole.availabilityPercent, 9);
        },
      ),
      { numRuns: 40 },
    );
  });
});
