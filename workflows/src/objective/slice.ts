import { taskQueues, workflowIds, workflowNames, type AskForActionInput } from "@ballast/schema/workflows";
import { startOnce } from "../reactor/starting.ts";
import type { WorkflowSlice } from "../reactor/slice.ts";
import { callFor, noteCleared } from "./burnIncidents.ts";
import { countedRequests } from "./countedRequests.ts";
import { overspendingActivities } from "./overspending.activities.ts";
import { watchedObjectives } from "./watchedObjectives.ts";

/** Objectives: what incidents cost them is found by time, and told to who answers for it. */
export const objectiveSlice: WorkflowSlice = {
  reactions: {
    AlertFired: callFor,
    AlertCleared: noteCleared,
    ErrorBudgetOverspent: async ({ event: { data }, eventId, metadata }, { temporal }) => {
      const input: AskForActionInput = {
        ...data, requestEventId: eventId, correlationId: metadata.$correlationId, actor: metadata.actor,
      };
      await startOnce(temporal, workflowNames.askForAction, {
        workflowId: workflowIds.overspending(data.objectiveId, data.incidentId), taskQueue: taskQueues.delivery,
        workflowIdReusePolicy: "REJECT_DUPLICATE", args: [input],
      });
    },
  },
  follow: () => [watchedObjectives(), countedRequests()],
  activities: { delivery: overspendingActivities },
};
