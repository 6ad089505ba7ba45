import type { DataOf, PageComponent, SubscriberChannel, SubscriberEvent, SubscriberScope } from "@ballast/schema";
import { aggregate } from "../aggregate.ts";
import { Rejection } from "../rejection.ts";
import { sameContent } from "../sameContent.ts";
import { instantOf } from "../statistics/calendar.ts";

/** Somebody who hears of a status page, asked to, or did. */
export interface KnownSubscriber {
  readonly status: "known";
  readonly subscriberId: string;
  readonly statusPageId: string;
  readonly channel: SubscriberChannel;
  /** Of what they hear; null: of nothing. */
  readonly hears: SubscriberScope | null;
  /** What they asked for and did not confirm yet. */
  readonly asked: Pick<DataOf<"SubscriptionAsked">, "askId" | "at" | "scope" | "asking"> | null;
  /** When they were asked whether they meant it, the last times. */
  readonly askedAt: readonly string[];
}
export type Subscriber = { readonly status: "absent" } | KnownSubscriber;

type Ask<Type extends string, Data> = { readonly type: Type } & Data;

export type SubscriberCommand =
  | Ask<"AskSubscription", DataOf<"SubscriptionAsked">>
  | Ask<"ConfirmSubscription", DataOf<"SubscriptionConfirmed"> & { readonly now: string }>
  | Ask<"AddSubscriber", DataOf<"SubscriberAdded">>
  | Ask<"RemoveSubscriber", DataOf<"SubscriberRemoved">>;
type Command<Type extends SubscriberCommand["type"]> = Extract<SubscriberCommand, { type: Type }>;

/** What was asked can be confirmed for so long, ms; then it is forgotten. */
export const ASK_HOLDS_MS = 7 * 86_400_000;
/** An address is asked no sooner than so long after it was asked last, ms, and no more often than so many times in a day. */
const ASK_AGAIN_MS = 10 * 60_000;
const MOST_ASKS = 5;
const DAY_MS = 86_400_000;

function evolve(subscriber: Subscriber, event: SubscriberEvent): Subscriber {
  const before = subscriber.status === "known" ? subscriber : null;
  switch (event.type) {
    case "SubscriptionAsked": {
      const { subscriberId, statusPageId, channel, scope, askId, at, asking } = event.data;
      return {
        status: "known", subscriberId, statusPageId, channel, hears: before?.hears ?? null, asked: { askId, at, scope, asking },
        askedAt: [...(before?.askedAt ?? []), at].slice(-MOST_ASKS),
      };
    }
    case "SubscriberAdded": {
      const { subscriberId, statusPageId, channel, scope } = event.data;
      return { status: "known", subscriberId, statusPageId, channel, hears: scope, asked: null, askedAt: before?.askedAt ?? [] };
    }
    case "SubscriptionConfirmed":
      return before?.asked?.askId === event.data.askId ? { ...before, hears: before.asked.scope, asked: null } : subscriber;
    case "SubscriberRemoved":
      return before === null ? subscriber : { ...before, hears: null, asked: null };
  }
}

/** Whether a message may go to this address once more that asks whether they meant it. */
export function mayBeAsked(subscriber: Subscriber, now: string): boolean {
  const askedAt = subscriber.status === "known" ? subscriber.askedAt : [];
  const since = (ms: number): number => askedAt.filter((at) => instantOf(now) - instantOf(at) < ms).length;
  return since(ASK_AGAIN_MS) === 0 && since(DAY_MS) < MOST_ASKS;
}

/** Nothing is said to whoever asks for an address too often: the answer is the same for everybody. */
function ask({ type, ...data }: Command<"AskSubscription">, subscriber: Subscriber): readonly SubscriberEvent[] {
  return mayBeAsked(subscriber, data.at) ? [{ type: "SubscriptionAsked", data }] : [];
}

function confirm({ type, now, ...data }: Command<"ConfirmSubscription">, subscriber: Subscriber): readonly SubscriberEvent[] {
  const asked = subscriber.status === "known" ? subscriber.asked : null;
  if (asked?.askId !== data.askId) {
    if (subscriber.status === "known" && subscriber.hears !== null) return [];
    throw new Rejection("NOT_FOUND", "that was not asked for, or was taken back", ["askId"]);
  }
  if (instantOf(now) - instantOf(asked.at) > ASK_HOLDS_MS)
    throw new Rejection("NOT_FOUND", "that was asked for more than a week ago: ask again", ["askId"]);
  return [{ type: "SubscriptionConfirmed", data }];
}

function decide(command: SubscriberCommand, subscriber: Subscriber): readonly SubscriberEvent[] {
  switch (command.type) {
    case "AskSubscription":
      return ask(command, subscriber);
    case "ConfirmSubscription":
      return confirm(command, subscriber);
    case "AddSubscriber": {
      const { type, ...data } = command;
      const same = subscriber.status === "known" && subscriber.hears !== null && sameContent(subscriber.hears, data.scope);
      return same ? [] : [{ type: "SubscriberAdded", data }];
    }
    case "RemoveSubscriber": {
      const { type, ...data } = command;
      const isThere = subscriber.status === "known" && (subscriber.hears !== null || subscriber.asked !== null);
      return isThere ? [{ type: "SubscriberRemoved", data }] : [];
    }
  }
}

/** Whether somebody with this scope hears of what hits these components of their page; groups are those of now. */
export const hearsOf = (
  { componentIds, groupIds }: SubscriberScope,
  hit: readonly Pick<PageComponent, "componentId" | "groupId">[],
): boolean =>
  (componentIds.length === 0 && groupIds.length === 0)
  || hit.some(({ componentId, groupId }) => componentIds.includes(componentId) || (groupId !== null && groupIds.includes(groupId)));

/** Who hears of a status page. Its id is made from the page, the channel and a keyed hash of the address: of it nobody can tell that. */
export const subscriberDecider = aggregate("subscriber", {
  initialState: { status: "absent" } as Subscriber, evolve, decide,
  keyOf: (statusPageId: string, channel: SubscriberChannel, addressHash: string) => [statusPageId, channel, addressHash],
});
