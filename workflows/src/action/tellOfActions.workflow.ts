import { defineSignal, proxyActivities, setHandler, sleep } from "@temporalio/workflow";
import { signalNames, type TellOfActionsInput } from "@ballast/schema/workflows";
import { deployOptions } from "../traffic/options.ts";
import type { ChasingActivities } from "./chasingActivities.ts";

const { tellTogether } = proxyActivities<ChasingActivities>({
  ...deployOptions, retry: { initialInterval: "1 second", backoffCoefficient: 2, maximumInterval: "1 minute" },
});

/** Another action is to be told of on the same day. */
export const actionDue = defineSignal<[string]>(signalNames.actionDue);

/** All of a morning are due at nine: so long is waited for the others, ms. */
const collectMs = 2 * 60_000;

/** One message a person a day, about everything of which they are to be told; the run's id says whom and which day. */
export async function tellOfActions({ actionId, ...input }: TellOfActionsInput): Promise<void> {
  const actionIds = new Set([actionId]);
  setHandler(actionDue, (other) => void actionIds.add(other));
  await sleep(collectMs);
  await tellTogether({ ...input, actionIds: [...actionIds] });
}
