export {
  alertGroupDecider, isReached, reachedTogether, type AlertGroup, type AlertGroupCommand, type Occurrence,
} from "./alertGroup.ts";
export {
  alertRuleDecider, alertRuleReference, inOrder, placeBefore, refuseUselessRule, writtenAlertRule,
  type AlertRule, type AlertRuleCommand, type WrittenAlertRule,
} from "./alertRuleDecider.ts";
export { letThrough, rulingOf, type ActiveRule, type MaintenanceWindow, type RuledAlert, type RuleSet } from "./ruling.ts";
export { trialOf, type LeftOut, type Trial, type TrialResult } from "./trial.ts";
export type { TrialIncident, TriedAlert } from "./trialIncidents.ts";
export { matchWords, ordersWords, ruleSentence, rulingWords, trialSentence, type RuleNames } from "./words.ts";
