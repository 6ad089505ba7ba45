export { dayAfter, daysBetween, nextAfter } from "./cadence.ts";
export { dueOf, type MayBeDue } from "./due.ts";
export {
  forumDecider, forumStates, knownForum, nextSittingOn, runningForum, type Forum, type ForumCommand, type FoundedForum,
} from "./forum.ts";
export {
  isOpenFinding, isOpenSitting, knownSitting, lastDayOf, openSitting, sittingStates, type AgendaItem, type Finding, type KnownSitting,
  type Sitting, type SittingDecision, type SittingState,
} from "./sitting.ts";
export { sittingDecider, type SittingCommand } from "./sittingDecider.ts";
