import { taskQueues, workflowIds, workflowNames, type AskOwnerInput } from "@ballast/schema/workflows";
import { startOnce } from "../reactor/starting.ts";
import type { WorkflowSlice } from "../reactor/slice.ts";
import { askingActivities } from "./asking.activities.ts";

/** Readiness: who is asked about what is not met gets one message. */
export const readinessSlice: WorkflowSlice = {
  reactions: {
    OwnerAsked: async ({ event: { data: { personId, checks, note } }, eventId, metadata }, { temporal }) => {
      const input: AskOwnerInput = {
        personId, checks, note, requestEventId: eventId, correlationId: metadata.$correlationId, actor: metadata.actor,
      };
      await startOnce(temporal, workflowNames.askOwner, {
        workflowId: workflowIds.asking(eventId), taskQueue: taskQueues.delivery, workflowIdReusePolicy: "REJECT_DUPLICATE", args: [input],
      });
    },
  },
  follow: () => [],
  activities: { delivery: askingActivities },
};
