import type { RecordedEvent } from "@ballast/eventlog";
import { workflowIds, workflowNames, type TellOfShiftInput } from "@ballast/schema/workflows";
import { bring, openMessages, type Message, type Messages } from "../reactor/openMessages.ts";
import type { WorkflowSlice } from "../reactor/slice.ts";
import { shiftActivities } from "./shift.activities.ts";

const messageOf = (
  { eventId, metadata }: Pick<RecordedEvent, "eventId" | "metadata">,
  told: Omit<TellOfShiftInput, "requestEventId" | "correlationId" | "actor">,
): Message => ({
  workflowId: workflowIds.shift(eventId), workflow: workflowNames.tellOfShift,
  input: { ...told, requestEventId: eventId, correlationId: metadata.$correlationId, actor: metadata.actor } satisfies TellOfShiftInput,
});

const messages: Messages = {
  SwapAsked(recorded) {
    const { rotationId, swapId, personId, from, to, reason } = recorded.event.data;
    return messageOf(recorded, { kind: "asked", rotationId, swapId, personId, otherIds: [], from, to, reason });
  },
  SwapTaken(recorded) {
    const { rotationId, swapId, personId, askedBy, from, to } = recorded.event.data;
    return messageOf(recorded, { kind: "taken", rotationId, swapId, personId, otherIds: [askedBy], from, to, reason: "" });
  },
  PagerTakenOver(recorded) {
    const { rotationId, personId, fromPersonIds, until } = recorded.event.data;
    const from = recorded.metadata.occurredAt;
    return messageOf(recorded, {
      kind: "takenOver", rotationId, swapId: null, personId, otherIds: fromPersonIds, from, to: until, reason: "",
    });
  },
};

/** On-call: whoever a change of a shift concerns gets one message. */
export const oncallSlice: WorkflowSlice = {
  reactions: bring(messages), follow: () => [openMessages(messages)], activities: { delivery: shiftActivities },
};
