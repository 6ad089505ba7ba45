import { expect, it } from "vitest";
import { dora2024, levelsAgainst, type BenchmarkedFigures } from "./benchmark.ts";

const nothing: BenchmarkedFigures = { perWeek: null, leadTimeHours: null, failPercent: null, recoveryHours: null };
const levels = (figures: Partial<BenchmarkedFigures>) => levelsAgainst(dora2024, { ...nothing, ...figures });

it("says of what is not known, and of no deploys at all, no level", () => {
  expect(levels({ perWeek: 0 })).toEqual({ perWeek: null, leadTimeHours: null, failPercent: null, recoveryHours: null });
});

it.each([
  [7.5, "elite"], [7, "high"], [1.01, "high"], [1, "medium"], [0.24, "medium"], [0.2, "low"],
] as const)("%s deploys a week are %s", (perWeek, level) => {
  expect(levels({ perWeek }).perWeek).toBe(level);
});

it.each([
  [23.9, "elite"], [24, "high"], [167, "high"], [168, "medium"], [730, "medium"], [731, "low"],
] as const)("%s hours from commit to production are %s", (leadTimeHours, level) => {
  expect(levels({ leadTimeHours }).leadTimeHours).toBe(level);
});

it.each([
  [0, "elite"], [7.5, "elite"], [9, "medium"], [16, "high"], [29, "high"], [31, "low"], [100, "low"],
] as const)("%s % of failed deploys are nearest to those that are %s", (failPercent, level) => {
  expect(levels({ failPercent }).failPercent).toBe(level);
});

it.each([
  [0.9, "elite"], [1, "high"], [23, "high"], [24, "low"],
] as const)("%s hours to recovery are %s", (recoveryHours, level) => {
  expect(levels({ recoveryHours }).recoveryHours).toBe(level);
});
