import { proxyActivities } from "@temporalio/workflow";
import type { SendReportInput } from "@ballast/schema/workflows";
import { deployOptions } from "../traffic/options.ts";
import type { ReportActivities } from "./reportActivities.ts";

/** A mail server that is away over a morning holds it up; that of another day is not what anybody waits for. */
const { sendToReaders } = proxyActivities<ReportActivities>({
  ...deployOptions, startToCloseTimeout: "30 minutes", scheduleToCloseTimeout: "12 hours",
  retry: { initialInterval: "5 seconds", backoffCoefficient: 2, maximumInterval: "10 minutes" },
});

/** The week's report was written: whoever reads it gets it, each once. */
export async function sendReport(input: SendReportInput): Promise<void> {
  await sendToReaders(input);
}
