export {
  faultOf, fenceOf, releaseIn, type Lane, type LaneExposure, type LaneHold, type LaneLock, type LaneServing, type OpenLane,
  type ReleaseInLane,
} from "./lane.ts";
export type { LaneCommand } from "./laneCommands.ts";
export { laneDecider } from "./laneDecider.ts";
export { alternativesTo, nextTarget } from "./nextTarget.ts";
export { leftBehind, resolveRollback, type Rollback, type RollbackPress } from "./resolveRollback.ts";
export { obstacleTo, rollbackTarget, type LaneRelease, type LaneSituation, type Obstacle, type RollbackTarget } from "./rollbackTarget.ts";
export { mentionedIn, situationOf, type FactsOf, type ReleaseFacts } from "./situation.ts";
export { servedTo, type Served, type ServedBecause, type ServedTo } from "./servedTo.ts";
