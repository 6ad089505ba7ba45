import { reviewById, type Review } from "./reviewType.ts";

/**
 * A review as it stood when it was published: whatever it tells of besides its lines (figures, timeline, actions, titles) is that of then.
 * One that is not published is live. Rights are those of now.
 */
export function asPublished(review: Review): Review {
  const { published } = review.row;
  if (published === null) return review;
  return reviewById({ ...review.scope, asOf: { position: published.position } }, review.key) ?? review;
}
