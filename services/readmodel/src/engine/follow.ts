import type { Log, LogBatch, RecordedEvent, SubscriptionState } from "@ballast/eventlog";
import type { StorageWatch } from "./storage.ts";
import type { Store } from "./store.ts";

/** A store that follows the log. */
export interface Follower {
  /** Reached the end of the history since the last connection. */
  caughtUp(): boolean;
  state(): SubscriptionState["state"];
  /** Resolves when the signal has ended it. */
  readonly done: Promise<void>;
}

/** Who is told. */
export interface FollowOptions {
  readonly log: Log;
  readonly store: Store;
  readonly storage: StorageWatch;
  readonly signal: AbortSignal;
  /** The first position that somebody waits for; null: nobody waits. */
  readonly waited: () => string | null;
  /** After each transaction, with what was new in it. */
  readonly onApplied: (events: readonly RecordedEvent[], batch: LogBatch) => void;
}

/** One transaction's events: large enough to be fast, small enough that a request in the same process hardly waits. */
const BATCH = 1_000;

/** Folds the log into the store from the store's own checkpoint on, for ever. */
export function follow({ log, store, storage, signal, waited, onApplied }: FollowOptions): Follower {
  let caughtUp = false;
  let state: SubscriptionState["state"] = "connecting";
  const from = store.position();
  const done = log.subscribeAll({
    ...(from !== "0" && { from }),
    batchSize: BATCH,
    aside: true,
    hurry: waited,
    signal,
    onState: (next) => {
      state = next.state;
      if (next.state === "reconnecting") caughtUp = false;
    },
    onBatch: (batch) => {
      // what a full disk refuses comes again after a pause, for as long as it takes
      const events = storage.attempt(() => store.apply(batch));
      caughtUp ||= batch.caughtUp;
      onApplied(events, batch);
    },
  });
  return { caughtUp: () => caughtUp, state: () => state, done };
}
