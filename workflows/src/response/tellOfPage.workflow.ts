import { proxyActivities } from "@temporalio/workflow";
import type { TellOfPageInput } from "@ballast/schema/workflows";
import { responseOptions } from "./options.ts";
import type { ResponseActivities } from "./responseActivities.ts";

const { tellOfHandingOn } = proxyActivities<Pick<ResponseActivities, "tellOfHandingOn">>({
  ...responseOptions, retry: { initialInterval: "1 second", backoffCoefficient: 2, maximumInterval: "1 minute" },
});

/** A page was handed on: whoever had it is told who has it now. */
export async function tellOfPage(input: TellOfPageInput): Promise<void> {
  await tellOfHandingOn(input);
}
