import type { AskForActionInput } from "@ballast/schema/workflows";

/** The activity of `askForAction`. */
export interface OverspendingActivities {
  /** Tells who answers for the objective; nobody where nobody does, or nobody is held to it any more. */
  tellOfOverspending(input: AskForActionInput): Promise<void>;
}
