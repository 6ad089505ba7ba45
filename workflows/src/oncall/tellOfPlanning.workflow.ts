import { proxyActivities, sleep } from "@temporalio/workflow";
import type { TellOfPlanningInput } from "@ballast/schema/workflows";
import { deployOptions } from "../traffic/options.ts";
import { planningSettlesMs, type PlanningActivities } from "./planningActivities.ts";

const { tellOfPlan } = proxyActivities<PlanningActivities>({
  ...deployOptions, retry: { initialInterval: "1 second", backoffCoefficient: 2, maximumInterval: "1 minute" },
});

/** A plan was changed: once it is left alone, everybody whose shifts are others is told which. */
export async function tellOfPlanning(input: TellOfPlanningInput): Promise<void> {
  await sleep(planningSettlesMs);
  await tellOfPlan(input);
}
