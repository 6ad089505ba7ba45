import { proxyActivities } from "@temporalio/workflow";
import type { SendTestPageInput } from "@ballast/schema/workflows";
import { deployOptions } from "../traffic/options.ts";
import type { TestPageActivities } from "./testPageActivities.ts";

const { handTestPage } = proxyActivities<TestPageActivities>({
  ...deployOptions, retry: { initialInterval: "1 second", backoffCoefficient: 2, maximumInterval: "1 minute" },
});

/** Somebody wants to know whether a channel reaches them. */
export async function sendTestPage(input: SendTestPageInput): Promise<void> {
  await handTestPage(input);
}
