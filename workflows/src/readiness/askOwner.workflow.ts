import { proxyActivities } from "@temporalio/workflow";
import type { AskOwnerInput } from "@ballast/schema/workflows";
import { deployOptions } from "../traffic/options.ts";
import type { AskingActivities } from "./askingActivities.ts";

const { tellOwner } = proxyActivities<AskingActivities>({
  ...deployOptions, retry: { initialInterval: "1 second", backoffCoefficient: 2, maximumInterval: "1 minute" },
});

/** Somebody is asked about checks of their services that are not met: one message. */
export async function askOwner(input: AskOwnerInput): Promise<void> {
  await tellOwner(input);
}
