import { describe, expect, it } from "vitest";
import { aheadOf, shiftBeside, spanBetween } from "./walking.ts";

const at = (hour: number): string => new Date(Date.UTC(2026, 10, 30, hour)).toISOString();
const day = { from: Date.UTC(2026, 10, 30), to: Date.UTC(2026, 11, 1), now: Date.UTC(2026, 10, 29) };

describe("a time that is drawn over a schedule", () => {
  it("falls on half hours, whichever way it is drawn, and lies within what is seen", () => {
    expect(spanBetween(0.334, 0.5, day)).toEqual({ from: at(8), to: at(12) });
    expect(spanBetween(0.5, 0.334, day)).toEqual({ from: at(8), to: at(12) });
    expect(spanBetween(-1, 2, day)).toEqual({ from: at(0), to: at(24) });
    expect(spanBetween(0.5, 0.5, day)).toEqual({ from: at(12), to: new Date(Date.UTC(2026, 10, 30, 12, 30)).toISOString() });
  });

  it("of a shift that runs is what is left of it", () => {
    const now = Date.UTC(2026, 10, 30, 9, 10);
    expect(aheadOf({ from: at(8), to: at(16) }, now)).toEqual({ from: new Date(Date.UTC(2026, 10, 30, 9, 30)).toISOString(), to: at(16) });
    expect(aheadOf({ from: at(12), to: at(16) }, now)).toEqual({ from: at(12), to: at(16) });
  });

  it("begins no earlier than now, and is none where it is over", () => {
    const now = Date.UTC(2026, 10, 30, 9, 40);
    expect(spanBetween(0.25, 0.5, { ...day, now })).toEqual({ from: at(10), to: at(12) });
    expect(spanBetween(0.1, 0.3, { ...day, now })).toBeNull();
  });
});

describe("walking shifts", () => {
  const shifts = [0, 8, 16].map((hour) => ({ from: at(hour), to: at(hour + 8) }));
  const now = Date.parse(at(9));

  it("begins with the one that runs, goes on to either side, and stays at the ends", () => {
    const step = (chosen: string | null, by: -1 | 1) => shiftBeside(shifts, chosen, { by, now })?.from;
    expect([step(null, 1), step(null, -1)]).toEqual([at(8), at(8)]);
    expect([step(at(8), 1), step(at(8), -1)]).toEqual([at(16), at(0)]);
    expect([step(at(16), 1), step(at(0), -1)]).toEqual([at(16), at(0)]);
    expect(step("gone", 1)).toBe(at(8));
    expect(shiftBeside([], null, { by: 1, now })).toBeNull();
    expect(shiftBeside(shifts, null, { by: 1, now: Date.parse(at(30)) })?.from).toBe(at(16));
  });
});
