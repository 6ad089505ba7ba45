export { reachDecider, type Reach } from "./reachDecider.ts";
export {
  ASK_HOLDS_MS, hearsOf, mayBeAsked, subscriberDecider, type KnownSubscriber, type Subscriber, type SubscriberCommand,
} from "./subscriberDecider.ts";
