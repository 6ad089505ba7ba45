import type { ChaseActionInput, TellOfActionsInput } from "@ballast/schema/workflows";

/** A moment of an action's run, ISO. */
export interface ActionTime extends ChaseActionInput {
  readonly at: string;
}

/** What one person is told of on one day. */
export interface ActionsOfDay extends Omit<TellOfActionsInput, "actionId"> {
  readonly actionIds: readonly string[];
}

/** Activities of `chaseAction` and `tellOfActions`. */
export interface ChasingActivities {
  /** The next moment after this one at which somebody is to be told of it; null where it is over, or promised for no day. */
  nextReminder(input: ActionTime): Promise<string | null>;
  /** Records whom this moment tells of it, once. */
  remindOfAction(input: ActionTime): Promise<void>;
  /** One message about all that are still to be done. */
  tellTogether(input: ActionsOfDay): Promise<void>;
}
