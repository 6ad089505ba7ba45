import { CancellationScope, condition, defineQuery, defineSignal, isCancellation, setHandler, sleep } from "@temporalio/workflow";
import { queryNames, signalNames, type RollbackServiceInput } from "@ballast/schema/workflows";

/** Where a rollback stands. */
export interface RollbackProgress {
  readonly phase: "resolving" | "preempting" | "shifting" | "settling" | "done";
  readonly deadlineAt: string;
  readonly escalated: boolean;
  /** The release it goes to now: another than was asked for, where that did not start. */
  readonly version: string;
}
const progressQuery = defineQuery<RollbackProgress>(queryNames.getProgress);

/** Another rollback takes over. Named, as all rollbacks of a lane have one workflow id, and a signal may come late. */
export const takeOverSignal = defineSignal<[{ deployId?: string; byDeployId: string }]>(signalNames.preempt);

/** What a running rollback knows of itself, and what the outside tells it. */
export class RollbackControl {
  phase: RollbackProgress["phase"] = "resolving";
  version: string;
  takenOver = false;
  readonly #deadlineAt: string;
  #escalated: boolean;
  #escalating: Promise<void> = Promise.resolve();
  #attempt = new CancellationScope();

  constructor({ version, deadlineAt, escalated = false }: RollbackServiceInput) {
    this.version = version;
    this.#deadlineAt = deadlineAt;
    this.#escalated = escalated;
  }

  /** Registers every handler; before the workflow's first `await`. */
  listen(deployId: string): void {
    setHandler(progressQuery, () => ({
      phase: this.phase, deadlineAt: this.#deadlineAt, escalated: this.#escalated, version: this.version,
    }));
    setHandler(takeOverSignal, (taken) => {
      if (taken.deployId !== deployId) return;
      this.takenOver = true;
      this.#attempt.cancel();
    });
  }

  get escalated(): boolean {
    return this.#escalated;
  }

  /** One try, broken off when another rollback takes over: null then. */
  async unlessTakenOver<Result>(attempt: () => Promise<Result>): Promise<Result | null> {
    if (this.takenOver) return null;
    this.#attempt = new CancellationScope();
    try {
      return await this.#attempt.run(attempt);
    } catch (error) {
      if (this.takenOver && isCancellation(error)) return null;
      throw error;
    }
  }

  /** Lets a while pass before the next try; ends early when another rollback takes over. */
  async rest(ms: number): Promise<void> {
    await condition(() => this.takenOver, ms);
  }

  /** Calls a person, once, beside everything else. */
  escalate(call: () => Promise<void>): void {
    if (this.#escalated) return;
    this.#escalated = true;
    this.#escalating = call();
  }

  /**
   * Calls a person at the deadline, until it is ended. Counts from the press, not from the start of the workflow: a late worker has less
   * time, not the customers more.
   */
  watchDeadline(call: () => Promise<void>): () => void {
    const scope = new CancellationScope();
    void scope
      .run(async () => {
        await sleep(Math.max(1, Date.parse(this.#deadlineAt) - Date.now()));
        this.escalate(() => CancellationScope.nonCancellable(call));
      })
      .catch((error: unknown) => {
        if (!isCancellation(error)) throw error;
      });
    return () => scope.cancel();
  }

  /** A call for people that is under way is finished: the end of the workflow would break it off. */
  get called(): Promise<void> {
    return this.#escalating;
  }
}
