import type { DeployRef } from "../deploy/deployActivities.ts";

/** The activities of `rollbackService`, on a queue of their own. Each is idempotent by deploy. */
export interface RollbackActivities {
  startRollback(input: { deploy: DeployRef; workflowId: string; runId: string }): Promise<"started" | "taken">;
  /** Tells the running deploy of the lane that this rollback takes over; does not wait for its answer. */
  preemptDeploy(input: { deploy: DeployRef; preempts: string }): Promise<void>;
  /** Everybody to the rollback's target, starting it where it is gone; verifies, and records exposure and timing. */
  restoreRelease(input: { deploy: DeployRef; preempts: string | null }): Promise<void>;
  /** Marks what was left as faulty here, holds the lane, gives the lock free. */
  settleLane(input: { deploy: DeployRef; reason: string }): Promise<void>;
  completeRollback(input: { deploy: DeployRef; pressedAt: string }): Promise<void>;
  /** Five minutes are over: records it and pages. */
  escalateRollback(input: { deploy: DeployRef; incidentId: string | null }): Promise<void>;
  measureRollbackEffect(input: { deploy: DeployRef; pressedAt: string; preempts: string | null }): Promise<{ recovered: boolean | null }>;
  /** Pages when errors go on after the rollback. */
  reportRollback(input: { deploy: DeployRef; recovered: boolean | null; incidentId: string | null }): Promise<void>;
}
