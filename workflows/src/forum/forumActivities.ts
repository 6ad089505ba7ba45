import type { TellOfSittingInput } from "@ballast/schema/workflows";

/** The activity of `tellOfSitting`. */
export interface ForumActivities {
  /** Tells the owner of a series that its next review was opened; nobody where they opened it themselves, or it is over. */
  tellOwnerOfSitting(input: TellOfSittingInput): Promise<void>;
}
