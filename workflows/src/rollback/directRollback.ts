import { laneDecider, deployDecider, registeredService, releaseDecider, resolveRollback, serviceDecider, type Lane, type RegisteredService, type ReleaseFacts, type Rollback } from "@ballast/domain";
import { ids } from "@ballast/eventlog";
import { streamName, type Actor } from "@ballast/schema";
import type { DeployRef } from "../deploy/deployActivities.ts";
import { foldRecord } from "../history.ts";
import { record, type Recording, type WorkerParts } from "../parts.ts";
import { completeRollback, measureRollback, preemptDeploy, restoreRelease, settleLane } from "./steps.ts";

/** A rollback by break-glass: who, where, and why. */
export interface DirectRollback {
  /** Slug. */
  readonly service: string;
  readonly environment: string;
  /** Null: where the lane's history says. */
  readonly toVersion: string | null;
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
  readonly measure: () => Promise<{ recovered: boolean | null }>;
}

type PressedDirectly = { readonly deploy: DeployRef; readonly pressedAt: string; readonly preempts: string | null };

/**
 * Rolls back without the workflow engine: decides as the API does, calls the target itself, and records what it did.
 * A rollback that was pressed before and waits for the engine is carried out here; when the engine is back, its
 * workflow finds every step recorded.
 * @throws Rejection as `resolveRollback` says
 */
export async function directRollback(parts: WorkerParts, asked: DirectRollback): Promise<DirectlyRolledBack> {
  const { deploy, pressedAt, preempts } = await press(parts, asked);
  if (preempts !== null) await preemptDeploy(parts, deploy, preempts);
  asked.onStep(`traffic to ${deploy.version}`);
  await restoreRelease(parts, { deploy, preempts, signal: asked.signal });
  await completeRollback(parts, deploy, pressedAt);
  asked.onStep(`hold on ${deploy.service} ${deploy.environment}`);
  await settleLane(parts, deploy, `rolled back to ${deploy.version}`);
  return {
    deployId: deploy.deployId, version: deploy.version, fromVersion: deploy.fromVersion, durationMs: parts.now().getTime() - Date.parse(pressedAt),
    measure: () => measureRollback(parts, { deploy, pressedAt, preempts, signal: asked.signal }),
  };
}

async function press(parts: WorkerParts, asked: DirectRollback): Promise<PressedDirectly> {
  const serviceId = ids.service(asked.service);
  const service = registeredService((await foldRecord(parts.log, { category: "service", id: serviceId, decider: serviceDecider })).state, asked.service);
  const laneId = ids.lane(serviceId, asked.environment);
  const { state: lane } = await foldRecord(parts.log, { category: "lane", id: laneId, decider: laneDecider });
  const rollback = resolveRollback(lane, await releaseFacts(parts, lane), { service: asked.service, environment: asked.environment, toVersion: asked.toVersion });
  const deployId = rollback.attachTo ?? ids.deploy(asked.commandId);
  if (rollback.attachTo === null) await request(parts, { asked, service, laneId, deployId, rollback });
  return requested(parts, asked, deployId);
}

interface Request {
  readonly asked: DirectRollback;
  readonly service: RegisteredService;
  readonly laneId: string;
  readonly deployId: string;
  readonly rollback: Rollback;
}

async function request(parts: WorkerParts, { asked, service, laneId, deployId, rollback }: Request): Promise<void> {
  const recording: Recording = { actor: asked.actor, correlationId: asked.commandId, requestEventId: asked.commandId };
  const now = parts.now().toISOString();
  const place = { laneId, serviceId: service.serviceId, environment: asked.environment, deployId, releaseId: rollback.target.releaseId, version: rollback.target.version };
  await record(parts, recording, { category: "lane", id: laneId, decider: laneDecider, key: ["take"], command: { type: "TakeLaneForRollback", now, service: service.slug, ...place } });
  await record(parts, recording, {
    category: "deploy", id: deployId, decider: deployDecider, key: ["request"],
    command: {
      type: "RequestRollback", now, ...place, fromReleaseId: rollback.from?.releaseId ?? null, fromVersion: rollback.from?.version ?? null, reason: asked.reason,
      automatic: false, incidentId: null, preempts: rollback.preempts, direct: true, warnings: [...rollback.warnings],
    },
  });
}

/** The rollback as it stands in the log: its steps take their ids from there, whoever carries it out. */
async function requested(parts: WorkerParts, asked: DirectRollback, deployId: string): Promise<PressedDirectly> {
  const { events } = await parts.log.read(streamName("deploy", deployId), { max: 1 });
  const first = events[0];
  if (first?.event.type !== "DeployRequested") throw new Error(`rollback ${deployId} is not in the log`);
  const { laneId, serviceId, environment, releaseId, version, fromReleaseId, fromVersion, preempts } = first.event.data;
  const deploy: DeployRef = {
    deployId, laneId, serviceId, service: asked.service, environment, releaseId, version, fromReleaseId, fromVersion,
    correlationId: first.metadata.$correlationId, requestEventId: first.eventId, actor: asked.actor, direct: true,
  };
  return { deploy, pressedAt: first.metadata.occurredAt, preempts };
}

async function releaseFacts({ log }: WorkerParts, lane: Lane): Promise<(releaseId: string) => ReleaseFacts> {
  const releaseIds = lane.status === "absent" ? [] : [...lane.releases.map(({ releaseId }) => releaseId), ...(lane.lock === null ? [] : [lane.lock.releaseId])];
  const facts = new Map<string, ReleaseFacts>();
  for (const id of new Set(releaseIds)) {
    const { state } = await foldRecord(log, { category: "release", id, decider: releaseDecider });
    if (state.status === "recorded") facts.set(id, { artifactAvailable: state.artifact !== null, rollbackSafe: state.rollbackSafe, rollbackUnsafeReason: state.rollbackUnsafeReason });
  }
  return (releaseId) => facts.get(releaseId) ?? { artifactAvailable: false, rollbackSafe: true };
}
