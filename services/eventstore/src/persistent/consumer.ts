import { Latencies } from "./latencies.ts";
import type { Message } from "./message.ts";

/** The connection a consumer hangs on. */
export type ConsumerConnection = {
  /** Who it is, for display. */
  readonly user: string;
  /** Address of the peer, for display. */
  readonly from: string;
  readonly connectionName: string;
  /** Sends a message; a promise says that the client has to catch up, and settles when it has. */
  deliver(message: Message): Promise<void> | undefined;
  /** Ends the connection with an error. */
  drop(error: unknown): void;
};

/** A message that waits for its answer; `sent` and `due` are moments of the monotonic clock in milliseconds. */
export type InFlight = { readonly message: Message; readonly sent: number; readonly due: number };

/** One connected client of a group. */
export class Consumer {
  readonly id: string;
  readonly connection: ConsumerConnection;
  /** Most messages it takes without answering. */
  readonly bufferSize: number;
  readonly inFlight = new Map<string, InFlight>();
  readonly latencies = new Latencies();
  delivered = 0;
  /** Called when a slow connection takes messages again. */
  onRoom: () => void = () => undefined;
  #congested = false;

  constructor(id: string, connection: ConsumerConnection, bufferSize: number) {
    this.id = id;
    this.connection = connection;
    this.bufferSize = bufferSize;
  }

  /** How many more messages it takes now; none while its connection is behind, however large its buffer. */
  get slots(): number {
    return this.#congested ? 0 : Math.max(0, this.bufferSize - this.inFlight.size);
  }

  /** Sends a message that is due an answer at `due`. */
  deliver(message: Message, due: number): void {
    this.inFlight.set(message.id, { message, sent: performance.now(), due });
    this.delivered += 1;
    const congestion = this.connection.deliver(message);
    if (congestion === undefined) return;
    this.#congested = true;
    void congestion.then(() => {
      this.#congested = false;
      this.onRoom();
    });
  }

  /** Takes the message back that has this id. */
  take(id: string): Message | undefined {
    const entry = this.inFlight.get(id);
    if (entry === undefined) return undefined;
    this.inFlight.delete(id);
    this.latencies.add(performance.now() - entry.sent);
    return entry.message;
  }
}
