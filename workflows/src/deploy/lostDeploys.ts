import { deployDecider, incidentDecider, isActive, laneDecider, type Deploy } from "@ballast/domain";
import { foldEvents, foldRecord, type RecordedEvent } from "@ballast/eventlog";
import { streamName } from "@ballast/schema";
import { taskQueues, workflowIds, workflowNames, type LostRun, type RollbackServiceInput } from "@ballast/schema/workflows";
import type { LeftUndone, Reaction } from "../reactor/slice.ts";
import { runOf, startOnce, type KnownRun } from "../reactor/starting.ts";
import { graceMs, isTooSoon, nothingLost, over, type Looked } from "../reactor/takingUp.ts";
import { inputOf, type Carried } from "../traffic/carried.ts";

type Driven = Exclude<Deploy, { status: "absent" | "observed" }>;

/** A deploy or rollback with its history. */
interface Told {
  readonly deploy: Driven;
  readonly events: readonly RecordedEvent[];
  readonly carried: Carried;
  readonly requestedAt: number;
}

/** Takes a deploy or a rollback up again where its run is lost. */
export async function lookAtDeploy(reaction: Reaction, deployId: string, undone: LeftUndone): Promise<Looked> {
  // The engine first: what its record says afterwards is at least as new, so that a run that just ended is not taken for lost.
  const early = await toldOf(reaction, deployId);
  if (early === null) return over;
  const run = await runOf(reaction.temporal, workflowIdOf(early.carried));
  const told = (await toldOf(reaction, deployId)) ?? early;
  const left = await whatIsLeft(reaction, told);
  if (left === "nothing") return over;
  // A hold whose incident has ended is lifted by its response, where that is still to be done.
  for (const incidentId of told.deploy.status === "going" ? told.deploy.heldBy : []) {
    if (!isActive(await foldRecord(reaction.log, incidentDecider, incidentId))) undone.incidents.add(incidentId);
  }
  const isCarried =
    left === "measuring" && told.carried.kind === "rollback"
      ? (await runOf(reaction.temporal, workflowIds.effect(deployId))).running
      : run.running;
  if (isCarried || isTooSoon(told, reaction.now().getTime())) return nothingLost;
  return (await takeUp(reaction, told, { left, run })) ? { said: run.fate, over: false } : nothingLost;
}

const workflowIdOf = ({ kind, input }: Carried): string =>
  kind === "deploy" ? workflowIds.deploy(input.deployId) : workflowIds.rollback(input.service, input.environment);

async function toldOf({ log }: Reaction, deployId: string): Promise<Told | null> {
  const { events } = await log.read(streamName("deploy", deployId));
  const first = events[0];
  if (first?.event.type !== "DeployRequested") return null;
  const deploy = foldEvents(deployDecider, events);
  if (deploy.status === "absent" || deploy.status === "observed") return null;
  return { deploy, events, carried: await inputOf(log, first, first.event.data), requestedAt: Date.parse(first.metadata.recordedAt) };
}

/** `work`: it goes on, or has its lane still; `measuring`: what it did was not measured and told yet. */
async function whatIsLeft({ log }: Reaction, { deploy }: Told): Promise<"nothing" | "measuring" | "work"> {
  // Whoever took over ends it.
  if (deploy.preemptedBy !== null) return "nothing";
  if (deploy.status !== "ended") return "work";
  const lane = await foldRecord(log, laneDecider, deploy.request.laneId);
  if (lane.status === "open" && lane.lock?.deployId === deploy.request.deployId) return "work";
  const isMeasured = deploy.effect !== null || deploy.request.fromVersion === null;
  const wentBack =
    deploy.outcome === "rolledBack"
    || deploy.outcome === "rollbackFailed"
    || (deploy.request.kind === "rollback" && deploy.outcome === "succeeded");
  return wentBack && !isMeasured ? "measuring" : "nothing";
}

async function takeUp(reaction: Reaction, told: Told, { left, run }: { left: "measuring" | "work"; run: KnownRun }): Promise<boolean> {
  const { deploy, carried, requestedAt } = told;
  const now = reaction.now().getTime();
  // What a person does by hand has no run, as long as their command may still be at it; what is done twice is done once.
  if (deploy.start === null && now - requestedAt < (deploy.request.direct ? directWithinMs : graceMs)) return false;
  const replaces: LostRun | undefined = deploy.start === null ? undefined : { runId: deploy.start.runId, reason: run.fate };
  if (carried.kind === "deploy")
    return startAgain(reaction, {
      workflowId: workflowIdOf(carried), name: workflowNames.deployRelease, queue: taskQueues.delivery,
      input: { ...carried.input, ...(replaces && { replaces }) },
    });
  const input = goingOn(carried.input, deploy, replaces);
  if (left === "measuring")
    return startAgain(reaction, {
      workflowId: workflowIds.effect(input.deployId), name: workflowNames.measureRollback, queue: taskQueues.rollback, input,
    });
  return startAgain(reaction, {
    workflowId: workflowIdOf(carried), name: workflowNames.rollbackService, queue: taskQueues.rollback, input,
  });
}

/** How long a rollback by hand is left to the command that does it, ms: a target may take 25 s to start, and be left for the next. */
const directWithinMs = 60_000;

/** Where the rollback stands by now: it may have gone on to another release, and have called people. */
function goingOn(
  input: RollbackServiceInput,
  { target, failedTargets, escalated }: Driven,
  replaces: LostRun | undefined,
): RollbackServiceInput {
  return {
    ...input, ...target, escalated, ...(failedTargets.length > 0 && { attempts: failedTargets.length }), ...(replaces && { replaces }),
  };
}

interface Again {
  readonly workflowId: string;
  readonly name: string;
  readonly queue: string;
  readonly input: Carried["input"];
}

const startAgain = ({ temporal }: Reaction, { workflowId, name, queue, input }: Again): Promise<boolean> =>
  startOnce(temporal, name, {
    workflowId, taskQueue: queue, workflowIdReusePolicy: "ALLOW_DUPLICATE", memo: { deployId: input.deployId }, args: [input],
  });
