import "reflect-metadata";
import { Resolver, Root, Subscription } from "type-graphql";
import type { ApiContext } from "../graphql/context.ts";
import { openScope } from "../graphql/scope.ts";
import { told } from "../subscriptions/told.ts";
import { nowView, NowView } from "./nowType.ts";

/** The first view, at most twice a second. Over sockets its answers are shared (`sharedNow.ts`). */
function nowChanges(context: ApiContext): AsyncIterableIterator<NowView> {
  openScope(context);
  return told({ readModel: context.readModel, touches: () => true, read: () => [nowView(openScope(context))], atOnce: true, everyMs: 500 });
}

/** The first view as it changes. */
@Resolver()
export class NowSubscription {
  @Subscription(() => NowView, {
    subscribe: ({ context }) => nowChanges(context),
    description: "What matters now: at once, and when something happens, at most twice a second.",
  })
  nowChanged(@Root() view: NowView): NowView {
    return view;
  }
}
