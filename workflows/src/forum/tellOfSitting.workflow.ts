import { proxyActivities } from "@temporalio/workflow";
import type { TellOfSittingInput } from "@ballast/schema/workflows";
import { deployOptions } from "../traffic/options.ts";
import type { ForumActivities } from "./forumActivities.ts";

const { tellOwnerOfSitting } = proxyActivities<ForumActivities>({
  ...deployOptions, retry: { initialInterval: "1 second", backoffCoefficient: 2, maximumInterval: "1 minute" },
});

/** The next review of a series was opened: whoever answers for it is told. */
export async function tellOfSitting(input: TellOfSittingInput): Promise<void> {
  await tellOwnerOfSitting(input);
}
