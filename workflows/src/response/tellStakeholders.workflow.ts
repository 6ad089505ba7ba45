import { proxyActivities } from "@temporalio/workflow";
import type { TellStakeholdersInput } from "@ballast/schema/workflows";
import { responseOptions } from "./options.ts";
import type { StakeholderActivities } from "./stakeholders.activities.ts";

const { tellWhoIsConcerned } = proxyActivities<StakeholderActivities>({
  ...responseOptions, retry: { initialInterval: "1 second", backoffCoefficient: 2, maximumInterval: "1 minute" },
});

/** Something happened to an incident: who wants to know of it, without being called, is told. */
export async function tellStakeholders(input: TellStakeholdersInput): Promise<void> {
  await tellWhoIsConcerned(input);
}
