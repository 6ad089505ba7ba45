import { comparePositions, type Log } from "@ballast/eventlog";
import { HeldFlags, nothingChanged } from "./heldFlags.ts";
import { ServedFlags, type EnvironmentFlags } from "./servedFlags.ts";

/** How current a follower is. */
export interface Freshness {
  /** It hears of every event as it is appended. */
  readonly live: boolean;
  /** What it answers is what was true then, at least; null before it has read the history once. */
  readonly asOf: Date | null;
}

/** The flags of all environments, in memory, following the log. */
export interface FlagFollower {
  /** Resolves when the history has been read: before that no flag is known. */
  readonly ready: Promise<void>;
  /** What compiling, proving and explaining ask for. */
  readonly held: HeldFlags;
  /** How far the log has been folded, events of other records included. */
  position(): string;
  environment(name: string): EnvironmentFlags | undefined;
  environments(): readonly string[];
  /** Whether a position has been folded, waiting for it up to `withinMs` (5 s unless told). */
  waitFor(position: string, withinMs?: number): Promise<boolean>;
  freshness(): Freshness;
  /** Hears of every environment whose flags give something else than before; answers how to stop. */
  onChange(listener: (environment: EnvironmentFlags) => void): () => void;
  close(): Promise<void>;
}

/** A refetch waits so long for the change that it has heard of, ms. */
const WAIT_MS = 5_000;

/** What somebody waits for. */
interface Waiting {
  readonly position: string;
  readonly reached: () => void;
}

/** Follows the log from its beginning: the flags of one node, with nothing beside the log to wait for. */
export function followFlags({ log, now }: { readonly log: Pick<Log, "subscribeAll">; readonly now: () => Date }): FlagFollower {
  const held = new HeldFlags();
  const served = new ServedFlags(held);
  const stop = new AbortController();
  const caughtUp = Promise.withResolvers<void>();
  const listeners = new Set<(environment: EnvironmentFlags) => void>();
  const waiting = new Set<Waiting>();
  let position = "0";
  let fresh: Freshness = { live: false, asOf: null };
  const following = log.subscribeAll({
    filter: { categories: ["flag", "targeting", "segment", "customer"] },
    signal: stop.signal,
    onBatch: async (batch) => {
      const changed = nothingChanged();
      for (const recorded of batch.events) held.apply(recorded, changed);
      const environments = await served.update(changed);
      position = batch.position;
      if (batch.caughtUp) fresh = { live: true, asOf: now() };
      for (const one of [...waiting]) if (comparePositions(one.position, position) <= 0) one.reached();
      for (const environment of environments) for (const listener of [...listeners]) listener(environment);
      if (batch.caughtUp) caughtUp.resolve();
    },
    onState: ({ state }) => {
      // What was live until now is of now; what is not says since when.
      if (state === "reconnecting" || state === "ended") fresh = { live: false, asOf: fresh.live ? now() : fresh.asOf };
    },
  });
  return {
    ready: caughtUp.promise,
    held,
    position: () => position,
    environment: (name) => served.environment(name),
    environments: () => served.names(),
    waitFor: (wanted, withinMs = WAIT_MS) =>
      comparePositions(wanted, position) <= 0 ? Promise.resolve(true) : reached(waiting, wanted, withinMs),
    freshness: () => (fresh.live ? { live: true, asOf: now() } : fresh),
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async close() {
      stop.abort();
      await following;
    },
  };
}

function reached(waiting: Set<Waiting>, position: string, withinMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const end = (holds: boolean): void => {
      clearTimeout(timer);
      waiting.delete(one);
      resolve(holds);
    };
    const one: Waiting = { position, reached: () => end(true) };
    const timer = setTimeout(() => end(false), withinMs);
    waiting.add(one);
  });
}
