import type { RecordedEvent } from "../storage/records.ts";

/** Most bytes of events that are copied out of the file in one turn; one event more is always possible. */
const MOST_BYTES = 4 * 1024 * 1024;

/** How long one turn may look through events, in milliseconds. */
const LONGEST_MS = 10;

/**
 * What one turn of a reader may take of the one thread: a page ends when it is spent, and the reader goes on after
 * others had their turn.
 */
export class ReadBudget {
  readonly #now: () => number;
  readonly #ends: number;
  #bytes = 0;

  /** @param now Milliseconds of a clock that only goes forward. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
    this.#ends = now() + LONGEST_MS;
  }

  /** Counts an event that was copied. */
  add(event: RecordedEvent | undefined): void {
    if (event !== undefined) this.#bytes += event.data.byteLength + event.metadata.byteLength;
  }

  get spent(): boolean {
    return this.#bytes >= MOST_BYTES || this.#now() >= this.#ends;
  }

  /** Takes items one by one until the budget is spent, the first in any case. */
  *take<T>(items: Iterable<T>): Generator<T> {
    for (const item of items) {
      yield item;
      if (this.spent) return;
    }
  }
}
