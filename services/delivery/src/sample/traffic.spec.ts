import { expect, it } from "vitest";
import { Pace } from "./traffic.ts";

/** Requests that are due from one moment to another, asked for twenty times a second. */
function dueBetween(pace: Pace, fromMs: number, toMs: number): number {
  let due = 0;
  for (let now = fromMs + 50; now <= toMs; now += 50) due += pace.due(now);
  return due;
}

it("as many customers come as were asked for until two minutes after a change, then a thirtieth of them, and all again with the next", () => {
  const pace = new Pace(120, 0);
  expect(dueBetween(pace, 0, 119_950)).toBeCloseTo(120 * 119.95, -1);
  expect(dueBetween(pace, 119_950, 179_950)).toBeCloseTo(4 * 60, -1);
  pace.changed(180_000);
  expect(dueBetween(pace, 179_950, 189_950)).toBeCloseTo(120 * 9.95, -1);
});

it("what a machine that slept has missed is not made up for", () => {
  const pace = new Pace(100, 0);
  expect(pace.due(60_000)).toBe(100);
});

it("at rest it is looked for requests seldom, and a change brings no crowd for the time since", () => {
  const pace = new Pace(120, 0);
  expect(pace.nextInMs(119_999)).toBe(50);
  expect(pace.nextInMs(120_000)).toBe(500);
  pace.due(120_000);
  pace.changed(120_490);
  expect(pace.due(120_500)).toBeLessThanOrEqual(2);
  expect(pace.nextInMs(120_500)).toBe(50);
});
