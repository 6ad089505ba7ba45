import { proxyActivities } from "@temporalio/workflow";
import type { TellOfReviewInput } from "@ballast/schema/workflows";
import { deployOptions } from "../traffic/options.ts";
import type { ReviewActivities } from "./reviewActivities.ts";

const { tellOfPublication } = proxyActivities<ReviewActivities>({
  ...deployOptions, retry: { initialInterval: "1 second", backoffCoefficient: 2, maximumInterval: "1 minute" },
});

/** A review was published: whoever was named with it is told. */
export async function tellOfReview(input: TellOfReviewInput): Promise<void> {
  await tellOfPublication(input);
}
