import { ApplicationFailure, CancellationScope } from "@temporalio/workflow";

/** An undo that did not work. The others ran all the same. */
export interface FailedCompensation {
  readonly name: string;
  readonly error: string;
}

interface Compensation {
  readonly name: string;
  readonly undo: () => Promise<void>;
}

/**
 * A workflow's steps with their compensations. A compensation is registered **before** the act it undoes: an activity
 * that timed out may have acted. So every compensation tolerates "never happened".
 */
export class Saga {
  readonly #compensations: Compensation[] = [];

  /** Registers the undo under the name of what it restores, then acts. */
  async step<Result>(name: string, act: () => Promise<Result>, undo: () => Promise<void>): Promise<Result> {
    this.#compensations.push({ name, undo });
    return act();
  }

  /** Registers the undo of an act that a lost run may have done. */
  register(name: string, undo: () => Promise<void>): void {
    this.#compensations.push({ name, undo });
  }

  /** Undoes everything, last first, whatever is cancelled meanwhile; collects what failed and goes on. */
  async compensate(): Promise<FailedCompensation[]> {
    const failed: FailedCompensation[] = [];
    await CancellationScope.nonCancellable(async () => {
      for (let last = this.#compensations.pop(); last !== undefined; last = this.#compensations.pop()) {
        try {
          await last.undo();
        } catch (error) {
          failed.push({ name: last.name, error: messageOf(error) });
        }
      }
    });
    return failed;
  }
}

/** The innermost message of a failure: what the activity said, not the wrapping. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? messageOf(error.cause) : error.message;
}

/** The code that an activity failed with; null where there is none. */
export function failureType(error: unknown): string | null {
  if (error instanceof ApplicationFailure && error.type !== undefined && error.type !== null) return error.type;
  return error instanceof Error && error.cause !== undefined ? failureType(error.cause) : null;
}
