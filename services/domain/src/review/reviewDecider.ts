import type { ReviewEvent } from "@ballast/schema";
import { aggregate } from "../aggregate.ts";
import { Rejection } from "../rejection.ts";
import { sameContent } from "../sameContent.ts";
import { closeReview, noteHeld, noteRead, noteSkipped, openReview, publishReview, reopenReview, withdrawReview } from "./course.ts";
import { evolveReview } from "./evolveReview.ts";
import { agreeWithLine, removeLine, rewriteLine, writeLine } from "./lines.ts";
import { adjournMeeting, beginMeeting, beginTopic, joinMeeting } from "./meeting.ts";
import { takesPart, type KnownReview, type Review } from "./review.ts";
import type { ReviewCommand, ReviewCommandOf } from "./reviewCommands.ts";

/** People who are asked to one meeting. */
const MOST_PARTICIPANTS = 60;

/**
 * The review, or a refusal.
 * @throws Rejection NOT_FOUND
 */
export function knownReview(review: Review, reviewId: string): KnownReview {
  if (review.status === "absent") throw new Rejection("NOT_FOUND", `there is no review ${reviewId}`, ["reviewId"]);
  return review;
}

function open(review: KnownReview): KnownReview {
  if (review.status === "preparing" || review.status === "meeting") return review;
  throw new Rejection("REVIEW_CLOSED", `the review is ${review.status}`, ["reviewId"]);
}

function nameParticipant({ type: _, now: __, ...data }: ReviewCommandOf<"NameParticipant">, review: KnownReview): readonly ReviewEvent[] {
  const before = review.participants.find(({ personId }) => personId === data.personId);
  if (before?.interview === data.interview) return [];
  if (before === undefined && review.participants.length >= MOST_PARTICIPANTS)
    throw new Rejection("TOO_LARGE", `a review has at most ${String(MOST_PARTICIPANTS)} participants`, ["personId"]);
  return [{ type: "ReviewParticipantNamed", data }];
}

function removeParticipant({ reviewId, personId }: ReviewCommandOf<"RemoveParticipant">, review: KnownReview): readonly ReviewEvent[] {
  const known = review.participants.some((one) => one.personId === personId);
  return known ? [{ type: "ReviewParticipantRemoved", data: { reviewId, personId } }] : [];
}

/** Counted once, of those who take part; others read it as they like. */
function noteDraftRead({ reviewId, personId }: ReviewCommandOf<"NoteDraftRead">, review: KnownReview): readonly ReviewEvent[] {
  if (!takesPart(review, personId))
    throw new Rejection("INVALID_INPUT", "reading the draft is counted of those who take part in the review", ["reviewId"]);
  return review.draftReadBy.includes(personId) ? [] : [{ type: "ReviewDraftRead", data: { reviewId, personId } }];
}

function setAgenda({ reviewId, agenda }: ReviewCommandOf<"SetAgenda">, review: KnownReview): readonly ReviewEvent[] {
  const topic = review.meeting?.topic ?? null;
  if (topic !== null && topic >= agenda.length)
    throw new Rejection("INVALID_INPUT", "the meeting talks about a topic that this agenda has not", ["agenda"]);
  return sameContent(review.agenda, agenda) ? [] : [{ type: "ReviewAgendaSet", data: { reviewId, agenda } }];
}

const nameFacilitator = ({ reviewId, personId }: ReviewCommandOf<"NameFacilitator">, review: KnownReview): readonly ReviewEvent[] =>
  review.facilitatorId === personId ? [] : [{ type: "ReviewFacilitatorNamed", data: { reviewId, personId } }];

function decide(command: ReviewCommand, review: Review): readonly ReviewEvent[] {
  if (command.type === "OpenIncidentReview") return openReview(command, review);
  const known = knownReview(review, command.reviewId);
  switch (command.type) {
    case "NameFacilitator": return nameFacilitator(command, open(known));
    case "NameParticipant": return nameParticipant(command, open(known));
    case "RemoveParticipant": return removeParticipant(command, open(known));
    case "NoteDraftRead": return noteDraftRead(command, open(known));
    case "SetAgenda": return setAgenda(command, open(known));
    case "WriteLine": return writeLine(command, open(known));
    case "RewriteLine": return rewriteLine(command, open(known));
    case "RemoveLine": return removeLine(command, open(known));
    case "AgreeWithLine": return agreeWithLine(command, open(known));
    case "BeginMeeting": return beginMeeting(command, open(known));
    case "JoinMeeting": return joinMeeting(command, known);
    case "BeginTopic": return beginTopic(command, known);
    case "AdjournMeeting": return adjournMeeting(command, known);
    case "CloseReview": return closeReview(command, known);
    case "NoteHeld": return noteHeld(command, known);
    case "NoteSkipped": return noteSkipped(command, known);
    case "ReopenReview": return reopenReview(command, known);
    case "PublishReview": return publishReview(command, known);
    case "NoteRead": return noteRead(command, known);
    case "WithdrawReview": return withdrawReview(command, known);
  }
}

/** What people say about an incident afterwards. There is one for each incident: its id is from that. */
export const reviewDecider = aggregate("review", {
  initialState: { status: "absent" } as Review, evolve: evolveReview, decide, keyOf: (incidentId: string) => [incidentId],
});
