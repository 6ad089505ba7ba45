/** Unary appends that are still arriving or waiting for their commit, so that a stopping server can refuse them. */
export class PendingAppends {
  readonly #refusals = new Set<() => void>();

  /** Registers an append by what refuses it; returns how to take it out again. */
  enter(refuse: () => void): () => void {
    this.#refusals.add(refuse);
    return () => void this.#refusals.delete(refuse);
  }

  /** Refuses every append that is not answered yet; what was complete may be in the log all the same. */
  refuseAll(): void {
    for (const refuse of this.#refusals) refuse();
    this.#refusals.clear();
  }
}
