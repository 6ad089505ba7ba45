export {
  changedBy, isGoing, isPending, movesCustomers, partsOf, reachOf, withParts, type ChangeRequest, type Kill, type OpenTargeting, type Ramp,
  type RampState, type RequestState, type Targeting,
} from "./targeting.ts";
export { firstRules, needsApproval, offForEveryone, type MomentaryChange } from "./changing.ts";
export { rebuckets } from "./checking.ts";
export { targetingDecider } from "./targetingDecider.ts";
export type { FlagFacts, TargetingCommand } from "./targetingCommands.ts";
export { changeWords, cohortWords, conditionWords, differencesOf, listedWords, rolloutWords, ruleWords, type FlagNames } from "./words.ts";
export { movingEvents } from "./movingEvents.ts";
export {
  flagSentence, flagState, flagStates, givenToEveryone, silentSince, toCleanUpBecause, type Ageing, type FlagState, type SaidFlag,
  type StaleBecause,
} from "./sentence.ts";
export { backWith, type BackWithDeploy, type TargetingStep } from "./backWith.ts";
