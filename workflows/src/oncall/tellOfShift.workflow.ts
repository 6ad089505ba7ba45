import { proxyActivities } from "@temporalio/workflow";
import type { TellOfShiftInput } from "@ballast/schema/workflows";
import { deployOptions } from "../traffic/options.ts";
import type { ShiftActivities } from "./shiftActivities.ts";

const { tellOfChange } = proxyActivities<ShiftActivities>({
  ...deployOptions, retry: { initialInterval: "1 second", backoffCoefficient: 2, maximumInterval: "1 minute" },
});

/** A shift is asked for, was taken, or the pager was: whoever it concerns is told. */
export async function tellOfShift(input: TellOfShiftInput): Promise<void> {
  await tellOfChange(input);
}
