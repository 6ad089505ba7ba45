import type { DeployStanding } from "@ballast/domain";
import type { LostRun } from "@ballast/schema/workflows";
import type { PlanStep, Thresholds, Verdict } from "@ballast/schema";
import type { DeployRef } from "../traffic/deployRef.ts";

/** An undo that did not work: what it was to restore, and why it could not. */
export interface FailedUndo {
  readonly name: string;
  readonly error: string;
}

/** A step of a deploy's plan. `attempt` counts the bakes of one step: the first, the extended one, those after a resume. */
export interface StepRef {
  readonly deploy: DeployRef;
  readonly step: number;
  readonly percent: number;
  readonly customers: readonly string[];
}

/** A step under the eyes of the judge. What is optional is absent in the input of a workflow of before. */
export interface WatchedStep extends StepRef {
  readonly analysis: PlanStep["analysis"];
  /** When the step began to bake: looks are counted from then, ISO. */
  readonly since: string;
  readonly bakeMs: number;
  /** How many steps the plan has, its soak included: they share what false alarms are allowed. */
  readonly stretches?: number;
  /** The stable release served until then, ISO: at 100 % its past is the baseline. */
  readonly stableUntil?: string;
  /** What was before is not counted (an outage of everything), ISO. */
  readonly from?: string;
  /** Everything is worse: only the newest time counts, and the watch ends when that looks well again. */
  readonly outage?: boolean;
  /** The judge has paused it for want of numbers: the watch ends when there are some and they look well. */
  readonly doubt?: boolean;
}

/** The activities of `deployRelease`. Each is idempotent by deploy and step, and heartbeats while it waits. */
export interface DeployActivities {
  /** Decides "exactly once" in the log: `taken` = another run carries this request out. */
  startDeploy(input: { deploy: DeployRef; workflowId: string; runId: string }): Promise<"started" | "taken">;
  /**
   * Takes up what a lost run carried, once: the record says where it stands, and its lock gets a new number, so that
   * what the lost run still has under way is refused. `taken` = another run was faster.
   */
  takeUpDeploy(input: { deploy: DeployRef; workflowId: string; runId: string; replaces: LostRun }): Promise<"taken" | DeployStanding>;
  /** Starts the release's processes until they are healthy. */
  prepareRelease(input: { deploy: DeployRef }): Promise<void>;
  /** Stops what the deploy started and serves nobody. */
  retireCanary(input: { deploy: DeployRef }): Promise<void>;
  /** Announces the step, moves the traffic, checks that it moved, records what was measured. */
  shiftTraffic(input: StepRef & { bakeMs: number }): Promise<void>;
  /** Everybody back to the release that served them before. Tolerates that nothing ever moved. */
  restoreTraffic(input: { deploy: DeployRef }): Promise<void>;
  /**
   * Looks again and again; ends when the verdict is a fail, when everything is worse and not only this release
   * (`elsewhere`; during an outage: when that is over), in doubt when it is well (`clear`), or when cancelled.
   */
  watchStep(input: WatchedStep): Promise<"fail" | "elsewhere" | "clear">;
  /** The verdict at the end of a bake. */
  concludeStep(input: WatchedStep): Promise<Verdict>;
  passStep(input: { deploy: DeployRef; step: number }): Promise<void>;
  extendBake(input: { deploy: DeployRef; step: number; bakeMs: number; reason: string }): Promise<void>;
  /** Pauses by the judge's doubt and tells the deployer. `round` = how often this step was paused so before. */
  pauseForJudge(input: { deploy: DeployRef; step: number; round: number; reason: string }): Promise<void>;
  /** The judge sees what it had missed: its pause ends by itself. Answers whether the deploy goes on; not where a person has paused it. */
  resumeForJudge(input: { deploy: DeployRef; step: number; round: number }): Promise<boolean>;
  /** Pauses because everything is worse, not only this release, and calls people. `outage` counts those of the step. */
  pauseForOutage(input: Omit<WatchedStep, "outage"> & { outage: number }): Promise<void>;
  /** Everything is well again: the deploy goes on by itself. Answers as `resumeForJudge`; workers of before answered nothing. */
  resumeAfterOutage(input: { deploy: DeployRef; step: number; outage: number }): Promise<boolean>;
  /** The release serves everybody; the one before stays warm. */
  promoteRelease(input: { deploy: DeployRef }): Promise<void>;
  startSoak(input: { deploy: DeployRef; soakMs: number }): Promise<void>;
  /** Ends the deploy; soaked to the end, it is last known good from now on. Retires the one before and gives the lane free. */
  concludeDeploy(input: { deploy: DeployRef; soaked: boolean }): Promise<void>;
  beginRollback(input: { deploy: DeployRef; reason: string; automatic: boolean }): Promise<void>;
  /** Marks the release faulty here and holds the lane: only after a failing verdict. */
  holdLane(input: { deploy: DeployRef; reason: string }): Promise<void>;
  /** `preempted`: a rollback has the lane, and says itself where that ends. Workers of before answered nothing. */
  recordRolledBack(input: { deploy: DeployRef; failures: readonly FailedUndo[] }): Promise<"rolledBack" | "preempted">;
  recordAborted(input: { deploy: DeployRef; reason: string; failures: readonly FailedUndo[] }): Promise<void>;
  /** `failures`: absent in the input of a workflow of before. */
  recordFailed(input: { deploy: DeployRef; error: string; failures?: readonly FailedUndo[] }): Promise<void>;
  unlockLane(input: { deploy: DeployRef; reason: string }): Promise<void>;
  /** Compares errors before and after over real requests and writes the sentence. */
  measureEffect(input: { deploy: DeployRef }): Promise<{ recovered: boolean | null }>;
  /**
   * Notifies the deployer, or declares an incident when the impact passes the thresholds, errors go on, or an undo
   * failed. `failures`: absent in the input of a workflow of before.
   */
  reportImpact(input: {
    deploy: DeployRef;
    thresholds: Thresholds;
    recovered: boolean | null;
    rollbackFailed: boolean;
    failures?: readonly FailedUndo[];
  }): Promise<void>;
}
