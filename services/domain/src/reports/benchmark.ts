const DAY_HOURS = 24;
const WEEK_HOURS = 7 * DAY_HOURS;
const MONTH_HOURS = (365.25 / 12) * DAY_HOURS;

/** A group of organisations, by how it delivers. */
export type DeliveryLevel = "elite" | "high" | "medium" | "low";

/** The levels of a figure, the best first, each with the bound that it begins or ends with. */
type Bounds = readonly (readonly [level: DeliveryLevel, bound: number])[];

/** What others reach, as the report of one year found it. A later report stands beside it: a figure says against which it is held. */
export interface DeliveryBenchmark {
  readonly name: string;
  readonly source: string;
  /** Deploys a week: more than. */
  readonly perWeekAbove: Bounds;
  /** Median hours from commit to production: less than. */
  readonly leadTimeBelowHours: Bounds;
  /** Share of failed deploys of each group, percent: the nearest one is said. */
  readonly failPercent: Bounds;
  /** Median hours to recovery: less than. */
  readonly recoveryBelowHours: Bounds;
}

/**
 * The clusters of 2024. The high one fails more often than the medium one: they were found, and are no ladder. Both recover within a day,
 * so that whoever does is called high.
 */
export const dora2024: DeliveryBenchmark = {
  name: "DORA 2024",
  source: "Accelerate State of DevOps Report 2024, software delivery performance levels",
  perWeekAbove: [["elite", 7], ["high", 1], ["medium", WEEK_HOURS / MONTH_HOURS], ["low", 0]],
  leadTimeBelowHours: [["elite", DAY_HOURS], ["high", WEEK_HOURS], ["medium", MONTH_HOURS], ["low", Infinity]],
  failPercent: [["elite", 5], ["medium", 10], ["high", 20], ["low", 40]],
  recoveryBelowHours: [["elite", 1], ["high", DAY_HOURS], ["low", Infinity]],
};

/** What is held against a benchmark; null where nothing is known. */
export interface BenchmarkedFigures {
  readonly perWeek: number | null;
  readonly leadTimeHours: number | null;
  readonly failPercent: number | null;
  readonly recoveryHours: number | null;
}

/** The level of each figure; null where nothing is known, or nothing was deployed. */
export type BenchmarkLevels = { readonly [Figure in keyof BenchmarkedFigures]: DeliveryLevel | null };

/** Which level of a benchmark each figure comes to. */
export function levelsAgainst(benchmark: DeliveryBenchmark, figures: BenchmarkedFigures): BenchmarkLevels {
  return {
    perWeek: levelWhere(benchmark.perWeekAbove, figures.perWeek, (value, bound) => value > bound),
    leadTimeHours: levelWhere(benchmark.leadTimeBelowHours, figures.leadTimeHours, (value, bound) => value < bound),
    failPercent: nearest(benchmark.failPercent, figures.failPercent),
    recoveryHours: levelWhere(benchmark.recoveryBelowHours, figures.recoveryHours, (value, bound) => value < bound),
  };
}

function levelWhere(bounds: Bounds, value: number | null, holds: (value: number, bound: number) => boolean): DeliveryLevel | null {
  return value === null ? null : (bounds.find(([, bound]) => holds(value, bound))?.[0] ?? null);
}

/** Of two that are as near, the better one. */
function nearest(bounds: Bounds, value: number | null): DeliveryLevel | null {
  if (value === null) return null;
  return bounds.toSorted(([, one], [, other]) => Math.abs(one - value) - Math.abs(other - value))[0]?.[0] ?? null;
}
