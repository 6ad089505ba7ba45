import type { TellOfPlanningInput } from "@ballast/schema/workflows";

/** So long nobody changes a plan any further before whom it concerns is told: who plans a month tells each of it once, ms. */
export const planningSettlesMs = 60_000;

/** The activity of `tellOfPlanning`. */
export interface PlanningActivities {
  /** One message to each whose shifts of the coming weeks are others now; none where the plan was changed further: the last tells all. */
  tellOfPlan(input: TellOfPlanningInput): Promise<void>;
}
