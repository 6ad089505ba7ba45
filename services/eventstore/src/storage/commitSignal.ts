/** Called after a commit that touched what the listener asked for. Must not throw and must return at once. */
export type CommitListener = () => void;

/** Tells subscribers that there is something new to read. It carries no events: whoever is slow holds back nobody. */
export class CommitSignal {
  readonly #all = new Set<CommitListener>();
  readonly #byStream = new Map<string, Set<CommitListener>>();

  /** Listens to every commit; returns how to stop. */
  onAll(listener: CommitListener): () => void {
    this.#all.add(listener);
    return () => void this.#all.delete(listener);
  }

  /** Listens to commits that touch one stream (its metadata included); returns how to stop. */
  onStream(stream: string, listener: CommitListener): () => void {
    const listeners = this.#byStream.get(stream) ?? new Set();
    this.#byStream.set(stream, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.#byStream.get(stream) === listeners) this.#byStream.delete(stream);
    };
  }

  /** Wakes those who listen to any of `streams`, and those who listen to all. */
  publish(streams: ReadonlySet<string>): void {
    if (this.#byStream.size > 0) {
      for (const stream of streams) for (const listener of this.#byStream.get(stream) ?? []) listener();
    }
    for (const listener of this.#all) listener();
  }

  /** How many are listening. */
  get size(): number {
    let count = this.#all.size;
    for (const listeners of this.#byStream.values()) count += listeners.size;
    return count;
  }
}
