import { condition, defineSignal, proxyActivities, setHandler } from "@temporalio/workflow";
import { signalNames, type ChaseActionInput } from "@ballast/schema/workflows";
import { deployOptions } from "../traffic/options.ts";
import type { ChasingActivities } from "./chasingActivities.ts";

// Tried for as long as it takes: an action is late for weeks, and the log away for minutes.
const { nextReminder, remindOfAction } = proxyActivities<ChasingActivities>({
  ...deployOptions, retry: { initialInterval: "1 second", backoffCoefficient: 2, maximumInterval: "1 minute" },
});

/** Something was recorded of the action: what it is, the log says. */
export const actionChanged = defineSignal(signalNames.actionChanged);

const DAY_MS = 86_400_000;

/**
 * Waits for each moment at which somebody is to be told of an action, until it is done or dropped, or no day is promised any more. What
 * passed while a run was lost is made up for, of one day; what lay behind when the day was promised is not told.
 */
export async function chaseAction(input: ChaseActionInput): Promise<void> {
  let changed = false;
  setHandler(actionChanged, () => {
    changed = true;
  });
  let after = Date.now() - (input.again ? DAY_MS : 0);
  for (;;) {
    changed = false;
    const at = await nextReminder({ ...input, at: new Date(after).toISOString() });
    if (at === null) {
      // What was recorded while somebody looked may have opened it again.
      if (changed) continue;
      return;
    }
    const ms = Date.parse(at) - Date.now();
    if (ms > 0 && (await condition(() => changed, ms))) continue;
    await remindOfAction({ ...input, at });
    after = Date.parse(at);
  }
}
