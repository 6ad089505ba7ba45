import { isOverAsTold, type DeployCourse } from "@ballast/domain";
import type { Actor, AffectedCustomer, DataOf, DeployPlan, DeployState, StepState, Verdict } from "@ballast/schema";

/** A verdict with its numbers. */
export type VerdictRow = Omit<DataOf<"VerdictReached">, "deployId"> & { readonly at: string };

/** One exposure step of a deploy. */
export interface DeployStepRow {
  readonly index: number;
  readonly percent: number;
  readonly customers: readonly string[];
  readonly bakeMs: number;
  readonly state: StepState;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly extended: boolean;
  /** The newest one. */
  readonly verdict: VerdictRow | null;
}

/** What a rollback did, from the metrics. */
export type EffectRow = Omit<DataOf<"EffectMeasured">, "deployId"> & {
  readonly at: string;
  readonly affectedCustomers: readonly AffectedCustomer[];
};

/** A release that a rollback found not to start: why, with the last lines it wrote. */
export type FailedTargetRow = Omit<DataOf<"RollbackTargetFailed">, "deployId"> & { readonly at: string };

/** An incident that holds a deploy. */
export interface DeployHold {
  readonly at: string;
  readonly reason: string;
  readonly incidentId: string;
}

/** A deploy, a rollback, or a deploy that another system made. */
export interface DeployRow {
  readonly id: string;
  readonly kind: "deploy" | "rollback" | "observed";
  /** Where it is and where it goes, as the domain folds it: what follows from that is only told once more, with times and names. */
  readonly course: DeployCourse;
  /** The word for it. */
  readonly state: DeployState;
  readonly laneId: string;
  readonly serviceId: string;
  readonly environment: string;
  /** Null where another system deployed something that no recorded release matches. */
  readonly releaseId: string | null;
  readonly version: string;
  readonly fromReleaseId: string | null;
  readonly fromVersion: string | null;
  readonly plan: DeployPlan | null;
  readonly reason: string;
  readonly automatic: boolean;
  readonly direct: boolean;
  readonly incidentId: string | null;
  readonly preempts: string | null;
  readonly warnings: readonly string[];
  /** A rollback that keeps to its target although that does not start. */
  readonly stay: boolean;
  /** The version it was asked for, where it went on to another one. */
  readonly askedVersion: string | null;
  /** Releases that a rollback found not to start, oldest first. */
  readonly failedTargets: readonly FailedTargetRow[];
  readonly requestedBy: Actor;
  readonly requestedAt: string;
  readonly requestEventId: string;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly durationMs: number | null;
  readonly deadlineAt: string | null;
  readonly escalatedAt: string | null;
  readonly escalatedReason: string | null;
  readonly steps: readonly DeployStepRow[];
  readonly currentStep: number | null;
  readonly percent: number | null;
  readonly customers: readonly string[];
  readonly measuredPercent: number | null;
  /** When the first customer was served by it. */
  readonly exposedAt: string | null;
  /** When it served everyone. */
  readonly liveAt: string | null;
  readonly soakStartedAt: string | null;
  readonly paused: { readonly at: string; readonly reason: string; readonly byJudge: boolean; readonly by: string } | null;
  /** The incidents that hold it, in their order; each lifts its own. */
  readonly holds: readonly DeployHold[];
  readonly abortRequested: { readonly at: string; readonly reason: string; readonly by: string } | null;
  readonly rollback: {
    readonly at: string;
    readonly reason: string;
    readonly automatic: boolean;
    readonly toReleaseId: string | null;
    readonly toVersion: string | null;
  } | null;
  readonly rolledBackAt: string | null;
  readonly lastVerdict: Verdict | null;
  readonly verdictCount: number;
  readonly effect: EffectRow | null;
  /** Errors and compensations that failed, in order. */
  readonly failures: readonly string[];
  /** When it was taken up again after its run was lost in the workflow engine; the newest. */
  readonly takenUp: readonly { readonly at: string; readonly reason: string }[];
  /** Who was told of a contained rollback, besides any page. */
  readonly notified: readonly { readonly personId: string; readonly at: string; readonly text: string }[];
  /** Of an observed deploy: the other system's state, page and name. */
  readonly observedState: string | null;
  readonly observedFrom: string | null;
  readonly url: string | null;
}

/** Whether nothing more will come. */
export const hasEnded = ({ course }: Pick<DeployRow, "course">): boolean => isOverAsTold(course);
