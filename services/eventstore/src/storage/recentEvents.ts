import type { RecordedEvent } from "./records.ts";

const MAX_EVENTS = 4096;
const MAX_BYTES = 16 * 1024 * 1024;
/** What was dropped stays in memory until there is so much of it that moving the rest pays. */
const MOST_DROPPED = 512;

/**
 * The newest events, kept in memory so that many live subscribers cost one read rather than one each.
 * Positions in it have no gaps up to the end of the log.
 */
export class RecentEvents {
  #events: RecordedEvent[] = [];
  #start = 0;
  #bytes = 0;

  /** Appends committed events, oldest first. */
  push(events: readonly RecordedEvent[]): void {
    for (const event of events) {
      this.#events.push(kept(event));
      this.#bytes += sizeOf(event);
    }
    while (this.#count() > MAX_EVENTS || (this.#bytes > MAX_BYTES && this.#count() > 0)) this.#dropOldest();
    if (this.#start > MOST_DROPPED) {
      this.#events = this.#events.slice(this.#start);
      this.#start = 0;
    }
  }

  /** Up to `limit` events from `position` on, or undefined when that reaches further back than is kept. */
  from(position: number, limit: number): readonly RecordedEvent[] | undefined {
    const oldest = this.#events[this.#start];
    if (oldest === undefined || position < oldest.position) return undefined;
    const first = this.#start + (position - oldest.position);
    return this.#events.slice(first, first + limit);
  }

  /** Up to `limit` events from `position` on backwards, as far as they are kept; undefined when none of them is. */
  upTo(position: number, limit: number): readonly RecordedEvent[] | undefined {
    const oldest = this.#events[this.#start];
    if (oldest === undefined || position < oldest.position) return undefined;
    const last = this.#start + (position - oldest.position);
    if (last >= this.#events.length) return undefined;
    return this.#events.slice(Math.max(this.#start, last + 1 - limit), last + 1).reverse();
  }

  clear(): void {
    this.#events = [];
    this.#start = 0;
    this.#bytes = 0;
  }

  #count(): number {
    return this.#events.length - this.#start;
  }

  #dropOldest(): void {
    const oldest = this.#events[this.#start];
    if (oldest !== undefined) this.#bytes -= sizeOf(oldest);
    this.#start += 1;
  }
}

/**
 * Bytes that came with an append are a part of all that came with it, up to a megabyte, and a small `Buffer` is a part of eight kilobytes:
 * kept as they are, they would keep that.
 */
const kept = (event: RecordedEvent): RecordedEvent => ({
  ...event, data: new Uint8Array(event.data), metadata: new Uint8Array(event.metadata),
});

function sizeOf(event: RecordedEvent): number {
  return event.data.byteLength + event.metadata.byteLength + 256;
}
