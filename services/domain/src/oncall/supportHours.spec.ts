import type { SupportHours } from "@ballast/schema";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { refuseUnusableSupportHours, supportHoursWords, urgencyAt } from "./supportHours.ts";
import { wallMinuteAt } from "./wallClock.ts";

const office: SupportHours = { timeZone: "Europe/Zurich", weekdays: [1, 2, 3, 4, 5], from: "09:00", to: "18:00", alwaysUpTo: 2 };
const at = (text: string): number => Date.parse(text);
const said = (severity: number | null, hours: readonly (SupportHours | null)[], when: string) => {
  const { level, because, until } = urgencyAt(severity, hours, at(when));
  return [level, because, until === null ? null : new Date(until).toISOString()];
};
/** A Friday, after work. */
const friday = "2026-03-27T20:00:00+01:00";

describe("how urgent an incident is by the hours of its services", () => {
  it("is as its severity says where no service keeps hours, and where there is no severity", () => {
    const levels = [1, 2, 3, 4, null].map((severity) => urgencyAt(severity, [null], at(friday)).level);
    expect(levels).toEqual(["high", "high", "low", "low", "high"]);
    expect(said(3, [], friday)).toEqual(["low", "severity", null]);
    expect(said(null, [office], friday)).toEqual(["high", "severity", null]);
  });

  it("is high within them whatever the severity, and outside of them low below the severity that they name", () => {
    expect(said(3, [office], "2026-03-27T17:59:59+01:00")).toEqual(["high", "withinHours", "2026-03-27T17:00:00.000Z"]);
    expect(said(3, [office], "2026-03-27T18:00:00+01:00")).toEqual(["low", "outsideHours", "2026-03-30T07:00:00.000Z"]);
    expect([1, 2, 3, 4].map((severity) => said(severity, [office], friday)[0])).toEqual(["high", "high", "low", "low"]);
    expect(said(2, [{ ...office, alwaysUpTo: 1 }], friday)).toEqual(["low", "outsideHours", "2026-03-30T07:00:00.000Z"]);
    expect(said(1, [{ ...office, alwaysUpTo: 1 }], friday)[0]).toBe("high");
  });

  it("follows the wall over the weekend on which the clock changes, in either direction", () => {
    expect(said(3, [office], "2026-03-27T20:00:00+01:00")[2]).toBe("2026-03-30T07:00:00.000Z");
    expect(said(3, [office], "2026-10-23T20:00:00+02:00")[2]).toBe("2026-10-26T08:00:00.000Z");
    // 02:30 does not come on that Sunday: they begin at 03:00, the first instant after it.
    const early = { ...office, weekdays: [7], from: "02:30" };
    expect(said(3, [early], "2026-03-29T01:59:00+01:00")[2]).toBe("2026-03-29T01:00:00.000Z");
    // It comes twice on this one, and they begin with the first.
    expect(said(3, [early], "2026-10-25T01:59:00+02:00")[2]).toBe("2026-10-25T00:30:00.000Z");
    expect(said(3, [early], "2026-10-25T02:10:00+01:00")[0]).toBe("high");
  });

  it("may go over midnight, last a whole day, and never end", () => {
    const night = { ...office, weekdays: [5], from: "22:00", to: "06:00" };
    expect(said(3, [night], "2026-03-28T05:00:00+01:00")).toEqual(["high", "withinHours", "2026-03-28T05:00:00.000Z"]);
    const days = { ...office, from: "00:00", to: "00:00" };
    expect(said(3, [days], "2026-03-23T12:00:00+01:00")).toEqual(["high", "withinHours", "2026-03-27T23:00:00.000Z"]);
    expect(said(3, [{ ...days, weekdays: [1, 2, 3, 4, 5, 6, 7] }], friday)).toEqual(["high", "withinHours", null]);
  });

  it("is decided by the service that hurts most: high where it is for one, low until the first of their hours begins", () => {
    const tokyo = { ...office, timeZone: "Asia/Tokyo" };
    expect(said(3, [office, tokyo], friday)[2]).toBe("2026-03-30T00:00:00.000Z");
    expect(said(3, [office, tokyo], "2026-03-26T02:00:00Z")).toEqual(["high", "withinHours", "2026-03-26T17:00:00.000Z"]);
    expect(said(2, [{ ...office, alwaysUpTo: 1 }, null], friday)).toEqual(["high", "severity", null]);
    expect(said(2, [{ ...office, alwaysUpTo: 1 }, office], friday)).toEqual(["high", "severity", null]);
    expect(said(3, [office, null], "2026-03-27T12:00:00+01:00")).toEqual(["high", "withinHours", "2026-03-27T17:00:00.000Z"]);
  });

  it("is not held back by the hours of one service where another has none", () => {
    expect(said(3, [office, null], friday)).toEqual(["low", "severity", null]);
    expect(said(3, [null, office], friday)).toEqual(["low", "severity", null]);
  });

  it("until is the first minute at which it is otherwise, in any zone", () => {
    fc.assert(fc.property(
      fc.constantFrom("UTC", "Europe/Zurich", "America/Chicago", "Australia/Lord_Howe", "America/St_Johns"),
      fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 7 }),
      fc.nat(23), fc.nat(23), fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2030, 0, 1) }),
      (timeZone, weekdays, from, to, now) => {
        const clock = (hour: number): string => `${String(hour).padStart(2, "0")}:00`;
        const hours = { timeZone, weekdays, from: clock(from), to: clock(to), alwaysUpTo: 1 };
        const { level, until } = urgencyAt(3, [hours], now);
        if (until === null) return void expect(level).toBe("high");
        expect([urgencyAt(3, [hours], until - 1).level, urgencyAt(3, [hours], until).level]).toEqual(
          level === "high" ? ["high", "low"] : ["low", "high"],
        );
        if (level === "low") expect(wallMinuteAt(until, timeZone)).toBeGreaterThanOrEqual(from * 60);
        expect(urgencyAt(2, [hours], now).level).toBe(level);
        expect(urgencyAt(1, [hours], now).level).toBe("high");
      },
    ), { numRuns: 200 });
  });

  it("is said in words", () => {
    const nights = { ...office, weekdays: [7, 1, 2, 3, 5], from: "22:00", to: "06:00", alwaysUpTo: 3 };
    expect([office, nights, { ...office, from: "00:00", to: "00:00" }].map(supportHoursWords)).toEqual([
      "Monday to Friday 09:00–18:00 (Europe/Zurich); outside of them severity 3 and milder ones wait",
      "Monday to Wednesday, Friday, Sunday 22:00–06:00 of the next day (Europe/Zurich); outside of them severity 4 waits",
      "Monday to Friday all day (Europe/Zurich); outside of them severity 3 and milder ones wait",
    ]);
  });

  it("refuses a zone that nobody knows, and a weekday twice", () => {
    refuseUnusableSupportHours(office);
    expect(() => refuseUnusableSupportHours({ ...office, timeZone: "Mars/Olympus" })).toThrow("no time zone");
    expect(() => refuseUnusableSupportHours({ ...office, weekdays: [1, 1] })).toThrow("twice");
  });
});
