import "reflect-metadata";
import type { RecordedEvent } from "@ballast/eventlog";
import { Args, ArgsType, Field, ID, Resolver, Root, Subscription } from "type-graphql";
import type { ApiContext } from "../graphql/context.ts";
import { idOf } from "../graphql/globalId.ts";
import { openScope, present, type Scope } from "../graphql/scope.ts";
import { sharedView, sightOfRecords } from "../graphql/sharedView.ts";
import { told } from "../subscriptions/told.ts";
import { Review, reviewById } from "./reviewType.ts";

@ArgsType()
class ReviewChangesArgs {
  @Field(() => ID, { description: "The review." }) reviewId!: string;
}

const readReview = (scope: Scope, reviewId: string): Review | null => reviewById(scope, idOf("Review", reviewId, ["reviewId"]));

/** Which events are about a review. @throws Rejection NOT_FOUND for who may not know of it */
function aboutReview(context: ApiContext, reviewId: string): (recorded: RecordedEvent) => boolean {
  const { id } = present(readReview(openScope(context), reviewId), "such review").row;
  const { actions } = context.readModel;
  // Its meeting goes by its id.
  return (recorded) => recorded.id === id || (recorded.category === "action" && actions.get(recorded.id)?.source?.recordId === id);
}

const everyMs = 50;

/** A review, whenever something about it changes; ends in silence for who may no longer know of it. */
function reviewChanges(context: ApiContext, reviewId: string): AsyncIterableIterator<Review> {
  return told({
    readModel: context.readModel,
    touches: aboutReview(context, reviewId),
    read: () => [readReview(openScope(context), reviewId)].filter((review) => review !== null),
    atOnce: true,
    everyMs,
  });
}

/** The same over sockets, where many follow one meeting. */
export const sharedReview = sharedView({
  field: "reviewChanged",
  everyMs,
  touches: (context, { reviewId }) => aboutReview(context, String(reviewId)),
  read: (scope, { reviewId }) => readReview(scope, String(reviewId)),
  sight: sightOfRecords,
});

/** Reviews as people work on them. */
@Resolver()
export class ReviewSubscription {
  @Subscription(() => Review, {
    subscribe: ({ context, args }) => reviewChanges(context, args.reviewId),
    description: "A review: at once, and whenever it, its meeting or its actions change.",
  })
  reviewChanged(@Root() review: Review, @Args(() => ReviewChangesArgs) _: ReviewChangesArgs): Review {
    return review;
  }
}
