import type { AskOwnerInput } from "@ballast/schema/workflows";

/** The activity of `askOwner`. */
export interface AskingActivities {
  /** One message about everything that somebody is asked about; nobody where they are not here any more. */
  tellOwner(input: AskOwnerInput): Promise<void>;
}
