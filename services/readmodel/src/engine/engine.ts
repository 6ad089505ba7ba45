import type { Log, LogBatch, RecordedEvent } from "@ballast/eventlog";
import type { Database } from "./database.ts";
import { isInMemory, isThere, removeDatabase, replaceDatabase, successorOf } from "./files.ts";
import { follow, type Follower } from "./follow.ts";
import { isStorageTrouble, watchStorage, type StorageWatch } from "./storage.ts";
import { statusOf, type ReadModelStatus } from "./status.ts";
import { openStore, stampsOf, type Model, type Store } from "./store.ts";
import { createWaiters, type Waiters } from "./waiters.ts";

/** New events, just folded. */
export type AppliedListener = (applied: { readonly events: readonly RecordedEvent[]; readonly position: string }) => void;

/** A store with what keeps it up to date. */
interface Running {
  readonly store: Store;
  readonly follower: Follower;
  readonly stop: AbortController;
}

/** A successor on its way. */
interface Building {
  readonly running: Running;
  /** About as many events as the one before had. */
  readonly total: number;
}

/** What an engine folds, from where, into which file. */
export interface EngineOptions {
  /** Path of the file, or `:memory:`. */
  readonly file: string;
  readonly log: Log;
  readonly model: Model;
  /** Told when the disk stops taking what is folded, in words, and with null when it does again. */
  readonly onStorage?: ((trouble: string | null) => void) | undefined;
  /** How long to wait for room before trying again, ms; 3 s unless told. */
  readonly againAfterMs?: number | undefined;
}

const WAIT_MS = 5_000;
const HEAD_EVERY_MS = 2_000;

/** A fold of the log that answers queries, follows the log, and builds its own successor. */
export class Engine {
  readonly #options: EngineOptions;
  readonly #listeners = new Set<AppliedListener>();
  readonly #waiters: Waiters;
  readonly #storage: StorageWatch;
  readonly #headTimer: NodeJS.Timeout;
  #active: Running;
  #building: Building | null = null;
  #rebuilding: Promise<void> | null = null;
  #head: string | null = null;
  #failure: string | null = null;
  #closed = false;

  /** Opens the file and follows the log. A file with older rules goes on answering while its successor is built. */
  constructor(options: EngineOptions) {
    this.#options = options;
    this.#storage = watchStorage({
      onTrouble: options.onStorage ?? (() => undefined), stopped: () => this.#closed,
      ...(options.againAfterMs !== undefined && { againAfterMs: options.againAfterMs }),
    });
    const { store, outdated } = openExisting(options);
    this.#waiters = createWaiters(() => this.#active.store.position());
    this.#active = this.#serve(store);
    this.#headTimer = setInterval(() => this.#askHead(), HEAD_EVERY_MS);
    this.#headTimer.unref();
    this.#askHead();
    if (outdated) this.rebuild().catch((error: unknown) => this.#failed(error));
  }

  /** The database that answers now; ask again for every query. */
  readonly db = (): Database => this.#active.store.db;

  /** Waits until the fold has passed a position; `behind` when it has not in time (5 s unless told). */
  async waitFor(position: string, { timeoutMs = WAIT_MS }: { readonly timeoutMs?: number } = {}): Promise<{ readonly behind: boolean }> {
    return { behind: !(await this.#waiters.wait(position, timeoutMs)) };
  }

  /** Listens to what is folded, after it can be read; the answer stops it. */
  onApplied(listener: AppliedListener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  status(): ReadModelStatus {
    return statusOf({
      active: this.#active, head: this.#head, building: this.#building, failure: this.#failure, storage: this.#storage.trouble(),
      unknown: this.#options.log.unknown(),
    });
  }

  /** Builds a successor beside the file and puts it in its place; resolves when it answers. */
  rebuild(): Promise<void> {
    this.#rebuilding ??= this.#build().finally(() => (this.#rebuilding = null));
    return this.#rebuilding;
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#headTimer);
    this.#waiters.end();
    await Promise.all([halt(this.#active), this.#building === null ? undefined : halt(this.#building.running)]);
    this.#building?.running.store.close();
    this.#active.store.close();
  }

  /** Every step waits for room where the disk is full; the one before answers meanwhile. */
  async #build(): Promise<void> {
    const ready = Promise.withResolvers<void>();
    // at once where it can be: whoever asked for it sees that it is being built
    const store = this.#successorNow() ?? (await this.#storage.untilRoom(() => this.#successor()));
    const running = this.#run(store, (_, { caughtUp }) => {
      if (caughtUp) ready.resolve();
    });
    this.#building = { running, total: this.#active.store.eventCount() };
    try {
      await ready.promise;
      await this.#storage.untilRoom(() => store.index());
      await this.#swap(running);
    } finally {
      this.#building = null;
    }
  }

  #successorNow(): Store | null {
    try {
      return this.#successor();
    } catch (error) {
      if (isStorageTrouble(error)) return null;
      throw error;
    }
  }

  #successor(): Store {
    const { file, model } = this.#options;
    removeDatabase(successorOf(file));
    return openStore(isInMemory(file) ? file : successorOf(file), model);
  }

  #run(store: Store, onApplied: (events: readonly RecordedEvent[], batch: LogBatch) => void): Running {
    const stop = new AbortController();
    const follower = follow({
      log: this.#options.log,
      store,
      storage: this.#storage,
      signal: stop.signal,
      waited: () => this.#waiters.waited(),
      onApplied: (events, batch) => {
        if (batch.caughtUp || (this.#head !== null && Number(batch.position) > Number(this.#head))) this.#head = batch.position;
        onApplied(events, batch);
      },
    });
    return { store, follower, stop };
  }

  /** Follows the log and answers. A first fold gets its indexes when it has reached the end. */
  #serve(store: Store): Running {
    let indexing = store.isIndexed() ? Promise.resolve() : null;
    return this.#run(store, (events, { caughtUp }) => {
      this.#announce(store, events);
      if (caughtUp) indexing ??= this.#storage.untilRoom(() => store.index()).catch((error: unknown) => this.#failed(error));
    });
  }

  #failed(error: unknown): void {
    if (!this.#closed) this.#failure = error instanceof Error ? error.message : String(error);
  }

  #announce(store: Store, events: readonly RecordedEvent[]): void {
    this.#waiters.passed(store.position());
    if (events.length === 0) return;
    for (const listener of [...this.#listeners]) listener({ events, position: store.position() });
  }

  async #swap(next: Running): Promise<void> {
    const { file, model } = this.#options;
    await Promise.all([halt(next), halt(this.#active)]);
    if (this.#closed) return;
    this.#active.store.close();
    let store = next.store;
    if (!isInMemory(file)) {
      store.close();
      replaceDatabase(successorOf(file), file);
      store = openStore(file, model);
    }
    this.#active = this.#serve(store);
    this.#waiters.passed(store.position());
  }

  #askHead(): void {
    this.#options.log.lastPosition({ giveUpAfterMs: 1_000 }).then(
      (position) => (this.#head = position),
      // The log does not answer: the follower says so, and the last known end stands.
      () => undefined,
    );
  }
}

async function halt({ stop, follower }: Running): Promise<void> {
  stop.abort();
  await follower.done;
}

/** The file as it is, or a new one. `outdated` when it was folded by other rules into the same tables. */
function openExisting({ file, model }: EngineOptions): { store: Store; outdated: boolean } {
  const stamps = isThere(file) ? stampsOf(file) : undefined;
  if (stamps !== undefined && stamps.shape !== model.shape) removeDatabase(file);
  const outdated = stamps !== undefined && stamps.shape === model.shape && stamps.stamp !== model.stamp;
  return { store: openStore(file, model), outdated };
}
