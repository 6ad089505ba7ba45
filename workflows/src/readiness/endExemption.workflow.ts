import { condition, defineSignal, proxyActivities, setHandler } from "@temporalio/workflow";
import { signalNames, type EndExemptionInput } from "@ballast/schema/workflows";
import { deployOptions } from "../traffic/options.ts";
import type { ExemptionActivities } from "./exemptionActivities.ts";

// Tried for as long as it takes: that an exemption is over stands in the log anyway, and who answers for the service hears of it late.
const { passExemptionTime } = proxyActivities<ExemptionActivities>({
  ...deployOptions, retry: { initialInterval: "1 second", backoffCoefficient: 2, maximumInterval: "1 minute" },
});

/** It was ended before its time. */
export const exemptionEnded = defineSignal(signalNames.exemptionEnded);

/**
 * Waits for each moment at which people are to hear that an exemption ends. What lay behind when it was granted is not told, but that it
 * is over is; what passed while a run was lost is made up for at once.
 */
export async function endExemption(input: EndExemptionInput): Promise<void> {
  let ended = false;
  setHandler(exemptionEnded, () => {
    ended = true;
  });
  if (input.again && !(await passExemptionTime({ ...input, at: new Date(Date.now()).toISOString() }))) return;
  for (const [index, moment] of input.moments.entries()) {
    const ms = Date.parse(moment) - Date.now();
    if (ms <= 0 && index < input.moments.length - 1) continue;
    if (ms > 0) await condition(() => ended, ms);
    if (!(await passExemptionTime({ ...input, at: moment }))) return;
  }
}
