import { deployDecider, laneDecider, planOf, serviceDecider, thresholdsOf } from "@ballast/domain";
import { foldRecord, handle, ids, type Log, type RecordedEvent } from "@ballast/eventlog";
import { streamName, type DataOf } from "@ballast/schema";
import { signalNames, taskQueues, workflowIds, workflowNames, type DeployReleaseInput, type RollbackServiceInput } from "@ballast/schema/workflows";
import { finishPress, lockOf } from "../rollback/finishPress.ts";
import { systemActor } from "../systemActor.ts";
import { NotYet } from "./notYet.ts";
import type { Reaction } from "./reactor.ts";
import { signalIfRunning, startOnce } from "./starting.ts";

/** Deploys and lanes: starts what was requested, passes on what people decided meanwhile. */
export async function reactToDelivery(reaction: Reaction, recorded: RecordedEvent): Promise<void> {
  const { event } = recorded;
  switch (event.type) {
    case "LaneLocked":
      return afterLock(reaction, recorded, event.data);
    case "DeployRequested":
      return startRequested(reaction, recorded, event.data);
    case "DeployPaused":
      // A pause by the judge comes from the workflow itself.
      return event.data.byJudge ? undefined : tell(reaction, event.data.deployId, [signalNames.pause]);
    case "DeployResumed":
      return tell(reaction, event.data.deployId, [signalNames.resume]);
    case "StepPromoted":
      return tell(reaction, event.data.deployId, [signalNames.promote, { step: event.data.step, full: event.data.full }]);
    case "DeployAbortRequested":
      return tell(reaction, event.data.deployId, [signalNames.abort, { reason: event.data.reason }]);
    case "DeployPreempted":
      return tellOfTakeOver(reaction, event.data);
    case "DeployHeld":
      return tell(reaction, event.data.deployId, [signalNames.hold, { incidentId: event.data.incidentId }]);
    case "DeployHoldLifted":
      return tell(reaction, event.data.deployId, [signalNames.liftHold, { incidentId: event.data.incidentId }]);
    default:
      return undefined;
  }
}

async function tell({ log, temporal }: Reaction, deployId: string, [signal, ...args]: readonly [signal: string, argument?: object]): Promise<void> {
  if (await signalIfRunning(temporal, { workflowId: workflowIds.deploy(deployId), signal, args })) return;
  // Where the start of the workflow has to be tried again, what was said to it meanwhile must not be lost.
  const deploy = await foldRecord(log, deployDecider, deployId);
  if (deploy.status === "going" && deploy.start === null) throw new NotYet(`deploy ${deployId} has not started`);
}

/** A deploy is told by its own workflow id. Rollbacks share one a lane, so that the one that is meant is named. */
async function tellOfTakeOver(reaction: Reaction, { deployId, byDeployId }: DataOf<"DeployPreempted">): Promise<void> {
  const state = await foldRecord(reaction.log, deployDecider, deployId);
  if (state.status === "absent" || state.status === "observed" || state.request.kind === "deploy") return tell(reaction, deployId, [signalNames.preempt, { byDeployId }]);
  const { serviceId, environment } = state.request;
  const service = await foldRecord(reaction.log, serviceDecider, serviceId);
  if (service.status !== "registered") return;
  await signalIfRunning(reaction.temporal, { workflowId: workflowIds.rollback(service.slug, environment), signal: signalNames.preempt, args: [{ deployId, byDeployId }] });
}

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
    context: { commandId: ids.command("preempt", recorded.eventId), actor: systemActor("reactor"), now: at, correlationId: recorded.metadata.$correlationId, causationId: recorded.eventId },
  });
}

/** How long a locked lane may wait for its deploy's request, ms: the API writes both within milliseconds. */
const requestWithinMs = 30_000;

/** A lock whose request never came (who took it died between the two): a deploy's is taken off again, a rollback is asked for. */
async function afterLock({ log, now }: Reaction, recorded: RecordedEvent, { laneId, deployId, kind }: DataOf<"LaneLocked">): Promise<void> {
  const { events } = await log.read(streamName("deploy", deployId), { max: 1 });
  if (events.length > 0) return;
  if (now().getTime() - Date.parse(recorded.metadata.recordedAt) < requestWithinMs) throw new NotYet(`deploy ${deployId} is not requested yet`);
  const lock = kind === "rollback" ? await lockOf({ log }, laneId, deployId) : undefined;
  if (lock !== undefined) return finishPress({ log, now }, lock);
  const at = now().toISOString();
  await handle(log, {
    aggregate: laneDecider,
    id: laneId,
    command: { type: "UnlockLane", now: at, laneId, deployId, reason: "its request was never completed" },
    context: { commandId: ids.command("freeAbandonedLane", recorded.eventId), actor: systemActor("reactor"), now: at, correlationId: recorded.metadata.$correlationId, causationId: recorded.eventId },
  });
}

async function startRequested(reaction: Reaction, recorded: RecordedEvent, request: DataOf<"DeployRequested">): Promise<void> {
  if (request.direct) return;
  const carried = await inputOf(reaction.log, recorded, request);
  if (carried.kind === "deploy") return void (await startDeploy(reaction, carried.input));
  await preempt(reaction, recorded, request);
  await startRollback(reaction, carried.input);
}

/** What carries a request out, and what it is told. */
export type Carried = { readonly kind: "deploy"; readonly input: DeployReleaseInput } | { readonly kind: "rollback"; readonly input: RollbackServiceInput };

/** @throws NotYet while the service is not there */
export async function inputOf(log: Log, recorded: RecordedEvent, request: DataOf<"DeployRequested">): Promise<Carried> {
  const service = await foldRecord(log, serviceDecider, request.serviceId);
  if (service.status !== "registered") throw new NotYet(`service ${request.serviceId} is not there`);
  const { deployId, laneId, serviceId, environment, releaseId, version, fromReleaseId, fromVersion } = request;
  const common = {
    deployId, laneId, serviceId, service: service.slug, environment, releaseId, version, fromReleaseId, fromVersion,
    requestEventId: recorded.eventId, correlationId: recorded.metadata.$correlationId, actor: recorded.metadata.actor,
  };
  if (request.kind === "deploy") return { kind: "deploy", input: { ...common, plan: request.plan ?? planOf(service, environment), thresholds: thresholdsOf(service) } };
  return { kind: "rollback", input: { ...common, preempts: request.preempts, incidentId: request.incidentId, pressedAt: recorded.metadata.occurredAt, deadlineAt: request.deadlineAt ?? recorded.metadata.occurredAt } };
}

async function startDeploy({ temporal }: Reaction, input: DeployReleaseInput): Promise<void> {
  await startOnce(temporal, workflowNames.deployRelease, {
    workflowId: workflowIds.deploy(input.deployId),
    taskQueue: taskQueues.delivery,
    workflowIdReusePolicy: "REJECT_DUPLICATE",
    args: [input],
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
