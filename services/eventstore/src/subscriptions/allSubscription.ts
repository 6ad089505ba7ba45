import type { EventFilter } from "../read/filter.ts";
import { PageSize } from "../read/page.ts";
import { readAllPage } from "../read/readAll.ts";
import { learn } from "../read/readStream.ts";
import type { EventLog } from "../storage/eventLog.ts";
import type { SubscriptionItem } from "./subscription.ts";
import type { Wakeup } from "./wakeup.ts";

/**
 * A subscription to the whole log that starts after position `after` (0: from the start, Infinity: from the end). One
 * beyond the end is the end: what comes next is delivered.
 */
export type AllSubscription = {
  readonly after: number;
  readonly resolveLinks: boolean;
  readonly filter: EventFilter | undefined;
  /** A filtered subscription says how far it got each time it has considered this many events. */
  readonly checkpointEvery: number;
};

/** Yields the log's events, those to come included, until `wakeup` is stopped. */
export async function* subscribeToAll(
  log: EventLog,
  subscription: AllSubscription,
  wakeup: Wakeup,
): AsyncGenerator<SubscriptionItem> {
  const unlisten = log.signal.onAll(wakeup.notify);
  const { filter, checkpointEvery, resolveLinks } = subscription;
  try {
    const size = new PageSize();
    let after = Math.min(subscription.after, log.lastPosition);
    let untilCheckpoint = checkpointEvery;
    let live = false;
    while (!wakeup.stopped) {
      const window = filter === undefined ? size.rows : Math.min(size.rows, untilCheckpoint);
      const page = readAllPage(log, { from: after + 1, direction: "forwards", resolveLinks, filter, window });
      if (page.last !== undefined) {
        after = page.last;
        learn(size, page.events);
        yield { kind: "events", events: page.events };
        untilCheckpoint -= page.considered;
        if (filter === undefined || untilCheckpoint > 0) continue;
        untilCheckpoint = checkpointEvery;
        yield { kind: "checkpoint", position: after };
        continue;
      }
      if (!live) {
        if (filter !== undefined) yield { kind: "checkpoint", position: after };
        yield { kind: "caughtUp", place: after > 0 ? after : undefined };
        live = true;
      }
      await wakeup.next();
    }
  } finally {
    unlisten();
  }
}
