import { proxyActivities, sleep } from "@temporalio/workflow";
import type { RunDrillInput } from "@ballast/schema/workflows";
import { deployOptions } from "../traffic/options.ts";
import type { DrillActivities } from "./drillActivities.ts";

const { announceDrill, lookAtDrill, beginDrill, endDrill } = proxyActivities<DrillActivities>({
  ...deployOptions, retry: { initialInterval: "1 second", backoffCoefficient: 2, maximumInterval: "1 minute" },
});

/**
 * A drill, from its plan to its end. The moment is drawn here and stands nowhere: not in the log, not with who planned it. One that was
 * planned anew or called off meanwhile is no more to begin, which its record says at the moment.
 */
export async function runDrill(input: RunDrillInput): Promise<void> {
  let overAt = input.again ? await lookAtDrill(input) : null;
  if (overAt === null) {
    if (input.announced && !input.again) await announceDrill(input);
    const first = Math.max(Date.parse(input.from), Date.now());
    const last = Math.max(Date.parse(input.until), first);
    await pass(first + Math.floor(Math.random() * (last - first)));
    overAt = await beginDrill(input);
  }
  if (overAt === null) return;
  await pass(Date.parse(overAt));
  await endDrill(input);
}

async function pass(until: number): Promise<void> {
  const ms = until - Date.now();
  if (ms > 0) await sleep(ms);
}
