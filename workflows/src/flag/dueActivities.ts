import type { WhenDueInput } from "@ballast/schema/workflows";

/** The activity of `whenDue`. */
export interface DueActivities {
  /** Does what is due, once; what the record does not want any more is left. */
  carryOutDue(input: WhenDueInput): Promise<void>;
}
