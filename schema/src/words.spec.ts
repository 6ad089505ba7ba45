import { expect, it } from "vitest";
import { age, availability, duration, inPercent, measuredPercent, placeFigure, share, shareFigure } from "./words.ts";

it.each([
  [null, "–"],
  [Number.NaN, "–"],
  [0, "0 s"],
  [40, "40 ms"],
  [600, "0.6 s"],
  [1_000, "1 s"],
  [4_240, "4.2 s"],
  [9_949, "9.9 s"],
  [9_960, "10 s"],
  [48_000, "48 s"],
  [59_600, "1 min"],
  [72_000, "1 m 12 s"],
  [600_000, "10 min"],
  [1_000_000, "16 m 40 s"],
  [3_599_700, "1 h"],
  [7_500_000, "2 h 5 m"],
  [7_200_000, "2 h"],
  [86_400_000, "1 d"],
  [273_600_000, "3 d 4 h"],
  [-72_000, "−1 m 12 s"],
] as const)("a length of %s ms is %s", (ms, text) => {
  expect(duration(ms)).toBe(text);
});

it.each([
  [null, "–"],
  [0, "0 %"],
  [1, "< 0.01 %"],
  [40, "0.04 %"],
  [400, "0.4 %"],
  [440, "0.44 %"],
  [994, "0.99 %"],
  [6_100, "6.1 %"],
  [6_000, "6 %"],
  [10_000, "10 %"],
  [12_400, "12.4 %"],
  [100_000, "100 %"],
] as const)("%s of 100,000 are %s", (per100k, text) => {
  expect(share(per100k)).toBe(text);
});

it("has figures without the sign for changes, and percent as it was given", () => {
  expect([shareFigure(6_100), shareFigure(400)]).toEqual(["6.1", "0.4"]);
  expect([inPercent(10), inPercent(12.5), inPercent(0.125), inPercent(99.95), inPercent(33.333), inPercent(undefined)]).toEqual([
    "10 %", "12.5 %", "0.125 %", "99.95 %", "33.333 %", "–",
  ]);
  expect([measuredPercent(4.878), measuredPercent(0.44), measuredPercent(0.4878), measuredPercent(null)]).toEqual([
    "4.9 %", "0.44 %", "0.49 %", "–",
  ]);
  expect([placeFigure(17.3149), placeFigure(3)]).toEqual(["17.31", "3"]);
});

it("has the age of things by their largest unit", () => {
  expect([0, 48_900, 72_000, -7_199_000, 108_000_000, 172_800_000].map(age)).toEqual(["0 s", "48 s", "1 min", "1 h", "30 h", "2 d"]);
});

it.each([
  [null, "–"],
  [100, "100 %"],
  [99.99999, "99.999 %"],
  [99.713, "99.713 %"],
  [99.8, "99.800 %"],
  [0, "0.000 %"],
] as const)("an availability of %s percent is %s, never better than it is", (percent, text) => {
  expect(availability(percent)).toBe(text);
});
