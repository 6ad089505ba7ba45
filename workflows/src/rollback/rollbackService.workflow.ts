import {
  allHandlersFinished, CancellationScope, condition, continueAsNew, ParentClosePolicy, patched, proxyActivities, startChild,
  WorkflowIdReusePolicy, workflowInfo,
} from "@temporalio/workflow";
import { taskQueues, workflowIds, type RollbackServiceInput } from "@ballast/schema/workflows";
import type { DeployRef } from "../traffic/deployRef.ts";
import { rollbackOptions } from "../traffic/options.ts";
import { isAlreadyStarted } from "../alreadyStarted.ts";
import { RollbackControl } from "./control.ts";
import type { RollbackActivities } from "./rollbackActivities.ts";

const act = proxyActivities<RollbackActivities>({ ...rollbackOptions, taskQueue: taskQueues.rollback });

/** How a rollback ended. `taken`: another run carries it out; `preempted`: a rollback to another release took over. */
export type RollbackOutcome = "done" | "taken" | "preempted";

/**
 * Brings everybody to the rollback's target. Forward only: every activity is repeated until it works, nothing cancels
 * it, only a rollback to another release takes over. A target that does not start is left for the next older good one.
 * Five minutes after the recorded press, or when no release is left, a person is paged, and the work goes on.
 */
export async function rollbackService(input: RollbackServiceInput): Promise<RollbackOutcome> {
  const control = new RollbackControl(input);
  control.listen(input.deployId);
  return CancellationScope.nonCancellable(async () => {
    // The first run's: a run that continues as new carries on, it is not another one.
    const { workflowId, firstExecutionRunId: runId } = workflowInfo();
    if ((await act.startRollback({ deploy: input, workflowId, runId, replaces: input.replaces })) === "taken") return "taken";
    const endDeadline = control.watchDeadline(() => act.escalateRollback({ deploy: input, incidentId: input.incidentId }));
    const arrived = await bringBack(input, control);
    endDeadline();
    if (control.escalated) await control.called;
    if (arrived === null) return "preempted";
    await startMeasuring({ ...input, releaseId: arrived.releaseId, version: arrived.version });
    control.phase = "done";
    await condition(allHandlersFinished);
    return "done";
  });
}

/** Moves everybody and settles the lane; answers where they are now, null when another rollback took over. */
async function bringBack(input: RollbackServiceInput, control: RollbackControl): Promise<DeployRef | null> {
  if (input.preempts !== null && input.attempts === undefined) {
    control.phase = "preempting";
    await act.preemptDeploy({ deploy: input, preempts: input.preempts });
  }
  control.phase = "shifting";
  const arrived = patched("a target that does not start is left for the next one") ? await findTheWay(input, control) : await insist(input);
  if (arrived === null) return null;
  await act.completeRollback({ deploy: arrived, pressedAt: input.pressedAt });
  control.phase = "settling";
  await act.settleLane({ deploy: arrived, reason: `rolled back to ${arrived.version}` });
  return arrived;
}

/** As rollbacks did that were pressed before there was a way out: this target, until it works. */
async function insist(input: RollbackServiceInput): Promise<DeployRef> {
  await act.restoreRelease({ deploy: input, preempts: input.preempts });
  return input;
}

/** Where no release is left that starts, the next try waits twice as long each time, up to this, ms. */
const longestRestMs = 30_000;

async function findTheWay(input: RollbackServiceInput, control: RollbackControl): Promise<DeployRef | null> {
  let deploy: DeployRef = input;
  let rests = 0;
  for (let attempt = (input.attempts ?? 0) + 1; ; attempt += 1) {
    const outcome = await control.unlessTakenOver(() => act.tryTarget({ deploy, preempts: input.preempts }));
    if (outcome === null || outcome.kind === "lost") return null;
    if (outcome.kind === "restored") return deploy;
    const { error, output } = outcome;
    const left = await act.leaveTarget({ deploy, attempt, error, output });
    deploy = left.deploy;
    control.version = deploy.version;
    if (!left.exhausted) continue;
    control.escalate(() => act.escalateRollback({ deploy, incidentId: input.incidentId, nothingLeft: true }));
    await control.rest(Math.min(longestRestMs, 1_000 * 2 ** rests));
    rests = Math.min(rests + 1, 10);
    if (control.takenOver) return null;
    if (workflowInfo().continueAsNewSuggested)
      await goOnAnew({ ...input, releaseId: deploy.releaseId, version: deploy.version, attempts: attempt, escalated: control.escalated });
  }
}

/** Before the history of a rollback that is tried for days grows too long. */
const goOnAnew = (input: RollbackServiceInput): Promise<never> => continueAsNew<typeof rollbackService>(input);

/** Measuring takes up to a minute; it goes on by itself, so that the next rollback of the lane need not wait for it. */
async function startMeasuring(input: RollbackServiceInput): Promise<void> {
  try {
    await startChild(measureRollback, {
      args: [input],
      workflowId: workflowIds.effect(input.deployId),
      parentClosePolicy: ParentClosePolicy.ABANDON,
      workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE_FAILED_ONLY,
    });
  } catch (error) {
    // A run of before, which was lost after that, has begun it.
    if (!isAlreadyStarted(error)) throw error;
  }
}

/** Writes the sentence about what a rollback did; pages when errors go on. */
export async function measureRollback(input: RollbackServiceInput): Promise<void> {
  const { recovered } = await act.measureRollbackEffect({ deploy: input, pressedAt: input.pressedAt, preempts: input.preempts });
  await act.reportRollback({ deploy: input, recovered, incidentId: input.incidentId });
}
