export type { KnownHistory } from "./meter.ts";
export type { DefinedObjective, Objective, ObjectiveCommand, ObjectiveContent } from "./objective.ts";
export { objectiveDecider } from "./objectiveDecider.ts";
export { overspending } from "./overspending.ts";
export { periodsOf, standingOf, type BurnStanding, type Period, type Standing } from "./standing.ts";
