import { incidentDecider, Rejection } from "@ballast/domain";
import { knownReview, meetingDecider, reviewDecider, type ActionStanding } from "@ballast/domain/review";
import { actionName } from "@ballast/domain/action";
import { foldRecord } from "@ballast/eventlog";
import { streamName } from "@ballast/schema";
import { z } from "zod";
import { defineMutation, type Mutation } from "../commands/defineMutation.ts";
import {
  field, flagField, idField, instantField, intField, listOf, noteField, optional, otherwise, reasonField, wordField,
} from "../commands/inputFields.ts";
import type { ApiContext } from "../graphql/context.ts";
import { Visibility } from "../graphql/enums.ts";
import { changeReview, refuseUnknowing, reviewField } from "./changeReview.ts";
import { servicesOfReview } from "./hiddenReviews.ts";

const theReview = async ({ log }: ApiContext, reviewId: string) => knownReview(await foldRecord(log, reviewDecider, reviewId), reviewId);

/** Everything that came of a review, whichever server was told of it: this one reads on to the end of the log first. */
async function actionsOf({ log, readModel }: ApiContext, reviewId: string): Promise<readonly ActionStanding[]> {
  const { behind } = await readModel.waitFor(await log.lastPosition());
  if (behind) throw new Rejection("REVISION_CONFLICT", "this server does not know yet what others have written: try again in a moment");
  return readModel.actions
    .all({ filter: { sourceId: reviewId, states: ["proposed"], viewer: "all" } })
    .map((action) => ({
      name: `${actionName(action)}, ${action.title},`, hasOwner: action.ownerId !== null, hasDay: action.dueOn !== null,
    }));
}

const meeting = [
  changeReview("beginReviewMeeting", {
    description: "Begins the meeting, or goes on with one that was adjourned: the first topic's time runs.",
    input: {},
    command: ({ reviewId }, { now, by }) => ({ type: "BeginMeeting", now, reviewId, personId: by }),
  }),
  changeReview("joinReviewMeeting", {
    description: "Says that one is in the meeting.",
    permission: "read",
    input: {},
    command: ({ reviewId }, { now, by }) => ({ type: "JoinMeeting", now, reviewId, personId: by }),
  }),
  changeReview("beginReviewTopic", {
    description: "Goes on to a topic of the agenda.",
    input: { topic: intField("Its place in the agenda, from 0.", z.int().min(0).max(8)) },
    command: ({ reviewId, topic }, { now }) => ({ type: "BeginTopic", now, reviewId, topic }),
  }),
  changeReview("adjournReviewMeeting", {
    description: "Ends the meeting for today: it goes on another day, or is closed without one.",
    input: {},
    command: ({ reviewId }, { now }) => ({ type: "AdjournMeeting", now, reviewId }),
  }),
];

const noteDraft = changeReview("noteReviewDraftRead", {
  description: "Says that one has opened the calibration draft of a review; counted once, of those who take part.",
  permission: "read",
  input: {},
  command: ({ reviewId }, { now, by }) => ({ type: "NoteDraftRead", now, reviewId, personId: by }),
});

const movePresenter = defineMutation({
  name: "movePresenter",
  description: "Shows a moment of the timeline to all who follow the meeting. Only who presents does, or takes over.",
  permission: "review.write",
  record: "Review",
  input: {
    reviewId: reviewField,
    momentId: optional(field(() => String, z.string().min(1).max(200), "Id of the timeline's entry; left out: none.")),
    takeOver: otherwise(flagField("Presents from now on, whoever did before."), false),
  },
  touches: ({ reviewId }, context) => servicesOfReview(context, reviewId),
  async act(run, { reviewId, momentId, takeOver }, context) {
    const { status } = await theReview(context, reviewId);
    if (status !== "meeting") throw new Rejection("MEETING_NOT_BEGUN", "nobody meets about this incident now", ["reviewId"]);
    const { revision } = await run.handle({
      aggregate: meetingDecider, id: reviewId,
      command: { type: "MovePresenter", now: run.now, reviewId, presenterId: run.by, momentId, takeOver },
    });
    // Its last event says everything: the log need not keep the others.
    if (revision === 0n) await context.log.setMaxCount(streamName("meeting", reviewId), 1);
    return { id: reviewId };
  },
});

const course = [
  changeReview("closeReview", {
    description:
      "Closes a review: the incident's is held. Refused while an action that came of it has nobody or no day, with what is missing.",
    input: { heldAt: optional(instantField("When it was held; now unless told.")) },
    async command({ reviewId, heldAt }, { now }, context) {
      const { incidentId } = await theReview(context, reviewId);
      const held = { type: "HoldReview", now, incidentId, heldAt: heldAt ?? now, notes: "" } as const;
      // Refused here, as nothing may be closed whose incident is still worked on.
      incidentDecider.decide(held, await foldRecord(context.log, incidentDecider, incidentId));
      return { type: "CloseReview", now, reviewId, heldAt: heldAt ?? now, actions: await actionsOf(context, reviewId) };
    },
    async afterwards({ reviewId }, run, context) {
      const { incidentId, heldAt } = await theReview(context, reviewId);
      const incident = await foldRecord(context.log, incidentDecider, incidentId);
      if (heldAt === null || incident.status === "absent" || incident.review.status === "held") return;
      await run.handle({
        aggregate: incidentDecider, id: incidentId, command: { type: "HoldReview", now: run.now, incidentId, heldAt, notes: "" },
      });
    },
  }),
  changeReview("reopenReview", {
    description: "Opens a review again that was closed, published or skipped.",
    input: { reason: reasonField("Why.") },
    command: ({ reviewId, reason }, { now }) => ({ type: "ReopenReview", now, reviewId, reason }),
  }),
  changeReview("publishReview", {
    description: "Publishes a review that was held, inside or for the public, and tells people of it.",
    permission: "review.publish",
    input: {
      visibility: otherwise(wordField(Visibility, "For whom; inside unless told."), "internal"),
      told: otherwise(listOf(idField("Person", "Who is told."), 100), []),
      note: noteField("What they are told with it."),
    },
    async command({ reviewId, visibility, told, note }, run, context) {
      const { incidentId } = await theReview(context, reviewId);
      const incident = await foldRecord(context.log, incidentDecider, incidentId);
      if (visibility === "public" && incident.status === "declared" && incident.declaration.private)
        throw new Rejection("INVALID_INPUT", "the incident is private: its review is not for the public", ["visibility"]);
      for (const personId of told) await refuseUnknowing(run, context, { personId, incidentId, path: "told" });
      return { type: "PublishReview", now: run.now, reviewId, visibility, told: [...new Set(told)], note };
    },
  }),
  changeReview("noteReviewRead", {
    description: "Says that one has opened a published review; counted once, of those who were told of it.",
    permission: "read",
    input: {},
    command: ({ reviewId }, { now, by }) => ({ type: "NoteRead", now, reviewId, personId: by }),
  }),
  changeReview("withdrawReview", {
    description: "Takes a publication back; whoever was told was told.",
    permission: "review.publish",
    input: { reason: reasonField("Why.") },
    command: ({ reviewId, reason }, { now }) => ({ type: "WithdrawReview", now, reviewId, reason }),
  }),
];

/** The meeting, and what ends a review. */
export const meetingMutations: readonly Mutation[] = [...meeting, noteDraft, movePresenter, ...course];
