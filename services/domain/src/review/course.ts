import type { ReviewEvent } from "@ballast/schema";
import { Rejection } from "../rejection.ts";
import { sameContent } from "../sameContent.ts";
import { instantOf } from "../statistics/calendar.ts";
import { refuseIncomplete } from "./closing.ts";
import type { KnownReview, Review } from "./review.ts";
import type { ReviewCommandOf } from "./reviewCommands.ts";

/** Clocks of browsers and other machines may be ahead by as much. */
export const CLOCKS_MS = 5 * 60_000;

/** One for an incident, whoever opens it. Opened again, a day that was set is moved; who leads it and the agenda stay. */
export function openReview({ type: _, now: __, ...data }: ReviewCommandOf<"OpenIncidentReview">, review: Review): readonly ReviewEvent[] {
  if (review.status === "absent") return [{ type: "IncidentReviewOpened", data }];
  const { reviewId, dueAt } = data;
  const moved = dueAt !== null && dueAt !== review.dueAt && review.status === "preparing";
  return moved ? [{ type: "ReviewDueMoved", data: { reviewId, dueAt } }] : [];
}

const isClosed = ({ status }: KnownReview): boolean => status === "held" || status === "published";

export function closeReview(
  { reviewId, heldAt, now, actions }: ReviewCommandOf<"CloseReview">,
  review: KnownReview,
): readonly ReviewEvent[] {
  if (isClosed(review)) return [];
  if (instantOf(heldAt) > instantOf(now) + CLOCKS_MS)
    throw new Rejection("INVALID_INPUT", "a review is closed after it was held", ["heldAt"]);
  refuseIncomplete(actions);
  return [{ type: "ReviewClosed", data: { reviewId, heldAt, elsewhere: false } }];
}

/** The incident says that it was held: what is recorded there holds here. */
export const noteHeld = ({ reviewId, heldAt }: ReviewCommandOf<"NoteHeld">, review: KnownReview): readonly ReviewEvent[] =>
  isClosed(review) ? [] : [{ type: "ReviewClosed", data: { reviewId, heldAt, elsewhere: true } }];

export const noteSkipped = ({ reviewId, reason }: ReviewCommandOf<"NoteSkipped">, review: KnownReview): readonly ReviewEvent[] =>
  isClosed(review) || review.status === "skipped" ? [] : [{ type: "IncidentReviewSkipped", data: { reviewId, reason } }];

export const reopenReview = ({ reviewId, reason }: ReviewCommandOf<"ReopenReview">, review: KnownReview): readonly ReviewEvent[] =>
  isClosed(review) || review.status === "skipped" ? [{ type: "ReviewReopened", data: { reviewId, reason } }] : [];

export function publishReview(
  { type: _, now: __, ...data }: ReviewCommandOf<"PublishReview">,
  review: KnownReview,
): readonly ReviewEvent[] {
  if (!isClosed(review)) throw new Rejection("REVIEW_NOT_CLOSED", "only what was held is published", ["reviewId"]);
  const { reviewId: ___, ...publication } = data;
  return sameContent(review.publication, publication) ? [] : [{ type: "ReviewPublished", data }];
}

/**
 * Whoever it was told to is counted once; others read it as they like.
 * @throws Rejection INVALID_INPUT for a person whom nobody told, or where it is not published
 */
export function noteRead({ reviewId, personId }: ReviewCommandOf<"NoteRead">, review: KnownReview): readonly ReviewEvent[] {
  if (review.publication === null) throw new Rejection("INVALID_INPUT", "the review is not published", ["reviewId"]);
  if (!review.publication.told.includes(personId))
    throw new Rejection("INVALID_INPUT", "reading is counted of those who were told of the review", ["reviewId"]);
  return review.readBy.includes(personId) ? [] : [{ type: "ReviewRead", data: { reviewId, personId } }];
}

export const withdrawReview = ({ reviewId, reason }: ReviewCommandOf<"WithdrawReview">, review: KnownReview): readonly ReviewEvent[] =>
  review.status === "published" ? [{ type: "ReviewWithdrawn", data: { reviewId, reason } }] : [];
