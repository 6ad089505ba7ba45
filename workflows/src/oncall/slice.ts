import type { RecordedEvent } from "@ballast/eventlog";
import {
  workflowIds, workflowNames, type GiveNoticeInput, type TellOfPlanningInput, type TellOfShiftInput,
} from "@ballast/schema/workflows";
import { bring, openMessages, type Message, type Messages } from "../reactor/openMessages.ts";
import type { WorkflowSlice } from "../reactor/slice.ts";
import { dueNotices } from "./dueNotices.ts";
import { noticeActivities } from "./notice.activities.ts";
import { planningActivities } from "./planning.activities.ts";
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

/** A plan that somebody changed: what is a swap, a take-over or an import among these the message finds out, and is told of elsewhere. */
const planned = ({
  event: { data: { rotationId } }, eventId, metadata,
}: Pick<RecordedEvent, "eventId" | "metadata"> & { readonly event: { readonly data: { readonly rotationId: string } } }): Message => ({
  workflowId: workflowIds.planning(eventId), workflow: workflowNames.tellOfPlanning,
  input: {
    rotationId, requestEventId: eventId, correlationId: metadata.$correlationId, actor: metadata.actor,
  } satisfies TellOfPlanningInput,
});
const plans: Messages = { RotationChanged: planned, LayerAdded: planned, OverrideAdded: planned, OverrideRemoved: planned };

const given: Messages = {
  NoticeGiven({ event: { data: { personId, notice } }, eventId, metadata }) {
    const input: GiveNoticeInput = {
      personId, notice, requestEventId: eventId, correlationId: metadata.$correlationId, actor: metadata.actor,
    };
    return { workflowId: workflowIds.notice(eventId), workflow: workflowNames.giveNotice, input };
  },
};
const all: Messages = { ...messages, ...plans, ...given };

/** On-call: whoever a change of a shift concerns gets one message. */
export const oncallSlice: WorkflowSlice = {
  reactions: bring(all), follow: () => [openMessages(all), dueNotices()],
  activities: { delivery: (parts) => ({ ...shiftActivities(parts), ...planningActivities(parts), ...noticeActivities(parts) }) },
};
