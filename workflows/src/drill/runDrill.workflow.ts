import { condition, defineSignal, patched, proxyActivities, setHandler, sleep } from "@temporalio/workflow";
import { signalNames, type RunDrillInput } from "@ballast/schema/workflows";
import { deployOptions } from "../traffic/options.ts";
import type { DrillActivities } from "./drillActivities.ts";

const { announceDrill, lookAtDrill, beginDrill, endDrill } = proxyActivities<DrillActivities>({
  ...deployOptions, retry: { initialInterval: "1 second", backoffCoefficient: 2, maximumInterval: "1 minute" },
});

/** It was called off: whoever expects it is told. */
export const drillCalledOff = defineSignal(signalNames.drillCalledOff);

/** What calls a drill off while it is to begin says so within this, ms. */
const HEARD_MS = 60_000;

/**
 * A drill, from its plan to its end. The moment is drawn here and stands nowhere: not in the log, not with who planned it. One that was
 * planned anew or called off meanwhile is no more to begin, which its record says at the moment. Who was told of it is told of that too.
 */
export async function runDrill(input: RunDrillInput): Promise<void> {
  let off = false;
  setHandler(drillCalledOff, () => void (off = true));
  let overAt = input.again ? await lookAtDrill(input) : null;
  if (overAt === null) {
    // One that is not announced may stand in the place of one that was.
    if (!input.again && (input.announced || patched("tellsWhoExpectsIt"))) await announceDrill(input);
    const first = Math.max(Date.parse(input.from), Date.now());
    const last = Math.max(Date.parse(input.until), first);
    await until(first + Math.floor(Math.random() * (last - first)), () => off);
    if (!off) overAt = await beginDrill(input);
    if (overAt === null) {
      if (patched("tellsOfCallingOff") && (off || (await condition(() => off, HEARD_MS)))) await announceDrill(input);
      return;
    }
  }
  await until(Date.parse(overAt), () => false);
  await endDrill(input);
}

/** Waits for a moment, ms, or for something else. */
async function until(moment: number, holds: () => boolean): Promise<void> {
  const ms = moment - Date.now();
  if (ms > 0) await Promise.race([sleep(ms), condition(holds)]);
}
