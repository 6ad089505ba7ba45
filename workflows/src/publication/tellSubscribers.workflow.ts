import { proxyActivities, sleep } from "@temporalio/workflow";
import { taskQueues, type AskToConfirmInput, type SendMailingInput, type TellSubscribersInput } from "@ballast/schema/workflows";
import { deployOptions } from "../traffic/options.ts";
import type { PublishingActivities, ReleasingActivities } from "./publicationActivities.ts";

const { releasePublication } = proxyActivities<ReleasingActivities>({
  ...deployOptions, retry: { initialInterval: "1 second", backoffCoefficient: 2, maximumInterval: "1 minute" },
});

const { sendToSubscribers, giveUpMailing, sendConfirmation } = proxyActivities<PublishingActivities>({
  ...deployOptions, taskQueue: taskQueues.publishing, startToCloseTimeout: "10 minutes", scheduleToCloseTimeout: "12 hours",
  retry: { initialInterval: "5 seconds", backoffCoefficient: 2, maximumInterval: "10 minutes" },
});

/** Waits until what was published cannot be taken back any more; then it goes out. */
export async function tellSubscribers(input: TellSubscribersInput): Promise<void> {
  await sleep(Math.max(0, Date.parse(input.waitUntil) - Date.now()));
  await releasePublication(input);
}

const MINUTE_MS = 60_000;
/** Whose server is away is tried again after so long, ms: over six hours, after which it is no news any more. */
const AGAIN_AFTER_MS = [0.5, 1, 2, 5, 10, 20, 30, 60, 60, 60, 60, 60].map((minutes) => minutes * MINUTE_MS);

/** Sends a message to some subscribers; those whose server is away keep nobody else waiting, and are tried again. */
export async function sendMailing(input: SendMailingInput): Promise<void> {
  for (const pauseMs of AGAIN_AFTER_MS) {
    if (!(await sendToSubscribers(input))) return;
    await sleep(pauseMs);
  }
  if (await sendToSubscribers(input)) await giveUpMailing(input);
}

/** Somebody asked for updates: they are asked at their address whether they meant it. */
export async function askToConfirm(input: AskToConfirmInput): Promise<void> {
  await sendConfirmation(input);
}
