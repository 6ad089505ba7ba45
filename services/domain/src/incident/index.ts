export {
  activeStates, isActive, nextStates,
  type AttachedAlert, type DeclaredIncident, type ImpactInterval, type ImportedIncident, type Incident, type Review,
} from "./incident.ts";
export type {
  CommandOf as IncidentCommandOf,
  HurtComponent,
  IncidentCommand,
  MilestoneBasis,
  ReportedMilestone,
  TypeChoice,
} from "./incidentCommands.ts";
export { incidentDecider } from "./incidentDecider.ts";
export { hurtUntilResolved } from "./moving.ts";
export { evolveOutline, type ChosenType, type IncidentOutline } from "./outline.ts";
export { relatedChanges, type Change, type IncidentScope, type RelatedChange } from "./relatedChanges.ts";
