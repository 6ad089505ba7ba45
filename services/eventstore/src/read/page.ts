import type { RecordedEvent } from "../storage/records.ts";

/** Which way to read. */
export type Direction = "forwards" | "backwards";

const FIRST_SIZE = 64;
const LARGEST_SIZE = 512;
const SMALLEST_SIZE = 8;
const TARGET_BYTES = 2 * 1024 * 1024;

/**
 * Chooses how many rows to read at once: many when events are small, few when they are large, so that a reader
 * costs a few megabytes whatever it reads.
 */
export class PageSize {
  #rows = FIRST_SIZE;

  /** Rows of the next page. */
  get rows(): number {
    return this.#rows;
  }

  /** Learns from the page that was read. */
  learn(events: readonly RecordedEvent[]): void {
    if (events.length === 0) return;
    let bytes = 0;
    for (const event of events) bytes += event.data.byteLength + event.metadata.byteLength + 256;
    const fitting = Math.floor((TARGET_BYTES * events.length) / bytes);
    this.#rows = Math.max(SMALLEST_SIZE, Math.min(fitting, this.#rows * 2, LARGEST_SIZE));
  }
}
