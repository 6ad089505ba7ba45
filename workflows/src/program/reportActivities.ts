import type { SendReportInput } from "@ballast/schema/workflows";

/** The activity of `sendReport`. */
export interface ReportActivities {
  /** Sends the week's report to each who has not got it yet. */
  sendToReaders(input: SendReportInput): Promise<void>;
}
