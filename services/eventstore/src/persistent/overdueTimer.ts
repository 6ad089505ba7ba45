import type { Consumer } from "./consumer.ts";
import type { Message } from "./message.ts";

/** Takes messages back from consumers that did not answer in time. */
export class OverdueTimer {
  readonly #consumers: () => readonly Consumer[];
  readonly #onOverdue: (messages: readonly Message[]) => void;
  #timer: NodeJS.Timeout | undefined;

  constructor(consumers: () => readonly Consumer[], onOverdue: (messages: readonly Message[]) => void) {
    this.#consumers = consumers;
    this.#onOverdue = onOverdue;
  }

  /** Looks again after this many milliseconds, unless it will look earlier. */
  arm(milliseconds: number): void {
    this.#timer ??= setTimeout(() => this.#look(), milliseconds).unref();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #look(): void {
    this.#timer = undefined;
    const now = performance.now();
    const overdue: Message[] = [];
    let earliest = Number.POSITIVE_INFINITY;
    for (const consumer of this.#consumers()) {
      for (const [id, { message, due }] of consumer.inFlight) {
        if (due > now) earliest = Math.min(earliest, due);
        else if (consumer.take(id) !== undefined) overdue.push(message);
      }
    }
    if (earliest !== Number.POSITIVE_INFINITY) this.arm(earliest - now + 1);
    if (overdue.length > 0) this.#onOverdue(overdue);
  }
}
