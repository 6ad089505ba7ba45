import type { Actor, AffectedCustomer, DataOf, DeployPlan, Verdict } from "@ballast/schema";

/** States as people read them; `observed` ones are another system's. */
export type DeployState =
  | "waiting" | "preparing" | "shifting" | "verifying" | "baking" | "promoting" | "soaking" | "paused" | "held" | "rollingBack"
  | "succeeded" | "rolledBack" | "rollbackFailed" | "aborted" | "cancelled" | "failed" | "observed" | "escalated" | "preempted" | "done";

export type StepState = "next" | "shifting" | "baking" | "passed" | "failed" | "paused" | "skipped";

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
export type EffectRow = Omit<DataOf<"EffectMeasured">, "deployId"> & { readonly at: string; readonly affectedCustomers: readonly AffectedCustomer[] };

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
  readonly preemptedBy: string | null;
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
  readonly rollback: { readonly at: string; readonly reason: string; readonly automatic: boolean; readonly toReleaseId: string | null; readonly toVersion: string | null } | null;
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
  /** Where it stands on its way, whatever stops it there. */
  readonly phase: DeployState;
}

const ENDED: ReadonlySet<DeployState> = new Set(["succeeded", "rolledBack", "aborted", "cancelled", "failed", "preempted", "done", "rollbackFailed"]);

/** Whether nothing more will come. A rollback that was escalated goes on until it is done; an undo that failed is for people. */
export const hasEnded = ({ state, observedState }: DeployRow): boolean =>
  ENDED.has(state) || (state === "observed" && observedState !== "pending" && observedState !== "running");
