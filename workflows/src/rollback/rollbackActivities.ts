import type { LostRun } from "@ballast/schema/workflows";
import type { DeployRef } from "../traffic/deployRef.ts";

/** What became of one try to move everybody to a rollback's target. */
export type Restoration =
  | { readonly kind: "restored" }
  /** Another rollback has the lane. */
  | { readonly kind: "lost" }
  /** The target does not start: why, and the last lines it wrote. Nobody was moved. */
  | { readonly kind: "failed"; readonly error: string; readonly output: readonly string[] };

/** Where a rollback goes on to. `exhausted`: no other release is known to be good, so that it tries the same again. */
export interface LeftTarget {
  readonly deploy: DeployRef;
  readonly exhausted: boolean;
}

/** The activities of `rollbackService`, on a queue of their own. Each is idempotent by deploy. */
export interface RollbackActivities {
  startRollback(input: {
    deploy: DeployRef;
    workflowId: string;
    runId: string;
    replaces?: LostRun | undefined;
  }): Promise<"started" | "taken">;
  /** Tells the running deploy of the lane that this rollback takes over; does not wait for its answer. */
  preemptDeploy(input: { deploy: DeployRef; preempts: string }): Promise<void>;
  /** Everybody to the rollback's target, starting it where it is gone, and records it; or says why that does not start. */
  tryTarget(input: { deploy: DeployRef; preempts: string | null }): Promise<Restoration>;
  /** Records that the target does not start, and chooses where the rollback goes on to. */
  leaveTarget(input: { deploy: DeployRef; attempt: number; error: string; output: readonly string[] }): Promise<LeftTarget>;
  /** Everybody to the rollback's target, however long that takes: of rollbacks that began before there was a way out. */
  restoreRelease(input: { deploy: DeployRef; preempts: string | null }): Promise<void>;
  /** Marks what was left as faulty here, holds the lane, gives the lock free. */
  settleLane(input: { deploy: DeployRef; reason: string }): Promise<void>;
  completeRollback(input: { deploy: DeployRef; pressedAt: string }): Promise<void>;
  /** Five minutes are over, or (`nothingLeft`) no release is left that starts: records why, with the alternatives, and pages. */
  escalateRollback(input: { deploy: DeployRef; incidentId: string | null; nothingLeft?: boolean }): Promise<void>;
  measureRollbackEffect(input: { deploy: DeployRef; pressedAt: string; preempts: string | null }): Promise<{ recovered: boolean | null }>;
  /** Pages when errors go on after the rollback. */
  reportRollback(input: { deploy: DeployRef; recovered: boolean | null; incidentId: string | null }): Promise<void>;
}
