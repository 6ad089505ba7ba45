import { condition, defineQuery, defineSignal, setHandler } from "@temporalio/workflow";
import type { StandingForward } from "@ballast/domain";
import { queryNames, signalNames } from "@ballast/schema/workflows";

/** What people and incidents may tell a running deploy. Each was checked and recorded in the log before it came here. */
export const pauseSignal = defineSignal(signalNames.pause);
export const resumeSignal = defineSignal(signalNames.resume);
export const promoteSignal = defineSignal<[{ step: number; full: boolean }]>(signalNames.promote);
export const abortSignal = defineSignal<[{ reason: string }]>(signalNames.abort);
export const preemptSignal = defineSignal<[{ byDeployId: string }]>(signalNames.preempt);
export const holdSignal = defineSignal<[{ incidentId: string }]>(signalNames.hold);
export const liftHoldSignal = defineSignal<[{ incidentId: string }]>(signalNames.liftHold);

/** Where a deploy stands, for `getProgress`. */
export interface DeployProgress {
  readonly phase: string;
  readonly step: number | null;
  readonly remainingBakeMs: number | null;
  readonly paused: boolean;
  readonly heldBy: readonly string[];
}
export const progressQuery = defineQuery<DeployProgress>(queryNames.getProgress);

/** Why a deploy stops going forward. */
export type Interruption = { readonly kind: "abort"; readonly reason: string } | { readonly kind: "preempt"; readonly byDeployId: string };

/** The outside's wishes, kept as they arrive. */
export class DeployControl {
  phase = "waiting";
  step: number | null = null;
  remainingBakeMs: number | null = null;
  paused = false;
  interruption: Interruption | null = null;
  #promotedThrough = -1;
  #full = false;
  readonly #incidents = new Set<string>();

  /** Registers every handler; before the workflow's first `await`. */
  listen(onInterruption: () => void): void {
    setHandler(pauseSignal, () => void (this.paused = true));
    setHandler(resumeSignal, () => void (this.paused = false));
    setHandler(promoteSignal, ({ step, full }) => this.#promote(step, full));
    setHandler(abortSignal, ({ reason }) => this.#interrupt({ kind: "abort", reason }, onInterruption));
    setHandler(preemptSignal, ({ byDeployId }) => this.#interrupt({ kind: "preempt", byDeployId }, onInterruption));
    setHandler(holdSignal, ({ incidentId }) => void this.#incidents.add(incidentId));
    setHandler(liftHoldSignal, ({ incidentId }) => void this.#incidents.delete(incidentId));
    setHandler(progressQuery, () => this.progress());
  }

  /** As the record says it stands: what was told to a lost run is not told again. */
  restore({ paused, heldBy, promoted, full, step }: StandingForward): void {
    this.paused = paused !== null;
    for (const incidentId of heldBy) this.#incidents.add(incidentId);
    if (promoted) this.#promotedThrough = step;
    this.#full = full;
  }

  progress(): DeployProgress {
    return { phase: this.phase, step: this.step, remainingBakeMs: this.remainingBakeMs, paused: this.paused, heldBy: [...this.#incidents] };
  }

  /** The clock stands still. The judge goes on. */
  get frozen(): boolean {
    return this.paused || this.#incidents.size > 0;
  }

  /** All further steps are to be skipped. */
  get full(): boolean {
    return this.#full;
  }

  isPromoted(step: number): boolean {
    return this.#full || this.#promotedThrough >= step;
  }

  /** Lets `ms` pass on a clock that stands still while paused or held; ends early when `over()` says so. Answers what was left, ms. */
  async letPass(ms: number, over: () => boolean): Promise<number> {
    this.remainingBakeMs = ms;
    while (this.remainingBakeMs > 0 && !over()) {
      await condition(() => !this.frozen || over());
      if (over()) break;
      const begunAt = Date.now();
      await condition(() => this.frozen || over(), this.remainingBakeMs);
      this.remainingBakeMs = Math.max(0, this.remainingBakeMs - (Date.now() - begunAt));
    }
    const left = this.remainingBakeMs;
    this.remainingBakeMs = null;
    // A hold that arrives as the clock runs out still holds: nothing moves while an incident or a person says stop.
    await condition(() => !this.frozen || over());
    return left;
  }

  #promote(step: number, full: boolean): void {
    this.#promotedThrough = Math.max(this.#promotedThrough, step);
    this.#full ||= full;
    this.paused = false;
  }

  #interrupt(interruption: Interruption, onInterruption: () => void): void {
    // The first word counts: an abort during an abort changes nothing. A rollback, however, takes over from an abort.
    if (this.interruption === null || (this.interruption.kind === "abort" && interruption.kind === "preempt"))
      this.interruption = interruption;
    onInterruption();
  }
}
