import type { ReviewEvent } from "@ballast/schema";
import { spentOn, type KnownReview, type Review, type ReviewLine, type ReviewMeeting } from "./review.ts";

/** Folds one fact of a review. */
export function evolveReview(review: Review, event: ReviewEvent): Review {
  if (event.type !== "IncidentReviewOpened") return review.status === "absent" ? review : evolveKnown(review, event);
  if (review.status !== "absent") return review;
  return {
    ...event.data, status: "preparing", participants: [], lines: [], meeting: null, draftReadBy: [], joined: [], heldAt: null,
    publication: null, readBy: [], skipped: null,
  };
}

type Later = Exclude<ReviewEvent, { type: "IncidentReviewOpened" }>;
type OfMeeting = Extract<Later, { type: `ReviewMeeting${string}` | "ReviewTopicBegun" }>;
type OfLine = Extract<Later, { type: `ReviewLine${string}` }>;

const isOfMeeting = (event: Later): event is OfMeeting => event.type.startsWith("ReviewMeeting") || event.type === "ReviewTopicBegun";
const isOfLine = (event: Later): event is OfLine => event.type.startsWith("ReviewLine");

function evolveKnown(review: KnownReview, event: Later): KnownReview {
  if (isOfLine(event)) return { ...review, lines: linesAfter(review.lines, event) };
  return isOfMeeting(event) ? evolveMeeting(review, event) : evolveCourse(review, event);
}

const changed = (lines: readonly ReviewLine[], lineId: string, change: (line: ReviewLine) => ReviewLine): readonly ReviewLine[] =>
  lines.map((line) => (line.lineId === lineId ? change(line) : line));

function linesAfter(lines: readonly ReviewLine[], event: OfLine): readonly ReviewLine[] {
  const { lineId } = event.data;
  switch (event.type) {
    case "ReviewLineWritten": {
      const { reviewId: _, ...line } = event.data;
      return [...lines, { ...line, revision: 0, agreed: [] }];
    }
    case "ReviewLineRewritten": {
      const { text, factor, revision } = event.data;
      return changed(lines, lineId, (line) => ({ ...line, text, factor, revision }));
    }
    case "ReviewLineRemoved":
      return lines.filter((line) => line.lineId !== lineId);
    case "ReviewLineAgreed": {
      const { personId, agrees } = event.data;
      return changed(lines, lineId, (line) => {
        const others = line.agreed.filter((one) => one !== personId);
        return { ...line, agreed: agrees ? [...others, personId] : others };
      });
    }
  }
}

/** Stops what is timed, and begins this topic, or none. */
function timed(meeting: ReviewMeeting, topic: number | null, at: string): ReviewMeeting {
  const places = Math.max(meeting.spentMs.length, (meeting.topic ?? -1) + 1);
  const spentMs = Array.from({ length: places }, (_, place) => spentOn(meeting, place, at));
  return { ...meeting, topic, since: at, spentMs };
}

function evolveMeeting(review: KnownReview, event: OfMeeting): KnownReview {
  const { meeting } = review;
  switch (event.type) {
    case "ReviewMeetingBegun": {
      const { at } = event.data;
      const again = meeting ?? { begunAt: at, topic: null, since: at, spentMs: [] };
      return { ...review, status: "meeting", meeting: timed(again, 0, at) };
    }
    case "ReviewMeetingJoined": {
      const { personId } = event.data;
      return review.joined.includes(personId) ? review : { ...review, joined: [...review.joined, personId] };
    }
    case "ReviewTopicBegun":
      return meeting === null ? review : { ...review, meeting: timed(meeting, event.data.topic, event.data.at) };
    case "ReviewMeetingAdjourned":
      return { ...review, status: "preparing", meeting: meeting === null ? null : timed(meeting, null, event.data.at) };
  }
}

function evolveCourse(review: KnownReview, event: Exclude<Later, OfLine | OfMeeting>): KnownReview {
  switch (event.type) {
    case "ReviewDueMoved":
      return { ...review, dueAt: event.data.dueAt };
    case "ReviewFacilitatorNamed":
      return { ...review, facilitatorId: event.data.personId };
    case "ReviewParticipantNamed": {
      const { reviewId: _, ...named } = event.data;
      const known = review.participants.some(({ personId }) => personId === named.personId);
      const participants = known
        ? review.participants.map((one) => (one.personId === named.personId ? named : one))
        : [...review.participants, named];
      return { ...review, participants };
    }
    case "ReviewParticipantRemoved":
      return { ...review, participants: review.participants.filter(({ personId }) => personId !== event.data.personId) };
    case "ReviewDraftRead": {
      const { personId } = event.data;
      return review.draftReadBy.includes(personId) ? review : { ...review, draftReadBy: [...review.draftReadBy, personId] };
    }
    case "ReviewAgendaSet":
      return { ...review, agenda: event.data.agenda };
    case "ReviewClosed": {
      const { heldAt } = event.data;
      const meeting = review.meeting === null ? null : timed(review.meeting, null, heldAt);
      return { ...review, status: "held", heldAt, meeting, skipped: null };
    }
    case "IncidentReviewSkipped":
      return { ...review, status: "skipped", skipped: event.data.reason };
    case "ReviewReopened":
      return { ...review, status: "preparing", heldAt: null, skipped: null, publication: null, readBy: [] };
    case "ReviewPublished": {
      const { reviewId: _, ...publication } = event.data;
      // Who is no longer told it has no part in its figures; who still is has not to read it twice.
      const readBy = review.readBy.filter((personId) => publication.told.includes(personId));
      return { ...review, status: "published", publication, readBy };
    }
    case "ReviewRead": {
      const { personId } = event.data;
      return review.readBy.includes(personId) ? review : { ...review, readBy: [...review.readBy, personId] };
    }
    case "ReviewWithdrawn":
      return { ...review, status: "held", publication: null, readBy: [] };
  }
}
