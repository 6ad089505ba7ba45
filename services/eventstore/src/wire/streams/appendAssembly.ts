import type { AppendRequest } from "../../append/appendEvents.ts";
import type { ExpectedRevision } from "../../append/expectation.ts";
import { StoreError } from "../../failures.ts";
import type { NewEvent } from "../../storage/records.ts";
import { decodeEvent, sizeOfEvent } from "../decodeEvent.ts";
import type { ProposedMessage } from "../decodeEvent.ts";

/** Where an append goes. */
export type AppendTarget = {
  readonly stream: string;
  readonly expected: ExpectedRevision;
  readonly deadline: number | undefined;
};

/**
 * Puts an append together from the messages it arrives in. A fault is kept until the append is complete, since only
 * then it can be answered; events beyond the limit are dropped at once.
 */
export class AppendAssembly {
  readonly #limit: number;
  #target: AppendTarget | undefined;
  #events: NewEvent[] = [];
  #size = 0;
  #fault: unknown;

  /** @param limit Largest append in bytes. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** The target, once it is known. */
  get target(): AppendTarget | undefined {
    return this.#target;
  }

  /** Reads the target; what `read` throws is the append's fault. */
  setTarget(read: () => AppendTarget): void {
    try {
      this.#target = read();
    } catch (error) {
      this.#fault ??= error;
    }
  }

  /** Adds a proposed event. */
  add(message: ProposedMessage): void {
    if (this.#fault !== undefined) return;
    try {
      const event = decodeEvent(message);
      this.#size += sizeOfEvent(event);
      if (this.#size > this.#limit) throw new StoreError({ kind: "appendTooLarge", limit: this.#limit });
      this.#events.push(event);
    } catch (error) {
      this.#events = [];
      this.#fault = error;
    }
  }

  /**
   * The whole append.
   *
   * @param now Milliseconds since the epoch.
   * @throws StoreError `deadlineExceeded` first of all, then what went wrong while it was put together.
   */
  finish(now: number): AppendRequest {
    const due = this.#target?.deadline;
    if (due !== undefined && now > due) throw new StoreError({ kind: "deadlineExceeded" });
    if (this.#fault !== undefined) throw this.#fault;
    const target = this.#target;
    if (target === undefined) {
      throw new StoreError({ kind: "invalidArgument", message: "An append needs options before its events." });
    }
    const { stream, expected, deadline } = target;
    return { stream, expected, events: this.#events, ...(deadline === undefined ? {} : { deadline }) };
  }
}
