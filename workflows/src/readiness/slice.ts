import { workflowIds, workflowNames, type AskOwnerInput } from "@ballast/schema/workflows";
import { bring, openMessages, type Messages } from "../reactor/openMessages.ts";
import type { WorkflowSlice } from "../reactor/slice.ts";
import { askingActivities } from "./asking.activities.ts";

const messages: Messages = {
  OwnerAsked({ event: { data: { personId, checks, note } }, eventId, metadata }) {
    const input: AskOwnerInput = {
      personId, checks, note, requestEventId: eventId, correlationId: metadata.$correlationId, actor: metadata.actor,
    };
    return { workflowId: workflowIds.asking(eventId), workflow: workflowNames.askOwner, input };
  },
};

/** Readiness: who is asked about what is not met gets one message. */
export const readinessSlice: WorkflowSlice = {
  reactions: bring(messages), follow: () => [openMessages(messages)], activities: { delivery: askingActivities },
};
