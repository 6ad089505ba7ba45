export {
  activeStates, isActive, nextStates,
  type AttachedAlert, type DeclaredIncident, type ImpactInterval, type ImportedIncident, type Incident, type IncidentTask,
  type JoinLink, type Review,
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
export { joinLinkHolds, LONGEST_JOIN_LINK_MS } from "./joining.ts";
export { hurtUntilResolved } from "./moving.ts";
export { takesPart } from "./people.ts";
export { evolveOutline, type ChosenType, type IncidentOutline } from "./outline.ts";
export { relatedChanges, type Change, type IncidentScope, type RelatedChange } from "./relatedChanges.ts";
