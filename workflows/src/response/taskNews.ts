import type { RecordedEvent } from "@ballast/eventlog";
import type { DataOf } from "@ballast/schema";
import { workflowIds, workflowNames, type TellOfTaskInput } from "@ballast/schema/workflows";
import type { Message, Messages } from "../reactor/openMessages.ts";

/** Whoever gives a task to themselves knows of it. */
function messageOf(
  { eventId, metadata }: Pick<RecordedEvent, "eventId" | "metadata">, { incidentId, taskId, ownerId }: DataOf<"TaskAdded" | "TaskGiven">,
): Message | null {
  if (ownerId === null || ownerId === metadata.actor.personId) return null;
  return {
    workflowId: workflowIds.task(eventId), workflow: workflowNames.tellOfTask,
    input: {
      incidentId, taskId, ownerId, requestEventId: eventId, correlationId: metadata.$correlationId, actor: metadata.actor,
    } satisfies TellOfTaskInput,
  };
}

/** Whose a task is hears of it. */
export const taskNews: Messages = {
  TaskAdded: (recorded) => messageOf(recorded, recorded.event.data), TaskGiven: (recorded) => messageOf(recorded, recorded.event.data),
};
