import "reflect-metadata";
import type { RecordedEvent } from "@ballast/eventlog";
import { Args, ArgsType, Field, ID, Resolver, Root, Subscription } from "type-graphql";
import type { ApiContext } from "../graphql/context.ts";
import { idOf } from "../graphql/globalId.ts";
import { openScope, present } from "../graphql/scope.ts";
import { told } from "../subscriptions/told.ts";
import { Review, reviewById } from "./reviewType.ts";

@ArgsType()
class ReviewChangesArgs {
  @Field(() => ID, { description: "The review." }) reviewId!: string;
}

/** A review, whenever something about it changes; ends in silence for who may no longer know of it. */
function reviewChanges(context: ApiContext, reviewId: string): AsyncIterableIterator<Review> {
  const scope = openScope(context);
  const id = idOf("Review", reviewId, ["reviewId"]);
  present(reviewById(scope, id), "such review");
  const { actions } = context.readModel;
  // Its meeting goes by its id.
  const touches = (recorded: RecordedEvent): boolean =>
    recorded.id === id || (recorded.category === "action" && actions.get(recorded.id)?.source?.recordId === id);
  return told({
    readModel: context.readModel,
    touches,
    read: () => [reviewById(openScope(context), id)].filter((review) => review !== null),
    atOnce: true,
    everyMs: 50,
  });
}

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
