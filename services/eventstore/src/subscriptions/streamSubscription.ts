import { StoreError } from "../failures.ts";
import { PageSize } from "../read/page.ts";
import { learn, readStreamPage } from "../read/readStream.ts";
import type { EventLog } from "../storage/eventLog.ts";
import { streamPresence } from "../streams/visibility.ts";
import type { SubscriptionItem } from "./subscription.ts";
import type { Wakeup } from "./wakeup.ts";

/**
 * A subscription to one stream that starts after revision `after` (-1: from the start, Infinity: from the end). One
 * beyond the end is the end, as in the original: what comes next is delivered.
 */
export type StreamSubscription = {
  readonly stream: string;
  readonly after: number;
  readonly resolveLinks: boolean;
};

/**
 * Yields a stream's events, those to come included, until `wakeup` is stopped. Pulled by its reader: a slow one
 * only delays itself.
 *
 * @throws StoreError `streamDeleted` once the stream is tombstoned.
 */
export async function* subscribeToStream(
  log: EventLog,
  subscription: StreamSubscription,
  wakeup: Wakeup,
): AsyncGenerator<SubscriptionItem> {
  const unlisten = log.signal.onStream(subscription.stream, wakeup.notify);
  try {
    const size = new PageSize();
    let from = Math.min(subscription.after, log.streams.get(subscription.stream).head) + 1;
    let live = false;
    while (!wakeup.stopped) {
      requireNotTombstoned(log, subscription.stream);
      const page = readStreamPage(log, { ...subscription, from, limit: size.rows, direction: "forwards" });
      learn(size, page.events);
      if (page.events.length > 0) yield { kind: "events", events: page.events };
      const last = page.events.at(-1);
      from = page.next ?? Math.max(from, ((last?.link ?? last?.event)?.revision ?? -1) + 1);
      if (page.next !== undefined || page.events.length > 0) continue;
      if (!live) yield { kind: "caughtUp", place: from > 0 ? from - 1 : undefined };
      live = true;
      await wakeup.next();
    }
  } finally {
    unlisten();
  }
}

function requireNotTombstoned(log: EventLog, stream: string): void {
  if (streamPresence(log, log.streams.get(stream)) === "tombstoned") throw new StoreError({ kind: "streamDeleted", stream });
}
