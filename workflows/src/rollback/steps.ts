import { exposureOf, measureEffect } from "../deploy/effect.ts";
import type { DeployRef } from "../deploy/deployActivities.ts";
import { recorderOf } from "../deploy/recording.ts";
import { targetRelease } from "../deploy/releases.ts";
import { restoreUntilDone } from "../deploy/traffic.ts";
import type { WorkerParts } from "../parts.ts";

/** The steps of a rollback, each idempotent: the workflow's activities and the break-glass rollback take the same ones. */

/** Tells the running deploy that the rollback takes over. */
export function preemptDeploy(parts: WorkerParts, deploy: DeployRef, preempts: string): Promise<void> {
  const recorder = recorderOf(parts, { ...deploy, deployId: preempts });
  return recorder.deploy(["preempt", deploy.deployId], { type: "Preempt", now: recorder.now(), deployId: preempts, byDeployId: deploy.deployId });
}

/** What restoring needs. */
interface Restoring {
  readonly deploy: DeployRef;
  readonly preempts: string | null;
  readonly signal: AbortSignal;
}

/** Moves everybody to the target release; the record follows at once, so that the lane is right before anything else. */
export async function restoreRelease(parts: WorkerParts, { deploy, preempts, signal }: Restoring): Promise<void> {
  const recorder = recorderOf(parts, deploy);
  const begun = parts.now().getTime();
  const release = await targetRelease(parts.log, deploy);
  // Naming the pre-empted deploy closes it: a late retry of one of its calls cannot expose its release again.
  await restoreUntilDone(parts, deploy, { operationId: `${deploy.deployId}/restore`, deployId: preempts ?? undefined, release, signal });
  const durationMs = parts.now().getTime() - begun;
  await recorder.deploy(["shifted"], { type: "ShiftTraffic", now: recorder.now(), deployId: deploy.deployId, step: null, percent: 0, customers: [], measuredPercent: null, durationMs });
  const { laneId, deployId, releaseId, version, serviceId, environment } = deploy;
  await recorder.lane(["serveEveryone"], { type: "ServeEveryone", now: recorder.now(), laneId, deployId, releaseId, version, serviceId, environment });
}

/** What was left is faulty here and is not deployed again before a person says so; then the lane is free. */
export async function settleLane(parts: WorkerParts, deploy: DeployRef, reason: string): Promise<void> {
  const recorder = recorderOf(parts, deploy);
  const { laneId, deployId, fromReleaseId, fromVersion } = deploy;
  if (fromReleaseId !== null && fromVersion !== null) {
    const left = { laneId, deployId, releaseId: fromReleaseId, version: fromVersion };
    await recorder.lane(["faulty"], { type: "FindFaulty", now: recorder.now(), ...left, reason });
    await recorder.lane(["hold"], { type: "Hold", now: recorder.now(), ...left, reason });
  }
  await recorder.lane(["unlock"], { type: "UnlockLane", now: recorder.now(), laneId, deployId, reason: "rolled back" });
}

/** Pressed → done, in ms. */
export function completeRollback(parts: WorkerParts, deploy: DeployRef, pressedAt: string): Promise<void> {
  const durationMs = Math.max(0, parts.now().getTime() - Date.parse(pressedAt));
  return recorderOf(parts, deploy).deploy(["completed"], { type: "CompleteRollback", now: parts.now().toISOString(), deployId: deploy.deployId, durationMs });
}

/** Compares the release that was left, since it was exposed (or for the minute before the press), with what serves now. */
export async function measureRollback(
  parts: WorkerParts,
  { deploy, pressedAt, preempts, signal }: { deploy: DeployRef; pressedAt: string; preempts: string | null; signal: AbortSignal },
): Promise<{ recovered: boolean | null }> {
  if (deploy.fromVersion === null) return { recovered: null };
  const { backAt } = await exposureOf(parts, deploy.deployId);
  const exposed = preempts === null ? null : (await exposureOf(parts, preempts)).from;
  const from = exposed ?? new Date(Date.parse(pressedAt) - 60_000);
  return measureEffect(parts, deploy, { window: { leftVersion: deploy.fromVersion, from, backAt: backAt ?? parts.now() }, signal });
}
