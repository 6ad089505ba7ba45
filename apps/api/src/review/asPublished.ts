import { oncePerScope } from "../graphql/scope.ts";
import { reviewById, type Review } from "./reviewType.ts";

/** Once per scope: what is read for the one of then is read once, whatever asks for it. */
const publishedById = oncePerScope((scope, key): Review | null => {
  const published = reviewById(scope, key)?.row.published ?? null;
  return published === null ? null : reviewById({ ...scope, asOf: { position: published.position } }, key);
});

/**
 * A review as it stood when it was published: whatever it tells of besides its lines (figures, timeline, actions, titles) is that of then.
 * One that is not published is live. Rights are those of now.
 */
export const asPublished = (review: Review): Review =>
  review.row.published === null ? review : (publishedById(review.scope, review.key) ?? review);
