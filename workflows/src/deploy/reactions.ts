import { deployDecider, laneDecider } from "@ballast/domain";
import { foldRecord, handle, ids } from "@ballast/eventlog";
import { signalNames, taskQueues, workflowIds, workflowNames } from "@ballast/schema/workflows";
import { NotYet } from "../reactor/notYet.ts";
import type { Reaction, WorkflowSlice } from "../reactor/slice.ts";
import { signalIfRunning, startOnce } from "../reactor/starting.ts";
import { systemActor } from "../systemActor.ts";
import { inputOf } from "../traffic/carried.ts";
import { isUnrequested } from "../traffic/unrequested.ts";

/** Deploys: starts what was requested, passes on what people decided meanwhile. */
export const deployReactions: WorkflowSlice["reactions"] = {
  /** A lock whose request never came is taken off again. */
  LaneLocked: async (recorded, reaction) => {
    const { laneId, deployId, kind } = recorded.event.data;
    if (kind !== "deploy" || !(await isUnrequested(reaction, recorded, deployId))) return;
    const now = reaction.now().toISOString();
    await handle(reaction.log, {
      aggregate: laneDecider,
      id: laneId,
      command: { type: "UnlockLane", now, laneId, deployId, reason: "its request was never completed" },
      context: {
        commandId: ids.command("freeAbandonedLane", recorded.eventId), actor: systemActor("reactor"), now,
        correlationId: recorded.metadata.$correlationId, causationId: recorded.eventId,
      },
    });
  },
  DeployRequested: async (recorded, { log, temporal }) => {
    const request = recorded.event.data;
    if (request.direct || request.kind !== "deploy") return;
    const { input } = await inputOf(log, recorded, request);
    await startOnce(temporal, workflowNames.deployRelease, {
      workflowId: workflowIds.deploy(request.deployId), taskQueue: taskQueues.delivery, workflowIdReusePolicy: "REJECT_DUPLICATE",
      args: [input],
    });
  },
  // A pause by the judge comes from the workflow itself.
  DeployPaused: ({ event: { data } }, reaction) => (data.byJudge ? undefined : tell(reaction, data.deployId, [signalNames.pause])),
  DeployResumed: ({ event: { data } }, reaction) => tell(reaction, data.deployId, [signalNames.resume]),
  StepPromoted: ({ event: { data } }, reaction) =>
    tell(reaction, data.deployId, [signalNames.promote, { step: data.step, full: data.full }]),
  DeployAbortRequested: ({ event: { data } }, reaction) => tell(reaction, data.deployId, [signalNames.abort, { reason: data.reason }]),
  DeployHeld: ({ event: { data } }, reaction) => tell(reaction, data.deployId, [signalNames.hold, { incidentId: data.incidentId }]),
  DeployHoldLifted: ({ event: { data } }, reaction) =>
    tell(reaction, data.deployId, [signalNames.liftHold, { incidentId: data.incidentId }]),
  DeployPreempted: async (
    {
      event: {
        data: { deployId, byDeployId },
      },
    },
    reaction,
  ) => {
    const deploy = await foldRecord(reaction.log, deployDecider, deployId);
    if (deploy.status === "absent" || deploy.status === "observed" || deploy.request.kind === "deploy")
      await tell(reaction, deployId, [signalNames.preempt, { byDeployId }]);
  },
};

async function tell(
  { log, temporal }: Reaction,
  deployId: string,
  [signal, ...args]: readonly [signal: string, argument?: object],
): Promise<void> {
  if (await signalIfRunning(temporal, { workflowId: workflowIds.deploy(deployId), signal, args })) return;
  // Where the start of the workflow has to be tried again, what was said to it meanwhile must not be lost.
  const deploy = await foldRecord(log, deployDecider, deployId);
  if (deploy.status === "going" && deploy.start === null) throw new NotYet(`deploy ${deployId} has not started`);
}
