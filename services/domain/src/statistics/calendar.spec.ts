import * as fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { instantOf, isoWeekOf, isoWeeksBetween, monthOf } from "./calendar.ts";

const anyInstant = fc.integer({ min: Date.UTC(1960, 0, 1), max: Date.UTC(2100, 0, 1) });

describe("the calendar", () => {
  it("labels weeks and months as Temporal counts them, in UTC", () => {
    fc.assert(
      fc.property(anyInstant, (instant) => {
        const date = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO("UTC");
        expect(isoWeekOf(instant)).toBe(`${date.yearOfWeek}-W${String(date.weekOfYear).padStart(2, "0")}`);
        expect(monthOf(instant)).toBe(date.toPlainDate().toPlainYearMonth().toString());
      }),
    );
  });

  it("knows years of 53 weeks and days of the neighbouring week-year", () => {
    const label = (date: string) => isoWeekOf(instantOf(date));
    expect([label("2023-01-01"), label("2023-01-02"), label("2020-12-31"), label("2024-12-30"), label("2027-01-01")]).toEqual(
      ["2022-W52", "2023-W01", "2020-W53", "2025-W01", "2026-W53"],
    );
  });

  it("lists every week that the window touches, once", () => {
    expect(isoWeeksBetween(instantOf("2023-01-02"), instantOf("2023-01-16"))).toEqual(["2023-W01", "2023-W02"]);
    expect(isoWeeksBetween(instantOf("2023-01-08T23:59:59Z"), instantOf("2023-01-09T00:00:01Z"))).toEqual(["2023-W01", "2023-W02"]);
    expect(isoWeeksBetween(instantOf("2023-01-02"), instantOf("2023-01-02"))).toEqual([]);
  });

  it("reads instants with any offset and refuses what would depend on the machine's zone", () => {
    expect(instantOf("2024-03-10T01:00:00+05:30")).toBe(instantOf("2024-03-09T19:30:00Z"));
    expect(instantOf("2024-03-10")).toBe(Date.UTC(2024, 2, 10));
    for (const text of ["2024-03-10T01:00:00", "yesterday", "", "2024-13-01"]) {
      expect(() => instantOf(text)).toThrow(RangeError);
    }
  });
});
