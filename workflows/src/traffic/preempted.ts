import { deployDecider, laneDecider, type Deploy, type NamedRelease } from "@ballast/domain";
import { foldRecord } from "@ballast/eventlog";
import { streamName } from "@ballast/schema";
import type { DeployRef } from "./deployRef.ts";
import { requestedAt } from "./effect.ts";
import { recorderOf } from "./recording.ts";
import type { WorkerParts } from "../parts.ts";

type Driven = Exclude<Deploy, { status: "absent" | "observed" }>;

async function drivenDeploy(parts: WorkerParts, deployId: string): Promise<Driven | null> {
  const state = await foldRecord(parts.log, deployDecider, deployId);
  return state.status === "absent" || state.status === "observed" ? null : state;
}

/**
 * Ends the deploy that this rollback took over from, directly or through rollbacks that gave way to it. Its record
 * names the release that serves from now on, which need not be the one that served before it.
 */
export async function closePreempted(parts: WorkerParts, rollback: DeployRef, preempts: string | null): Promise<void> {
  const former = preempts === null ? null : await drivenDeploy(parts, preempts);
  if (preempts === null || former === null) return;
  if (former.request.kind === "rollback") return closePreempted(parts, rollback, former.request.preempts);
  if (former.status !== "ended") await recordWhatServes(parts, { ...rollback, deployId: preempts }, rollback);
}

async function recordWhatServes(parts: WorkerParts, deploy: DeployRef, { releaseId, version }: NamedRelease): Promise<void> {
  const recorder = recorderOf(parts, deploy);
  const durationMs = Math.max(0, parts.now().getTime() - (await requestedAt(parts, deploy.deployId)).getTime());
  await recorder.deploy(["ended", deploy.deployId], {
    type: "RecordRolledBack", now: recorder.now(), deployId: deploy.deployId, toReleaseId: releaseId, toVersion: version, durationMs,
  });
}

/**
 * The end of a deploy that lost its lane to a rollback, told by its own workflow. Where that rollback is under way, it
 * writes the end itself when it is done: nobody knows before which release will serve.
 * @returns false when no rollback has taken over: the end is the deploy's own
 */
export async function concludePreempted(parts: WorkerParts, deploy: DeployRef): Promise<boolean> {
  const state = await drivenDeploy(parts, deploy.deployId);
  const taker = state?.preemptedBy ?? (await takerOf(parts, deploy));
  if (state === null || taker === null) return false;
  if (state.preemptedBy === null) {
    const recorder = recorderOf(parts, deploy);
    await recorder.deploy(["preempt", taker], { type: "Preempt", now: recorder.now(), deployId: deploy.deployId, byDeployId: taker });
  }
  const serves = await servesAfter(parts, deploy, taker);
  if (serves !== null) await recordWhatServes(parts, deploy, serves);
  return true;
}

/** Who locked the lane next after this deploy had lost it; null while it has it, or when it was given free. */
async function takerOf(parts: WorkerParts, { laneId, deployId }: DeployRef): Promise<string | null> {
  const { events } = await parts.log.read(streamName("lane", laneId));
  const own = events.findLastIndex(({ event }) => event.type === "LaneLocked" && event.data.deployId === deployId);
  const next = events.slice(own + 1).find(({ event }) => event.type === "LaneLocked")?.event;
  return own !== -1 && next?.type === "LaneLocked" && next.data.kind === "rollback" ? next.data.deployId : null;
}

/** What serves once a rollback, or whatever took over from that, is done; null while it is under way. */
async function servesAfter(parts: WorkerParts, deploy: DeployRef, rollbackId: string): Promise<NamedRelease | null> {
  const rollback = await drivenDeploy(parts, rollbackId);
  // Its request never came: the lane was given free again, and serves what it served.
  if (rollback === null) return servingIn(parts, deploy.laneId);
  if (rollback.status !== "ended") return null;
  return rollback.preemptedBy === null ? rollback.target : servesAfter(parts, deploy, rollback.preemptedBy);
}

async function servingIn(parts: WorkerParts, laneId: string): Promise<NamedRelease | null> {
  const lane = await foldRecord(parts.log, laneDecider, laneId);
  return lane.status === "open" && lane.lock === null ? lane.serving : null;
}
