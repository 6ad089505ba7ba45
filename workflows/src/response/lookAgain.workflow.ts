import { proxyActivities, sleep } from "@temporalio/workflow";
import type { LookAgainInput } from "@ballast/schema/workflows";
import { responseOptions } from "./options.ts";
import type { ResponseActivities } from "./responseActivities.ts";

const { callAgain } = proxyActivities<Pick<ResponseActivities, "callAgain">>(responseOptions);

/** Waits for the moment at which somebody who answered a page wanted to look again, and calls them unless it is over by then. */
export async function lookAgain(input: LookAgainInput): Promise<void> {
  const ms = Date.parse(input.at) - Date.now();
  if (ms > 0) await sleep(ms);
  await callAgain(input);
}
