import { describe, expect, it } from "vitest";
import { clock, dayHeading, exact, relative, shortDate, sinceStart } from "./time.ts";

const now = Date.parse("2026-11-23T14:28:10Z");
const ago = (seconds: number): number => now - seconds * 1000;

describe("times on screen", () => {
  it("says how long ago in the largest fitting word", () => {
    expect(relative(ago(2), now, "utc")).toBe("just now");
    expect(relative(ago(48), now, "utc")).toBe("48 s ago");
    expect(relative(ago(16 * 60 + 50), now, "utc")).toBe("16 min ago");
    expect(relative(ago(2 * 3600), now, "utc")).toBe("2 h ago");
    expect(relative(Date.parse("2026-11-22T16:20:00Z"), now, "utc")).toBe("yesterday 16:20");
    expect(relative(ago(12 * 86_400), now, "utc")).toBe("12 d ago");
    expect(relative(Date.parse("2025-08-01T00:00:00Z"), now, "utc")).toBe("1 August 2025");
  });

  it("says when something is ahead", () => {
    expect(relative(ago(-240), now, "utc")).toBe("in 4 min");
  });

  it("heads days as people call them", () => {
    expect(dayHeading(now, now, "utc")).toBe("Today");
    expect(dayHeading(ago(86_400), now, "utc")).toBe("Yesterday");
    expect(dayHeading(Date.parse("2026-11-18T09:00:00Z"), now, "utc")).toBe("18 November");
    expect(dayHeading(Date.parse("2022-11-18T09:00:00Z"), now, "utc")).toBe("18 November 2022");
  });

  it("names the year of a day in another year", () => {
    expect([shortDate(ago(86_400), "utc", now), shortDate(Date.parse("2022-03-26T09:00:00Z"), "utc", now)]).toEqual([
      "22 Nov", "26 Mar 2022",
    ]);
  });

  it("gives the exact moment with its zone", () => {
    expect(exact(now, "utc")).toBe("23 November 2026, 14:28:10 UTC");
    expect(clock(Date.parse("2026-11-23T00:05:00Z"), "utc")).toBe("00:05");
  });

  it("counts from the start in both directions", () => {
    expect(sinceStart(761_000)).toBe("T+12:41");
    expect(sinceStart(-190_000)).toBe("T−03:10");
    expect(sinceStart(3_725_000)).toBe("T+1:02:05");
  });
});
