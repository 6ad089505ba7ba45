import { workflowIds, workflowNames, type SendReportInput } from "@ballast/schema/workflows";
import { bring, openMessages, type Messages } from "../reactor/openMessages.ts";
import type { WorkflowSlice } from "../reactor/slice.ts";
import { reportActivities } from "./report.activities.ts";
import { weeklyReports } from "./weeklyReports.ts";

const messages: Messages = {
  LeadershipReportWritten({ event: { data: { reportId } }, eventId, metadata }) {
    const input: SendReportInput = { reportId, requestEventId: eventId, correlationId: metadata.$correlationId, actor: metadata.actor };
    return { workflowId: workflowIds.report(reportId), workflow: workflowNames.sendReport, input };
  },
};

/** The program: every week has its report, and who reads it gets it. */
export const programSlice: WorkflowSlice = {
  reactions: bring(messages), follow: () => [weeklyReports(), openMessages(messages)], activities: { delivery: reportActivities },
};
