export {
  actionLateness, actionName, actionStates, isOpenAction, type Action, type ActionState, type KnownAction,
} from "./action.ts";
export {
  escalationChain, nextReminders, usualEscalation, type DueReminder, type EscalationPolicy, type Reached,
} from "./escalation.ts";
export { actionDecider, knownAction, type ActionCommand } from "./actionDecider.ts";
