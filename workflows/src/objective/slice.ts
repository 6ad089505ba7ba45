import { workflowIds, workflowNames, type AskForActionInput } from "@ballast/schema/workflows";
import { bring, openMessages, type Messages } from "../reactor/openMessages.ts";
import type { WorkflowSlice } from "../reactor/slice.ts";
import { callFor, noteCleared } from "./burnIncidents.ts";
import { countedRequests } from "./countedRequests.ts";
import { overspendingActivities } from "./overspending.activities.ts";
import { watchedObjectives } from "./watchedObjectives.ts";

const messages: Messages = {
  ErrorBudgetOverspent({ event: { data }, eventId, metadata }) {
    const input: AskForActionInput = {
      ...data, requestEventId: eventId, correlationId: metadata.$correlationId, actor: metadata.actor,
    };
    return { workflowId: workflowIds.overspending(data.objectiveId, data.incidentId), workflow: workflowNames.askForAction, input };
  },
};

/** Objectives: what incidents cost them is found by time, and told to who answers for it. */
export const objectiveSlice: WorkflowSlice = {
  reactions: {
    // Not of AlertFired itself: in a storm thousands come in which are no business of an objective's.
    BurnAlertFired: callFor,
    BurnAlertCleared: noteCleared,
    ...bring(messages),
  },
  follow: () => [watchedObjectives(), countedRequests(), openMessages(messages)],
  activities: { delivery: overspendingActivities },
};
