import type { ReviewEvent } from "@ballast/schema";
import { Rejection } from "../rejection.ts";
import type { KnownReview } from "./review.ts";
import type { ReviewCommandOf } from "./reviewCommands.ts";

/** Whoever begins it is in it. */
export function beginMeeting({ reviewId, personId, now }: ReviewCommandOf<"BeginMeeting">, review: KnownReview): readonly ReviewEvent[] {
  const joined: readonly ReviewEvent[] = review.joined.includes(personId)
    ? []
    : [{ type: "ReviewMeetingJoined", data: { reviewId, personId } }];
  return review.status === "meeting" ? joined : [{ type: "ReviewMeetingBegun", data: { reviewId, at: now } }, ...joined];
}

/** @throws Rejection MEETING_NOT_BEGUN */
export function refuseUnlessMeeting({ status }: Pick<KnownReview, "status">): void {
  if (status !== "meeting") throw new Rejection("MEETING_NOT_BEGUN", "nobody meets about this incident now", ["reviewId"]);
}

export function joinMeeting({ reviewId, personId }: ReviewCommandOf<"JoinMeeting">, review: KnownReview): readonly ReviewEvent[] {
  refuseUnlessMeeting(review);
  return review.joined.includes(personId) ? [] : [{ type: "ReviewMeetingJoined", data: { reviewId, personId } }];
}

export function beginTopic({ reviewId, topic, now }: ReviewCommandOf<"BeginTopic">, review: KnownReview): readonly ReviewEvent[] {
  refuseUnlessMeeting(review);
  if (topic >= review.agenda.length)
    throw new Rejection("INVALID_INPUT", `the agenda has ${String(review.agenda.length)} topics`, ["topic"]);
  return review.meeting?.topic === topic ? [] : [{ type: "ReviewTopicBegun", data: { reviewId, topic, at: now } }];
}

export function adjournMeeting({ reviewId, now }: ReviewCommandOf<"AdjournMeeting">, { status }: KnownReview): readonly ReviewEvent[] {
  return status === "meeting" ? [{ type: "ReviewMeetingAdjourned", data: { reviewId, at: now } }] : [];
}
