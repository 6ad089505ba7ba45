export {
  actionLateness, actionName, actionStates, isOpenAction, type Action, type ActionState, type KnownAction,
} from "./action.ts";
export { actionDecider, knownAction, type ActionCommand } from "./actionDecider.ts";
