import { comparePositions, type Log, type RecordedEvent } from "@ballast/eventlog";
import { HeldFlags, nothingChanged } from "./heldFlags.ts";
import { pieces } from "./pieces.ts";
import { ServedFlags, type EnvironmentFlags } from "./servedFlags.ts";

/** How current a follower is. */
export interface Freshness {
  /** It hears of every event as it is appended. */
  readonly live: boolean;
  /** What it answers is what was true then, at least; null before it has read the history once. */
  readonly asOf: Date | null;
}

/** How far the first reading of the log has come. */
export interface FirstReading {
  /** Of flags, targetings, segments and customers. */
  readonly events: number;
  /** Of the log. */
  readonly position: string;
}

/** The flags of all environments, in memory, following the log. */
export interface FlagFollower {
  /** Resolves when the history has been read. */
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
  /** How far the history has been read; null once it has: until then no flag is known. */
  reading(): FirstReading | null;
  /** Hears of every environment whose flags give something else than before; answers how to stop. */
  onChange(listener: (environment: EnvironmentFlags) => void): () => void;
  close(): Promise<void>;
}

/** Records whose events decide who gets what. */
export const followed = ["flag", "targeting", "segment", "customer"] as const;

/** The log is asked this often whether it is there, ms: a subscription to one that stands still looks like one in which nothing happens. */
const ASK_MS = 1_500;
/** After so long without a word from the log, ms, answers say how old they are. */
const SILENT_MS = 5_000;

/** A refetch waits so long for the change that it has heard of, ms. */
const WAIT_MS = 5_000;

/** What somebody waits for. */
interface Waiting {
  readonly position: string;
  readonly reached: () => void;
}

/** What need not be read from the log again. */
export interface KnownFlags {
  /** Of the types that flags are folded from (`heldTypes`), in the log's order, in parts that are asked for one after the other. */
  readonly parts: Iterable<readonly RecordedEvent[]>;
  /** Every such event up to here is in the parts. */
  readonly position: string;
}

/** What a follower follows by: `elapsedMs` is a clock that only runs forward, the process's own unless told. */
interface Following {
  readonly log: Pick<Log, "subscribeAll" | "lastPosition">;
  /** What it begins with; null: it reads the whole log. */
  readonly known?: KnownFlags | null;
  readonly now: () => Date;
  readonly elapsedMs?: () => number;
}

/** Follows the log from where what is known ends, else from its beginning: the flags of one server. */
export function followFlags({ log, known = null, now, elapsedMs = () => performance.now() }: Following): FlagFollower {
  const held = new HeldFlags();
  const served = new ServedFlags(held, elapsedMs);
  const [stop, caughtUp] = [new AbortController(), Promise.withResolvers<void>()];
  const listeners = new Set<(environment: EnvironmentFlags) => void>();
  const reached = new ReachedPosition();
  let first: { events: number; position: string } | null = { events: 0, position: "0" };
  let changed = nothingChanged();
  const hearing = new Hearing(now, elapsedMs);
  const asking = setInterval(() => void hearing.ask(log), ASK_MS).unref();
  const fold = async (events: readonly RecordedEvent[], upTo: string): Promise<void> => {
    const mayRest = pieces(elapsedMs);
    for (const recorded of events) {
      held.apply(recorded, changed);
      await mayRest();
    }
    if (first !== null) first = { events: first.events + events.length, position: upTo };
  };
  const follow = async (): Promise<void> => {
    for (const part of known?.parts ?? []) {
      if (stop.signal.aborted) return;
      await fold(part, part.at(-1)?.position ?? "0");
    }
    await subscribe();
  };
  const subscribe = (): Promise<void> => log.subscribeAll({
    filter: { categories: followed },
    ...(known !== null && { from: known.position }),
    signal: stop.signal,
    onBatch: async (batch) => {
      await fold(batch.events, batch.position);
      // Of the history only its end is ever asked for: what a flag was on the way there is neither compiled nor shown.
      if (first !== null && !batch.caughtUp) return;
      const environments = await served.update(changed);
      changed = nothingChanged();
      first = null;
      if (batch.caughtUp) hearing.caughtUp();
      reached.now(batch.position);
      for (const environment of environments) for (const listener of [...listeners]) listener(environment);
      if (batch.caughtUp) caughtUp.resolve();
    },
    onState: ({ state }) => {
      if (state === "reconnecting" || state === "ended") hearing.lost();
    },
  });
  const following = follow();
  return {
    ready: caughtUp.promise,
    held,
    position: () => reached.position,
    environment: (name) => served.environment(name),
    environments: () => served.names(),
    waitFor: (wanted, withinMs = WAIT_MS) => reached.waitFor(wanted, withinMs),
    freshness: () => hearing.freshness(),
    reading: () => first,
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async close() {
      clearInterval(asking);
      stop.abort();
      await following;
    },
  };
}

/** How far the log has been folded, and who waits for what is further. */
class ReachedPosition {
  readonly #waiting = new Set<Waiting>();
  position = "0";

  now(position: string): void {
    this.position = position;
    for (const one of [...this.#waiting]) if (comparePositions(one.position, position) <= 0) one.reached();
  }

  waitFor(position: string, withinMs: number): Promise<boolean> {
    if (comparePositions(position, this.position) <= 0) return Promise.resolve(true);
    return new Promise((resolve) => {
      const end = (holds: boolean): void => {
        clearTimeout(timer);
        this.#waiting.delete(one);
        resolve(holds);
      };
      const one: Waiting = { position, reached: () => end(true) };
      const timer = setTimeout(() => end(false), withinMs);
      this.#waiting.add(one);
    });
  }
}

/** When the log was last heard of. */
class Hearing {
  readonly #now: () => Date;
  readonly #elapsedMs: () => number;
  /** By the clock that only runs forward; null before the history has been read once. */
  #heardAt: number | null = null;
  #following = false;
  #asking = false;

  constructor(now: () => Date, elapsedMs: () => number) {
    this.#now = now;
    this.#elapsedMs = elapsedMs;
  }

  caughtUp(): void {
    this.#following = true;
    this.#heardAt = this.#elapsedMs();
  }

  /** What was live until now is of now, unless the log has been silent for longer. */
  lost(): void {
    if (this.freshness().live) this.#heardAt = this.#elapsedMs();
    this.#following = false;
  }

  /** A question that is not answered is the only one: a log that stands still is not asked a hundred times. */
  async ask(log: Pick<Log, "lastPosition">): Promise<void> {
    if (this.#asking || !this.#following) return;
    this.#asking = true;
    try {
      await log.lastPosition();
      if (this.#following) this.#heardAt = this.#elapsedMs();
    } catch {
      // It is silent: that is what is told.
    } finally {
      this.#asking = false;
    }
  }

  freshness(): Freshness {
    if (this.#heardAt === null) return { live: false, asOf: null };
    const silentMs = this.#elapsedMs() - this.#heardAt;
    const live = this.#following && silentMs <= SILENT_MS;
    return { live, asOf: new Date(this.#now().getTime() - (live ? 0 : silentMs)) };
  }
}
