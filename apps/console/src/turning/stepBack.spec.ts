import { expect, it } from "vitest";
import { stepBackTo } from "./stepBack.ts";

const steps = [[0, 0], [1, 1_000], [2, 5_000], [3, 5_000], [4, 25_000]].map(([revision = 0, parts = 0]) => ({ revision, parts }));

it("goes to the last share that was smaller, however the history is ordered", () => {
  expect(stepBackTo(25_000, steps)).toBe(5_000);
  expect(stepBackTo(25_000, steps.toReversed())).toBe(5_000);
  expect(stepBackTo(5_000, steps)).toBe(1_000);
});

it("goes nowhere where it was never smaller", () => {
  expect(stepBackTo(0, steps)).toBeNull();
  expect(stepBackTo(1_000, [])).toBeNull();
});
