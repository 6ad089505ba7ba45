import { DeliveryError } from "../error.ts";
import type { Outcome } from "../target.ts";

/** One requested change, as the queue sees it. */
export interface Ticket {
  readonly operationId: string;
  /** Kind and contents; the same id with another fingerprint is refused. */
  readonly fingerprint: string;
  /** For a restore: the version it goes to, null for "whatever is stable". Undefined for all other operations. */
  readonly restoresTo?: string | null | undefined;
}

interface Running {
  readonly ticket: Ticket;
  readonly controller: AbortController;
  readonly promise: Promise<Outcome>;
  /** Callers still interested. */
  waiting: number;
}

/**
 * The changes of one lane: one at a time, in order of arrival. A restore does not wait for anything but itself: what
 * runs or waits is aborted, save a restore to the same release. Without a destination of its own it aborts no restore.
 */
export class Operations {
  private readonly running = new Map<string, Running>();
  private turn: Promise<unknown> = Promise.resolve();

  /**
   * Runs `work` in its turn, or joins the run of the same id. When every caller has gone, the work is aborted;
   * a restore is not: it only ever goes forward.
   */
  submit(ticket: Ticket, caller: AbortSignal, work: (signal: AbortSignal) => Promise<Outcome>): Promise<Outcome> {
    const same = this.running.get(ticket.operationId);
    if (same !== undefined) {
      if (same.ticket.fingerprint !== ticket.fingerprint) return Promise.reject(reusedId(ticket.operationId));
      return this.join(same, caller);
    }
    if (ticket.restoresTo !== undefined) this.supersede(ticket.restoresTo);
    const controller = new AbortController();
    const { signal } = controller;
    const promise = this.turn.then(() => {
      signal.throwIfAborted();
      return work(signal);
    });
    const running: Running = { ticket, controller, promise, waiting: 0 };
    this.running.set(ticket.operationId, running);
    this.turn = promise.then(() => undefined, () => undefined).finally(() => this.running.delete(ticket.operationId));
    return this.join(running, caller);
  }

  /** Aborts everything; resolves when nothing runs any more. */
  async stop(): Promise<void> {
    const reason = new DeliveryError("STOPPING", "the fleet is being stopped", "Try again when it runs.");
    for (const { controller } of this.running.values()) controller.abort(reason);
    await this.turn;
  }

  private supersede(restoresTo: string | null): void {
    for (const { ticket, controller } of this.running.values()) {
      // "back to whatever is stable" has nothing to say against a restore that names where it goes
      if (ticket.restoresTo !== undefined && (restoresTo === null || ticket.restoresTo === restoresTo)) continue;
      controller.abort(
        new DeliveryError(
          "OPERATION_SUPERSEDED",
          "a restore of this lane came in between",
          "Nothing to do: the restore decides where customers go.",
        ),
      );
    }
  }

  private join(running: Running, caller: AbortSignal): Promise<Outcome> {
    running.waiting += 1;
    const leave = () => {
      running.waiting -= 1;
      if (running.waiting > 0 || running.ticket.restoresTo !== undefined) return;
      running.controller.abort(new DeliveryError("OPERATION_ABORTED", "the caller gave up", "Make the call again if it is still wanted."));
    };
    if (caller.aborted) leave();
    caller.addEventListener("abort", leave, { once: true });
    return running.promise.finally(() => caller.removeEventListener("abort", leave));
  }
}

/** The refusal of an id that was used for something else. */
export function reusedId(operationId: string): DeliveryError {
  return new DeliveryError(
    "OPERATION_ID_REUSED",
    `operation ${operationId} was something else before`,
    "Give every operation an id of its own; repeat an id only with the same contents.",
  );
}
