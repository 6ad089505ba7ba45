import { workflowIds, workflowNames, type AskOwnerInput } from "@ballast/schema/workflows";
import { bring, openMessages, type Messages } from "../reactor/openMessages.ts";
import type { WorkflowSlice } from "../reactor/slice.ts";
import { askingActivities } from "./asking.activities.ts";
import { exemptionActivities } from "./exemption.activities.ts";
import { endRun, openExemptions, startExemption } from "./openExemptions.ts";

const messages: Messages = {
  OwnerAsked({ event: { data: { personId, checks, note } }, eventId, metadata }) {
    const input: AskOwnerInput = {
      personId, checks, note, requestEventId: eventId, correlationId: metadata.$correlationId, actor: metadata.actor,
    };
    return { workflowId: workflowIds.asking(eventId), workflow: workflowNames.askOwner, input };
  },
};

/** Readiness: who is asked about what is not met gets one message; that an exemption ends is told ahead, and when it has. */
export const readinessSlice: WorkflowSlice = {
  reactions: {
    ...bring(messages),
    ExemptionGranted: async ({ event: { data } }, reaction) => void (await startExemption(reaction, data, { again: false })),
    ExemptionEnded: async ({ event: { data } }, reaction) => void (await endRun(reaction, data.exemptionId)),
  },
  follow: () => [openMessages(messages), openExemptions()],
  activities: { delivery: (parts) => ({ ...askingActivities(parts), ...exemptionActivities(parts) }) },
};
