import { proxyActivities, sleep } from "@temporalio/workflow";
import type { AcceptRiskInput } from "@ballast/schema/workflows";
import { deployOptions } from "../traffic/options.ts";
import type { AcceptanceActivities } from "./acceptanceActivities.ts";

// Tried for as long as it takes: what was accepted for a quarter is not accepted for ever because the log was away.
const { passAcceptanceTime } = proxyActivities<AcceptanceActivities>({
  ...deployOptions, retry: { initialInterval: "1 second", backoffCoefficient: 2, maximumInterval: "1 minute" },
});

/**
 * Waits for each moment of an acceptance: it begins, its owner is told ahead of its end, it ends. Nothing lengthens it. What lay behind
 * when it was approved is not told; what passed while a run was lost is made up for at once.
 */
export async function acceptRisk(input: AcceptRiskInput): Promise<void> {
  if (input.again && !(await passAcceptanceTime({ ...input, at: new Date(Date.now()).toISOString() }))) return;
  for (const [index, moment] of input.moments.entries()) {
    const ms = Date.parse(moment) - Date.now();
    const isEnd = index === input.moments.length - 1;
    if (ms <= 0 && !isEnd) continue;
    if (ms > 0) await sleep(ms);
    if (!(await passAcceptanceTime({ ...input, at: moment }))) return;
  }
}
