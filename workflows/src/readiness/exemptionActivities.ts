import type { EndExemptionInput } from "@ballast/schema/workflows";

/** A moment of an exemption that has come, ISO. */
export interface ExemptionTime extends EndExemptionInput {
  readonly at: string;
}

/** The activity of `endExemption`. */
export interface ExemptionActivities {
  /** Records who hears of what the exemption's time has brought, once, and tells them. Answers whether it goes on. */
  passExemptionTime(input: ExemptionTime): Promise<boolean>;
}
