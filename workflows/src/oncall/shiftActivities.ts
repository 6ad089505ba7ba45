import type { TellOfShiftInput } from "@ballast/schema/workflows";

/** The activity of `tellOfShift`. */
export interface ShiftActivities {
  /** One message to each whom it concerns; a swap that is over meanwhile is asked of nobody. */
  tellOfChange(input: TellOfShiftInput): Promise<void>;
}
