export { instantOf, isoWeekOf, isoWeeksBetween, monthOf } from "./calendar.ts";
export { clip, coveredLength, union, type Interval } from "./intervals.ts";
export { mean, medianLinear, p90Linear, p90NearestRank, summary, type Summary } from "./summary.ts";
