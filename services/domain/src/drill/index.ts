export { drillDecider, graceMs, type Drill, type DrillCommand, type PlannedDrill } from "./drillDecider.ts";
export { drillGoals, marksOf, scoreOf, type DrillFacts, type DrillGoals } from "./score.ts";
