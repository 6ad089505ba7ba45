import type { DatabaseSync, StatementSync } from "node:sqlite";
import { StoreError } from "../failures.ts";
import { asStoreError } from "./sqliteFailure.ts";

/** Most writes that share one commit: bounds how long readers wait for it. */
const MAX_SHARED = 256;

/** What the log does around each transaction. */
export type CommitHooks = {
  /** The last of a transaction: all its writes have run. */
  committing(): void;
  committed(): void;
  rolledBack(): void;
};

type Write = { run(): () => void; reject(error: unknown): void };

/**
 * Runs writes in the order they came; all that arrive while a commit runs share the next one, so that one flush
 * to the disk acknowledges many. A write's promise settles only after its commit is on the disk.
 */
export class GroupCommit {
  readonly #database: DatabaseSync;
  readonly #hooks: CommitHooks;
  readonly #begin: StatementSync;
  readonly #commit: StatementSync;
  #queue: Write[] = [];
  #scheduled = false;
  #closed = false;
  #commits = 0;

  constructor(database: DatabaseSync, hooks: CommitHooks) {
    this.#database = database;
    this.#begin = database.prepare("BEGIN IMMEDIATE");
    this.#commit = database.prepare("COMMIT");
    this.#hooks = hooks;
  }

  /** Number of transactions so far. */
  get commits(): number {
    return this.#commits;
  }

  /** Number of writes that wait. */
  get waiting(): number {
    return this.#queue.length;
  }

  /**
   * Queues `write`. It runs inside a transaction; when it throws, its refusal reaches only its own caller, so it
   * must throw a {@link StoreError} before it has written anything.
   */
  submit<T>(write: () => T): Promise<T> {
    if (this.#closed) return Promise.reject(new StoreError({ kind: "unavailable" }));
    return new Promise<T>((resolve, reject) => {
      const run = (): (() => void) => {
        const result = write();
        return () => resolve(result);
      };
      this.#queue.push({ run, reject });
      this.#schedule();
    });
  }

  /** Commits what is queued and takes no more. */
  close(): void {
    while (this.#queue.length > 0) this.#commitNext();
    this.#closed = true;
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    // After the poll phase: everything that has arrived on the sockets by now joins this commit.
    setImmediate(() => {
      this.#scheduled = false;
      this.#commitNext();
      if (this.#queue.length > 0) this.#schedule();
    });
  }

  #commitNext(): void {
    const writes = this.#queue.splice(0, MAX_SHARED);
    if (writes.length === 0) return;
    try {
      settle(this.#transact(writes));
    } catch (error) {
      if (writes.length === 1) for (const write of writes) write.reject(asStoreError(error));
      else this.#commitOneByOne(writes);
    }
  }

  /** After a fault, so that a write that fits is not refused because its neighbour did not. */
  #commitOneByOne(writes: readonly Write[]): void {
    for (const write of writes) {
      try {
        settle(this.#transact([write]));
      } catch (error) {
        write.reject(asStoreError(error));
      }
    }
  }

  #transact(writes: readonly Write[]): readonly (() => void)[] {
    this.#begin.run();
    const outcomes: (() => void)[] = [];
    try {
      for (const write of writes) outcomes.push(runOne(write));
      this.#hooks.committing();
      this.#commit.run();
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec("ROLLBACK");
      this.#hooks.rolledBack();
      throw error;
    }
    this.#commits += 1;
    this.#hooks.committed();
    return outcomes;
  }
}

function runOne(write: Write): () => void {
  try {
    return write.run();
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    return () => write.reject(error);
  }
}

function settle(outcomes: readonly (() => void)[]): void {
  for (const outcome of outcomes) outcome();
}
