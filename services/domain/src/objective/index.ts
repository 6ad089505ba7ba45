export { meterOf, type KnownHistory, type Measurable, type Meter } from "./meter.ts";
export type { CountedRequests, HourOfRequests } from "./requestMeter.ts";
export type { DefinedObjective, Objective, ObjectiveCommand, ObjectiveContent } from "./objective.ts";
export { objectiveDecider } from "./objectiveDecider.ts";
export { overspending } from "./overspending.ts";
export { lately, looksBackTo, periodsOf, standingOf, calendarPeriodOf, type BurnStanding, type Period, type Standing } from "./standing.ts";
export { unforeseen, type Unforeseen } from "./unforeseen.ts";
