import type { AcceptRiskInput } from "@ballast/schema/workflows";

/** A moment of an acceptance that has come, ISO. */
export interface AcceptanceTime extends AcceptRiskInput {
  readonly at: string;
}

/** The activity of `acceptRisk`. */
export interface AcceptanceActivities {
  /** Records what the acceptance's time has brought, once, and tells whom it concerns. Answers whether it goes on. */
  passAcceptanceTime(input: AcceptanceTime): Promise<boolean>;
}
