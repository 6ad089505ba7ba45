import { plainLayer } from "@ballast/schema";
import { describe, expect, it } from "vitest";
import { carriedIn, nightOf } from "./load.ts";

const schedule = {
  layers: [{
    ...plainLayer, layerId: "one", effectiveFrom: "2026-01-01T00:00:00Z", timeZone: "UTC",
    handOver: { every: "day" as const, weekday: null, at: "12:00" }, people: ["ana", "ben"], startsOn: "2026-03-01",
  }],
  overrides: [], left: new Map<string, string>(),
};
const window = { from: Date.parse("2026-03-01T12:00:00Z"), to: Date.parse("2026-03-04T12:00:00Z") };

describe("who carries it", () => {
  it("is counted in hours and in nights of one's own wall", () => {
    expect(carriedIn(schedule, window, () => "UTC")).toEqual([
      { personId: "ana", onCallMs: 48 * 3_600_000, nights: 2 },
      { personId: "ben", onCallMs: 24 * 3_600_000, nights: 1 },
    ]);
    // In Tokyo the hand-over at noon UTC is at 21:00: one night each, and the early morning is the night of the day before.
    expect(carriedIn(schedule, { from: window.from, to: window.from + 3_600_000 }, () => "Asia/Tokyo")).toEqual([
      { personId: "ana", onCallMs: 3_600_000, nights: 0 },
    ]);
    expect(nightOf(Date.parse("2026-03-02T03:00:00Z"), "UTC")).toBe(nightOf(Date.parse("2026-03-01T23:00:00Z"), "UTC"));
    expect(nightOf(Date.parse("2026-03-02T06:00:00Z"), "UTC")).toBeNull();
  });
});
