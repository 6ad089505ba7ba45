import { workflowIds, workflowNames, type TellOfSittingInput } from "@ballast/schema/workflows";
import { bring, openMessages, type Messages } from "../reactor/openMessages.ts";
import type { WorkflowSlice } from "../reactor/slice.ts";
import { comingSittings } from "./comingSittings.ts";
import { forumActivities } from "./forum.activities.ts";

const messages: Messages = {
  SittingOpened({ event: { data: { forumId, sittingId } }, eventId, metadata }) {
    const input: TellOfSittingInput = {
      forumId, sittingId, requestEventId: eventId, correlationId: metadata.$correlationId, actor: metadata.actor,
    };
    return { workflowId: workflowIds.sitting(eventId), workflow: workflowNames.tellOfSitting, input };
  },
};

/** Series of reviews: the next one is opened ahead of its day, and whoever answers for it is told. */
export const forumSlice: WorkflowSlice = {
  reactions: bring(messages), follow: () => [openMessages(messages), comingSittings()], activities: { delivery: forumActivities },
};
