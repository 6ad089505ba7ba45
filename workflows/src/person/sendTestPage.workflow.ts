import { condition, defineSignal, patched, proxyActivities, setHandler } from "@temporalio/workflow";
import { signalNames, type SendTestPageInput } from "@ballast/schema/workflows";
import { deployOptions } from "../traffic/options.ts";
import type { TestPageActivities } from "./testPageActivities.ts";

const { handTestPage } = proxyActivities<TestPageActivities>({
  ...deployOptions, retry: { initialInterval: "1 second", backoffCoefficient: 2, maximumInterval: "1 minute" },
});
const { endTestAlert } = proxyActivities<TestPageActivities>({
  ...deployOptions, retry: { initialInterval: "1 second", backoffCoefficient: 4, maximumInterval: "5 minutes", maximumAttempts: 8 },
});

/** Whoever it reached has said so. */
export const testAnswered = defineSignal(signalNames.acknowledged);

/** So long an alert of a test stands where nobody answers, ms: it calls who was to be called, and nobody behind them. */
const ALERT_MS = 10 * 60_000;

/** Somebody wants to know whether a channel reaches them. What opens an alert elsewhere ends it once it is answered, or by itself. */
export async function sendTestPage(input: SendTestPageInput): Promise<void> {
  let answered = false;
  setHandler(testAnswered, () => void (answered = true));
  // Of a run before this the answer was nothing.
  if ((await handTestPage(input)) !== "alert" || !patched("endsTestAlerts")) return;
  await condition(() => answered, ALERT_MS);
  await endTestAlert(input).catch(() => undefined);
}
