import { proxyActivities } from "@temporalio/workflow";
import type { TellOfTaskInput } from "@ballast/schema/workflows";
import { responseOptions } from "./options.ts";
import type { ResponseActivities } from "./responseActivities.ts";

const activities = proxyActivities<Pick<ResponseActivities, "tellOfTask">>({
  ...responseOptions, retry: { initialInterval: "1 second", backoffCoefficient: 2, maximumInterval: "1 minute" },
});

/** A task of an incident is somebody's: they are told. */
export async function tellOfTask(input: TellOfTaskInput): Promise<void> {
  await activities.tellOfTask(input);
}
