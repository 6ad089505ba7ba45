import { deployDecider, serviceDecider } from "@ballast/domain";
import { foldRecord, handle, ids, type RecordedEvent } from "@ballast/eventlog";
import type { DataOf } from "@ballast/schema";
import { signalNames, taskQueues, workflowIds, workflowNames, type RollbackServiceInput } from "@ballast/schema/workflows";
import { NotYet } from "../reactor/notYet.ts";
import type { Reaction, WorkflowSlice } from "../reactor/slice.ts";
import { signalIfRunning, startOnce } from "../reactor/starting.ts";
import { systemActor } from "../systemActor.ts";
import { inputOf } from "../traffic/carried.ts";
import { isUnrequested } from "../traffic/unrequested.ts";
import { finishPress, lockOf } from "./finishPress.ts";

/** Rollbacks: starts what was pressed, and tells one that another takes over. */
export const rollbackReactions: WorkflowSlice["reactions"] = {
  /** A lock whose request never came: it is asked for. */
  LaneLocked: async (recorded, reaction) => {
    const { laneId, deployId, kind } = recorded.event.data;
    if (kind !== "rollback" || !(await isUnrequested(reaction, recorded, deployId))) return;
    const lock = await lockOf(reaction, laneId, deployId);
    if (lock !== undefined) await finishPress(reaction, lock);
  },
  DeployRequested: async (recorded, reaction) => {
    const request = recorded.event.data;
    if (request.direct) return;
    const carried = await inputOf(reaction.log, recorded, request);
    if (carried.kind !== "rollback") return;
    await preempt(reaction, recorded, request);
    await startRollback(reaction, carried.input);
  },
  /** Rollbacks share one workflow id a lane, so that the one that is meant is named. */
  DeployPreempted: async ({ event: { data: { deployId, byDeployId } } }, { log, temporal }) => {
    const rollback = await foldRecord(log, deployDecider, deployId);
    if (rollback.status === "absent" || rollback.status === "observed" || rollback.request.kind === "deploy") return;
    const { serviceId, environment } = rollback.request;
    const service = await foldRecord(log, serviceDecider, serviceId);
    if (service.status !== "registered") return;
    await signalIfRunning(temporal, {
      workflowId: workflowIds.rollback(service.slug, environment), signal: signalNames.preempt, args: [{ deployId, byDeployId }],
    });
  },
};

/**
 * Tells whoever had the lane that this rollback takes over, before it is started: a rollback that gives way has to end
 * first, as both have the lane's one workflow id.
 */
async function preempt({ log, now }: Reaction, recorded: RecordedEvent, { deployId, preempts }: DataOf<"DeployRequested">): Promise<void> {
  if (preempts === null) return;
  const at = now().toISOString();
  await handle(log, {
    aggregate: deployDecider,
    id: preempts,
    command: { type: "Preempt", now: at, deployId: preempts, byDeployId: deployId },
    context: {
      commandId: ids.command("preempt", recorded.eventId), actor: systemActor("reactor"), now: at,
      correlationId: recorded.metadata.$correlationId, causationId: recorded.eventId,
    },
  });
}

/**
 * One rollback at a time per lane. A second press of the same one never comes here (the lane attaches it); another
 * rollback that was requested while the former one is about to end waits for that end.
 */
async function startRollback({ temporal }: Reaction, input: RollbackServiceInput): Promise<void> {
  const workflowId = workflowIds.rollback(input.service, input.environment);
  const started = await startOnce(temporal, workflowNames.rollbackService, {
    workflowId,
    taskQueue: taskQueues.rollback,
    workflowIdReusePolicy: "ALLOW_DUPLICATE",
    memo: { deployId: input.deployId },
    args: [input],
  });
  if (started) return;
  const { memo } = await temporal.workflow.getHandle(workflowId).describe();
  if (memo?.["deployId"] !== input.deployId) throw new NotYet(`another rollback of ${input.service} ${input.environment} is about to end`);
}
