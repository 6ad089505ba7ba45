import type { Consumer } from "./consumer.ts";
import type { Message } from "./message.ts";
import type { Chooser } from "./strategies.ts";

/** The messages of a group that no consumer holds: new ones in order, and those to be delivered again. */
export class WaitingMessages {
  readonly #ready: Message[] = [];
  readonly #retries: Message[] = [];

  /** How many new messages wait. */
  get ready(): number {
    return this.#ready.length;
  }

  /** How many wait for another delivery. */
  get retries(): number {
    return this.#retries.length;
  }

  addReady(messages: readonly Message[]): void {
    this.#ready.push(...messages);
  }

  addRetries(messages: readonly Message[]): void {
    this.#retries.push(...messages);
  }

  /** For what a lost consumer held: it comes before other retries. */
  returnFirst(messages: readonly Message[]): void {
    this.#retries.unshift(...messages);
  }

  /** Every message that waits and has a place in the source. */
  *places(): Generator<number> {
    const first = this.#ready[0]?.place;
    if (first !== undefined) yield first;
    for (const { place } of this.#retries) if (place !== undefined) yield place;
  }

  /** Hands out what can be handed out, retries first. */
  dispatch(
    consumers: readonly Consumer[],
    chooser: Chooser,
    deliver: (consumer: Consumer, message: Message) => void,
  ): void {
    for (const queue of [this.#retries, this.#ready]) {
      for (let index = 0; index < queue.length; ) {
        const message = queue[index];
        if (message === undefined) break;
        const consumer = isInFlight(consumers, message.id) ? undefined : chooser.choose(consumers, message);
        if (consumer !== undefined) {
          queue.splice(index, 1);
          deliver(consumer, message);
        } else if (chooser.overtaking && consumers.some(({ slots }) => slots > 0)) {
          index += 1;
        } else {
          break;
        }
      }
    }
  }
}

/** Two events may have the same id; answers could not be told apart, so the second waits for the first. */
function isInFlight(consumers: readonly Consumer[], id: string): boolean {
  return consumers.some((consumer) => consumer.inFlight.has(id));
}
