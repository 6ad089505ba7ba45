import type { UnknownEvents } from "@ballast/eventlog";
import type { Follower } from "./follow.ts";
import type { Problem, Store } from "./store.ts";

/** How a read model is doing. */
export interface ReadModelStatus {
  readonly position: string;
  /** Newest position of the log as last seen; null before it was reached once. */
  readonly head: string | null;
  /** How old the newest folded event is while there are newer ones, in ms; 0 when caught up. */
  readonly lagMs: number;
  readonly behind: boolean;
  /** Of the subscription: connecting, catchingUp, live, reconnecting, ended. */
  readonly connection: string;
  /** The first fold, or a successor, is being built: events folded so far, and how many there will be about. */
  readonly rebuilding: { readonly done: number; readonly total: number } | null;
  /** Why the last successor could not take its place; the older one goes on. */
  readonly rebuildFailure: string | null;
  /** Why nothing can be folded now, as on a full disk; null is healthy. It goes on by itself. */
  readonly storage: string | null;
  /** The newest failures of projections on events, which they skipped. Empty is healthy. */
  readonly unhealthy: readonly Problem[];
  /** Events of the log that this version cannot read, by name. */
  readonly unknownEvents: UnknownEvents["byType"];
}

/** A store, and what folds the log into it. */
interface Folding {
  readonly store: Store;
  readonly follower: Follower;
}

/** What the status is made from. */
export interface StatusSource {
  readonly active: Folding;
  readonly head: string | null;
  readonly building: { readonly running: Folding; readonly total: number } | null;
  readonly failure: string | null;
  readonly storage: string | null;
  readonly unknown: UnknownEvents;
}

/** The status at this moment. */
export function statusOf({ active, head, building, failure, storage, unknown }: StatusSource): ReadModelStatus {
  const { store, follower } = active;
  const position = store.position();
  const behind = !follower.caughtUp() || (head !== null && Number(position) < Number(head));
  return {
    position,
    head,
    lagMs: behind && store.latestMs() > 0 ? Math.max(0, Date.now() - store.latestMs()) : 0,
    behind,
    connection: follower.state(),
    rebuilding: building === null ? firstFold(active, head) : progress(building.running, building.total),
    rebuildFailure: failure,
    storage,
    unhealthy: store.problems(),
    unknownEvents: unknown.byType,
  };
}

const progress = ({ store }: Folding, total: number) => ({ done: store.eventCount(), total: Math.max(store.eventCount(), total) });

/** Positions are sparse, so the number of events ahead is guessed from those behind. */
function firstFold(active: Folding, head: string | null): ReadModelStatus["rebuilding"] {
  if (active.store.isIndexed()) return null;
  const share = Number(active.store.position()) / Math.max(1, Number(head ?? "0"));
  return progress(active, share > 0 ? Math.ceil(active.store.eventCount() / share) : 0);
}
