import { deployDecider, registeredService, serviceDecider } from "@ballast/domain";
import { foldRecord, ids, pressRollback, type RecordedEvent } from "@ballast/eventlog";
import { streamName, type Actor } from "@ballast/schema";
import type { DeployRef } from "../traffic/deployRef.ts";
import { actingFor, type Recording, type WorkerParts } from "../parts.ts";
import { finishPress, lockOf } from "./finishPress.ts";
import { explainDelay, leaveTarget } from "./leaveTarget.ts";
import type { MeasuredEffect } from "../traffic/effect.ts";
import { completeRollback, measureRollback, preemptDeploy, settleLane, tryTarget } from "./steps.ts";

/** A rollback by break-glass: who, where, and why. */
export interface DirectRollback {
  /** Slug. */
  readonly service: string;
  readonly environment: string;
  /** Null: where the lane's history says. */
  readonly toVersion: string | null;
  /** Keeps to its target although that does not start. */
  readonly stay: boolean;
  readonly reason: string;
  readonly actor: Actor;
  /** The same for every retry. */
  readonly commandId: string;
  readonly signal: AbortSignal;
  /** Told of each step as it begins. */
  readonly onStep: (step: string) => void;
}

/** What was done. `measure` waits for the sentence about its effect; the rollback itself is over before. */
export interface DirectlyRolledBack {
  readonly deployId: string;
  readonly version: string;
  readonly fromVersion: string | null;
  readonly durationMs: number;
  readonly measure: () => Promise<MeasuredEffect>;
}

type PressedDirectly = { readonly deploy: DeployRef; readonly pressedAt: string; readonly preempts: string | null };

/**
 * Rolls back without the workflow engine: decides as the API does, calls the target itself, and records what it did.
 * A rollback that was pressed before and waits for the engine is carried out here; when the engine is back, its
 * workflow finds every step recorded. A target that does not start is left for the next older good one.
 * @throws Rejection as `resolveRollback` says; CannotRollBack when no release is left that starts
 */
export async function directRollback(parts: WorkerParts, asked: DirectRollback): Promise<DirectlyRolledBack> {
  const { deploy: first, pressedAt, preempts } = await press(parts, asked);
  if (preempts !== null) await preemptDeploy(parts, first, preempts);
  const deploy = await bringBack(parts, asked, { deploy: first, preempts });
  await completeRollback(parts, deploy, pressedAt);
  asked.onStep(`hold on ${deploy.service} ${deploy.environment}`);
  await settleLane(parts, deploy, `rolled back to ${deploy.version}`);
  return {
    deployId: deploy.deployId,
    version: deploy.version,
    fromVersion: deploy.fromVersion,
    durationMs: parts.now().getTime() - Date.parse(pressedAt),
    measure: () => measureRollback(parts, { deploy, pressedAt, preempts, signal: asked.signal }),
  };
}

/** No release is left that starts, or another rollback took over: what happened, and what could be named instead. */
export class CannotRollBack extends Error {}

async function bringBack(
  parts: WorkerParts,
  { signal, onStep }: DirectRollback,
  { deploy: first, preempts }: Pick<PressedDirectly, "deploy" | "preempts">,
): Promise<DeployRef> {
  let deploy = first;
  for (let attempt = await attemptsOf(parts, deploy); ; attempt += 1) {
    onStep(`traffic to ${deploy.version}`);
    const outcome = await tryTarget(parts, { deploy, preempts, signal });
    if (outcome.kind === "restored") return deploy;
    if (outcome.kind === "lost") throw new CannotRollBack("another rollback of this lane took over");
    const { error, output } = outcome;
    for (const line of [`${deploy.version} does not start: ${error}`, ...output.slice(-5).map((line) => `  | ${line}`)]) onStep(line);
    const left = await leaveTarget(parts, { deploy, attempt, error, output });
    if (left.exhausted) throw new CannotRollBack(await explainDelay(parts, deploy));
    deploy = left.deploy;
  }
}

/** Which try this is: the engine, or an earlier call, may have made some. */
async function attemptsOf(parts: WorkerParts, { deployId }: DeployRef): Promise<number> {
  const state = await foldRecord(parts.log, deployDecider, deployId);
  return state.status === "absent" || state.status === "observed" ? 1 : state.failedTargets.length + 1;
}

async function press(parts: WorkerParts, asked: DirectRollback): Promise<PressedDirectly> {
  const service = registeredService(await foldRecord(parts.log, serviceDecider, ids.service(asked.service)), asked.service);
  const recording: Recording = { actor: asked.actor, correlationId: asked.commandId, requestEventId: asked.commandId };
  const { environment, toVersion, reason, stay } = asked;
  const { id } = await pressRollback(parts.log, actingFor(parts, recording), {
    deployId: ids.deploy(asked.commandId), service, environment, toVersion, reason, incidentId: null, stay, direct: true,
  });
  return requested(parts, asked, id);
}

/** What asked for it; where an earlier command died before it had, that is done here. */
async function requestOf(parts: WorkerParts, asked: DirectRollback, deployId: string): Promise<RecordedEvent | undefined> {
  const read = async () => (await parts.log.read(streamName("deploy", deployId), { max: 1 })).events[0];
  const lock =
    (await read()) === undefined ? await lockOf(parts, ids.lane(ids.service(asked.service), asked.environment), deployId) : undefined;
  if (lock !== undefined) await finishPress(parts, lock);
  return read();
}

/** The rollback as it stands in the log: its steps take their ids from there, whoever carries it out. */
async function requested(parts: WorkerParts, asked: DirectRollback, deployId: string): Promise<PressedDirectly> {
  const first = await requestOf(parts, asked, deployId);
  if (first?.event.type !== "DeployRequested") throw new Error(`rollback ${deployId} is not in the log`);
  const { laneId, serviceId, environment, fromReleaseId, fromVersion, preempts } = first.event.data;
  const state = await foldRecord(parts.log, deployDecider, deployId);
  // Where it stands now: the engine may have gone on to another release before it was gone.
  const target = state.status === "absent" || state.status === "observed" ? first.event.data : state.target;
  const deploy: DeployRef = {
    deployId, laneId, serviceId, service: asked.service, environment, releaseId: target.releaseId, version: target.version, fromReleaseId,
    fromVersion, correlationId: first.metadata.$correlationId, requestEventId: first.eventId, actor: asked.actor, direct: true,
  };
  return { deploy, pressedAt: first.metadata.occurredAt, preempts };
}
