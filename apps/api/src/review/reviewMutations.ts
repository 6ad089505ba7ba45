import { knownReview, reviewDecider, usualAgenda } from "@ballast/domain/review";
import { foldRecord, idOf, ids } from "@ballast/eventlog";
import { factorWord, reviewText, agenda as agendaSchema, type FactorEffect as Effect } from "@ballast/schema";
import { z } from "zod";
import { defineMutation, type Mutation } from "../commands/defineMutation.ts";
import {
  field, flagField, idField, instantField, intField, lineField, listOf, objectField, optional, otherwise, partIdField, wordField,
} from "../commands/inputFields.ts";
import { servicesOf } from "../graphql/records.ts";
import type { ApiContext } from "../graphql/context.ts";
import type { Run } from "../commands/runCommand.ts";
import { changeReview, refuseUnknowing } from "./changeReview.ts";
import { AgendaSubject, FactorEffect, InterviewState, ReviewSection } from "./reviewType.ts";

const person = idField("Person", "Who.");
const words = field(() => String, reviewText, "What is to be written down.");
const effectField = wordField<Effect>(FactorEffect, "What it did.");
const factorInput = objectField("ReviewFactorInput", {
  word: field(() => String, factorWord, "A word for it, the same whoever names it: lower-case letters, digits and single dashes."),
  effect: effectField,
}, { description: "A word for what contributed, and what it did." });
const momentInput = objectField("ReviewMomentInput", {
  entryId: field(() => String, z.string().min(1).max(200), "Id of the entry of the timeline."),
  at: instantField("When it was."),
}, { description: "A moment of the incident's timeline." });
const topicInput = objectField("AgendaTopicInput", {
  subject: wordField(AgendaSubject, "What it is about."),
  title: lineField("What it is called."),
  minutes: intField("How many minutes it is meant to take.", z.int().min(1).max(240)),
}, { description: "A topic of the agenda." });

const seenField = intField("The line's revision that you have seen; refused with both texts where it is another one now.", z.int().min(0));
const theLine = partIdField("The line.");

/** Of whom a review may be told or made: who may know of its incident. */
async function refuse({ reviewId, personId }: { readonly reviewId: string; readonly personId: string }, run: Run, context: ApiContext) {
  const { incidentId } = knownReview(await foldRecord(context.log, reviewDecider, reviewId), reviewId);
  await refuseUnknowing(run, context, { personId, incidentId, path: "personId" });
}

const openReview = defineMutation({
  name: "openReview",
  description: "Opens the review of an incident. There is one for each: opened again, it is the same.",
  permission: "review.write",
  record: "Review",
  input: {
    incidentId: idField("Incident", "The incident."),
    facilitatorId: optional(idField("Person", "Who leads it; you unless told.")),
    dueAt: optional(instantField("When it has to be held at the latest.")),
  },
  touches: async ({ incidentId }, context) => (await servicesOf(context, "Incident", incidentId)) ?? [],
  async act(run, { incidentId, facilitatorId, dueAt }, context) {
    const reviewId = idOf(reviewDecider, incidentId);
    if (await run.earlier(reviewDecider, reviewId)) return { id: reviewId };
    if (facilitatorId !== null) await refuseUnknowing(run, context, { personId: facilitatorId, incidentId, path: "facilitatorId" });
    await run.handle({
      aggregate: reviewDecider, id: reviewId, guarded: true,
      command: {
        type: "OpenIncidentReview", now: run.now, reviewId, incidentId, dueAt, facilitatorId: facilitatorId ?? run.by,
        agenda: [...usualAgenda],
      },
    });
    return { id: reviewId };
  },
});

const preparing = [
  changeReview("nameReviewFacilitator", {
    description: "Says who leads a review.",
    input: { personId: person },
    async command({ reviewId, personId }, run, context) {
      await refuse({ reviewId, personId }, run, context);
      return { type: "NameFacilitator", now: run.now, reviewId, personId };
    },
  }),
  changeReview("nameReviewParticipant", {
    description: "Asks somebody to the review, and says whether somebody talks to them before.",
    input: {
      personId: person,
      interview: otherwise(wordField(InterviewState, "Whether they are to be talked to before; not, unless told."), "none"),
    },
    async command({ reviewId, personId, interview }, run, context) {
      await refuse({ reviewId, personId }, run, context);
      return { type: "NameParticipant", now: run.now, reviewId, personId, interview };
    },
  }),
  changeReview("removeReviewParticipant", {
    description: "Takes somebody off the review.",
    input: { personId: person },
    command: ({ reviewId, personId }, { now }) => ({ type: "RemoveParticipant", now, reviewId, personId }),
  }),
  changeReview("setReviewAgenda", {
    description: "Says what the meeting talks about, and for how long.",
    input: { agenda: { ...listOf(topicInput, 9), schema: agendaSchema } },
    command: ({ reviewId, agenda }, { now }) => ({ type: "SetAgenda", now, reviewId, agenda }),
  }),
];

const lines = [
  changeReview("writeReviewLine", {
    description: "Writes down one line.",
    input: {
      section: wordField(ReviewSection, "What it says something of."),
      text: words,
      factor: optional(factorInput),
      moment: optional(momentInput),
    },
    command: ({ reviewId, section, text, factor, moment }, { now, by, commandId }) => ({
      type: "WriteLine", now, reviewId, lineId: ids.part(commandId, "line"), section, text, factor, moment, authorId: by,
    }),
  }),
  changeReview("rewriteReviewLine", {
    description: "Rewrites a line. Where somebody else has done so since you saw it, it is refused, with both texts.",
    input: { lineId: theLine, text: words, factor: optional(factorInput), seenRevision: seenField },
    command: ({ reviewId, lineId, text, factor, seenRevision }, { now, by }) => ({
      type: "RewriteLine", now, reviewId, lineId, text, factor, authorId: by, seenRevision,
    }),
  }),
  changeReview("removeReviewLine", {
    description: "Removes a line; the history keeps it. Refused where somebody has rewritten it since you saw it.",
    input: { lineId: theLine, seenRevision: seenField },
    command: ({ reviewId, lineId, seenRevision }, { now }) => ({ type: "RemoveLine", now, reviewId, lineId, seenRevision }),
  }),
  changeReview("agreeWithReviewLine", {
    description: "Says that one agrees with a line, or no longer does.",
    input: { lineId: theLine, agrees: otherwise(flagField("Whether one does; so unless told."), true) },
    command: ({ reviewId, lineId, agrees }, { now, by }) => ({ type: "AgreeWithLine", now, reviewId, lineId, personId: by, agrees }),
  }),
];

/** Opening and preparing a review, and what is written down in it. */
export const reviewMutations: readonly Mutation[] = [openReview, ...preparing, ...lines];
