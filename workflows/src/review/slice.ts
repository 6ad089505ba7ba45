import { incidentDecider } from "@ballast/domain";
import { reviewDecider, usualAgenda, type ReviewCommand } from "@ballast/domain/review";
import { foldRecord, handle, idOf, ids, type RecordedEvent } from "@ballast/eventlog";
import { workflowIds, workflowNames, type TellOfReviewInput } from "@ballast/schema/workflows";
import { bring, openMessages, type Messages } from "../reactor/openMessages.ts";
import type { Reaction, WorkflowSlice } from "../reactor/slice.ts";
import { systemActor } from "../systemActor.ts";
import { reviewActivities } from "./review.activities.ts";

const contextOf = ({ eventId, metadata }: RecordedEvent, { now }: Reaction, what: string) => ({
  commandId: ids.command("reactor", eventId, what), now: now().toISOString(), actor: systemActor("reactor"),
  correlationId: metadata.$correlationId, causationId: eventId,
});

/** What the incident says of its review holds for the record of that, where there is one. */
async function carryOver(recorded: RecordedEvent, reaction: Reaction, command: ReviewCommand): Promise<void> {
  const { log } = reaction;
  if ((await foldRecord(log, reviewDecider, command.reviewId)).status === "absent") return;
  await handle(log, { aggregate: reviewDecider, id: command.reviewId, command, context: contextOf(recorded, reaction, "note") });
}

const messages: Messages = {
  ReviewPublished({ event: { data: { reviewId, told, note } }, eventId, metadata }) {
    if (told.length === 0) return null;
    const input: TellOfReviewInput = {
      reviewId, told, note, requestEventId: eventId, correlationId: metadata.$correlationId, actor: metadata.actor,
    };
    return { workflowId: workflowIds.published(eventId), workflow: workflowNames.tellOfReview, input };
  },
};

/** Reviews: one is opened when it falls due, it and its incident say the same of it, and who is to hear of its publication does. */
export const reviewSlice: WorkflowSlice = {
  reactions: {
    ReviewMarkedDue: async (recorded, reaction) => {
      const { incidentId, dueAt } = recorded.event.data;
      const reviewId = idOf(reviewDecider, incidentId);
      const incident = await foldRecord(reaction.log, incidentDecider, incidentId);
      // Whoever commanded knows most of it; they hand it on where somebody else is to lead it.
      const facilitatorId = incident.status === "declared" ? (incident.roles.commander[0] ?? null) : null;
      await handle(reaction.log, {
        aggregate: reviewDecider, id: reviewId, context: contextOf(recorded, reaction, "open"),
        command: {
          type: "OpenIncidentReview", now: reaction.now().toISOString(), reviewId, incidentId, dueAt, facilitatorId,
          agenda: [...usualAgenda],
        },
      });
    },
    ReviewHeld: (recorded, reaction) => {
      const { incidentId, heldAt } = recorded.event.data;
      return carryOver(recorded, reaction, {
        type: "NoteHeld", now: reaction.now().toISOString(), reviewId: idOf(reviewDecider, incidentId), heldAt,
      });
    },
    ReviewSkipped: (recorded, reaction) => {
      const { incidentId, reason } = recorded.event.data;
      return carryOver(recorded, reaction, {
        type: "NoteSkipped", now: reaction.now().toISOString(), reviewId: idOf(reviewDecider, incidentId), reason,
      });
    },
    /** Whoever closed it may have died before the incident was told. */
    ReviewClosed: async (recorded, reaction) => {
      const { reviewId, heldAt, elsewhere } = recorded.event.data;
      const review = await foldRecord(reaction.log, reviewDecider, reviewId);
      if (elsewhere || review.status === "absent") return;
      const { incidentId } = review;
      const incident = await foldRecord(reaction.log, incidentDecider, incidentId);
      if (incident.status === "absent" || incident.review.status === "held") return;
      await handle(reaction.log, {
        aggregate: incidentDecider, id: incidentId, context: contextOf(recorded, reaction, "held"),
        command: { type: "HoldReview", now: reaction.now().toISOString(), incidentId, heldAt, notes: "" },
      });
    },
    ...bring(messages),
  },
  follow: () => [openMessages(messages)],
  activities: { delivery: reviewActivities },
};
