import { proxyActivities, sleep } from "@temporalio/workflow";
import type { WhenDueInput } from "@ballast/schema/workflows";
import { deployOptions } from "../traffic/options.ts";
import type { DueActivities } from "./dueActivities.ts";

// Tried for as long as it takes: what somebody gets for two weeks is not theirs for ever because the log was away.
const { carryOutDue } = proxyActivities<DueActivities>({
  ...deployOptions, retry: { initialInterval: "1 second", backoffCoefficient: 2, maximumInterval: "1 minute" },
});

/**
 * Waits for a moment that a record names, and does what is due: the end of what a customer gets by name, a change for later, a flag's own
 * end.
 */
export async function whenDue(input: WhenDueInput): Promise<void> {
  const ms = Date.parse(input.due.at) - Date.now();
  if (ms > 0) await sleep(ms);
  await carryOutDue(input);
}
