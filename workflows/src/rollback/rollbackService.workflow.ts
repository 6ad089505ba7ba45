import {
  allHandlersFinished, CancellationScope, condition, defineQuery, isCancellation, ParentClosePolicy, proxyActivities, setHandler, sleep, startChild, WorkflowIdReusePolicy, workflowInfo,
} from "@temporalio/workflow";
import { queryNames, taskQueues, workflowIds, type RollbackServiceInput } from "@ballast/schema/workflows";
import type { DeployRef } from "../deploy/deployActivities.ts";
import { rollbackOptions } from "../deploy/options.ts";
import type { RollbackActivities } from "./rollbackActivities.ts";

const act = proxyActivities<RollbackActivities>({ ...rollbackOptions, taskQueue: taskQueues.rollback });

/** Where a rollback stands. */
export interface RollbackProgress {
  readonly phase: "resolving" | "preempting" | "shifting" | "settling" | "done";
  readonly deadlineAt: string;
  readonly escalated: boolean;
}
const progressQuery = defineQuery<RollbackProgress>(queryNames.getProgress);

/**
 * Brings everybody to the rollback's target. Forward only: every activity is repeated until it works, nothing cancels
 * it. Five minutes after the recorded press a person is paged, and the work goes on.
 */
export async function rollbackService(input: RollbackServiceInput): Promise<"done" | "taken"> {
  const state = { phase: "resolving" as RollbackProgress["phase"], escalated: false };
  setHandler(progressQuery, () => ({ ...state, deadlineAt: input.deadlineAt }));
  return CancellationScope.nonCancellable(async () => {
    const { workflowId, runId } = workflowInfo();
    const deploy: DeployRef = input;
    if ((await act.startRollback({ deploy, workflowId, runId })) === "taken") return "taken";
    const deadline = watchDeadline(input, state);
    await carryOut(input, state);
    deadline.cancel();
    // A call for people that is under way is finished: the end of the workflow would break it off.
    if (state.escalated) await deadline.over;
    await startMeasuring(input);
    state.phase = "done";
    await condition(allHandlersFinished);
    return "done";
  });
}

async function carryOut(input: RollbackServiceInput, state: { phase: RollbackProgress["phase"] }): Promise<void> {
  const deploy: DeployRef = input;
  if (input.preempts !== null) {
    state.phase = "preempting";
    await act.preemptDeploy({ deploy, preempts: input.preempts });
  }
  state.phase = "shifting";
  await act.restoreRelease({ deploy, preempts: input.preempts });
  await act.completeRollback({ deploy, pressedAt: input.pressedAt });
  state.phase = "settling";
  await act.settleLane({ deploy, reason: `rolled back to ${input.version}` });
}

/** Measuring takes up to a minute; it goes on by itself, so that the next rollback of the lane need not wait for it. */
async function startMeasuring(input: RollbackServiceInput): Promise<void> {
  await startChild(measureRollback, {
    args: [input],
    workflowId: workflowIds.effect(input.deployId),
    parentClosePolicy: ParentClosePolicy.ABANDON,
    workflowIdReusePolicy: WorkflowIdReusePolicy.REJECT_DUPLICATE,
  });
}

/** Writes the sentence about what a rollback did; pages when errors go on. */
export async function measureRollback(input: RollbackServiceInput): Promise<void> {
  const { recovered } = await act.measureRollbackEffect({ deploy: input, pressedAt: input.pressedAt, preempts: input.preempts });
  await act.reportRollback({ deploy: input, recovered, incidentId: input.incidentId });
}

/** Counts from the press, not from the start of the workflow: a late worker has less time, not the customers more. */
function watchDeadline(input: RollbackServiceInput, state: { escalated: boolean }): { readonly cancel: () => void; readonly over: Promise<void> } {
  const scope = new CancellationScope();
  const watching = scope.run(async () => {
    await sleep(Math.max(1, Date.parse(input.deadlineAt) - Date.now()));
    state.escalated = true;
    await CancellationScope.nonCancellable(() => act.escalateRollback({ deploy: input, incidentId: input.incidentId }));
  });
  const over = watching.catch((error: unknown) => {
    if (!isCancellation(error)) throw error;
  });
  return { cancel: () => scope.cancel(), over };
}
