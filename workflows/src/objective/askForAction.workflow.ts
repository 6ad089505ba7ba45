import { proxyActivities } from "@temporalio/workflow";
import type { AskForActionInput } from "@ballast/schema/workflows";
import { deployOptions } from "../traffic/options.ts";
import type { OverspendingActivities } from "./overspendingActivities.ts";

const { tellOfOverspending } = proxyActivities<OverspendingActivities>({
  ...deployOptions, retry: { initialInterval: "1 second", backoffCoefficient: 2, maximumInterval: "1 minute" },
});

/** One incident took much of an objective's budget: who answers for it is asked for an action. */
export async function askForAction(input: AskForActionInput): Promise<void> {
  await tellOfOverspending(input);
}
