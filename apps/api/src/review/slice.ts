import type { Slice } from "../slice.ts";
import { nameOf } from "../graphql/records.ts";
import { DraftResolver, MomentResolver, ReviewDraftResolver } from "./draftResolver.ts";
import { isHiddenReview, servicesOfReview } from "./hiddenReviews.ts";
import { meetingMutations } from "./meetingMutations.ts";
import { reviewDue } from "./reviewDue.ts";
import { publicReviewRoute } from "./publicReview.ts";
import { reviewSentences, reviewTelling } from "./reviewEvents.ts";
import { reviewMutations } from "./reviewMutations.ts";
import { IncidentReviewResolver, ReviewLineResolver, ReviewResolver } from "./reviewResolver.ts";
import { ReviewSubscription, sharedReview } from "./reviewSubscription.ts";
import { mayKnowReview, reviewById, toReview } from "./reviewType.ts";

/** What people say about an incident afterwards, and what comes of it. */
export const reviewSlice = {
  records: {
    Review: {
      category: "review",
      find: reviewById,
      of: toReview,
      name(scope, id) {
        const review = reviewById(scope, id);
        return review === null ? "review of an incident" : `review of ${nameOf(scope, "Incident", review.row.incidentId)}`;
      },
      view: "reviews",
      history: "What happened to the review, newest first.",
      search: {
        title(scope, { id, title }) {
          const review = reviewById(scope, id);
          return review === null ? title : `Review of ${nameOf(scope, "Incident", review.row.incidentId)}`;
        },
        state: (scope, id) => reviewById(scope, id)?.state ?? null,
      },
      mayKnow: mayKnowReview,
      hides: (scope, id) => !mayKnowReview(scope, id),
      servicesOf: servicesOfReview,
      hiddenFrom: isHiddenReview,
    },
  },
  shared: sharedReview,
  resolvers: [
    ReviewResolver, ReviewDraftResolver, DraftResolver, ReviewLineResolver, MomentResolver, IncidentReviewResolver,
    ReviewSubscription,
  ],
  mutations: [...reviewMutations, ...meetingMutations],
  routes: [publicReviewRoute],
  sentences: reviewSentences,
  telling: reviewTelling,
  due: reviewDue,
  program: {
    changed: [{ types: ["ReviewClosed"], one: "review held", many: "reviews held", view: "/reviews" }],
  },
} satisfies Slice;
