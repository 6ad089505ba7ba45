export type { DefinedObjective, Objective, ObjectiveCommand, ObjectiveContent } from "./objective.ts";
export { objectiveDecider } from "./objectiveDecider.ts";
export { standingOf, type BurnStanding, type KnownHistory, type Standing } from "./standing.ts";
