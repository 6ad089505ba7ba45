import { doesNotStart } from "@ballast/delivery";
import { deployDecider } from "@ballast/domain";
import { foldRecord } from "@ballast/eventlog";
import { wholeText } from "@ballast/schema";
import { exposureOf, measureEffect, type MeasuredEffect } from "../traffic/effect.ts";
import type { DeployRef } from "../traffic/deployRef.ts";
import { holdersFence, isLaneLost } from "../traffic/fence.ts";
import { recorderOf } from "../traffic/recording.ts";
import { targetRelease } from "../traffic/releases.ts";
import { worthAnotherTry } from "../traffic/worthAnotherTry.ts";
import type { WorkerParts } from "../parts.ts";
import { closePreempted } from "../traffic/preempted.ts";
import type { Restoration } from "./rollbackActivities.ts";

/** The steps of a rollback, each idempotent: the workflow's activities and the break-glass rollback take the same ones. */

/** Tells the running deploy, or rollback to another release, that this rollback takes over. */
export function preemptDeploy(parts: WorkerParts, deploy: DeployRef, preempts: string): Promise<void> {
  const recorder = recorderOf(parts, { ...deploy, deployId: preempts });
  return recorder.deploy(["preempt", deploy.deployId], {
    type: "Preempt", now: recorder.now(), deployId: preempts, byDeployId: deploy.deployId,
  });
}

/** What restoring needs. */
interface Restoring {
  readonly deploy: DeployRef;
  readonly preempts: string | null;
  readonly signal: AbortSignal;
}

/** How long a target may take to start, ms: with the way there and back it fails within 30 s. */
const startWithinMs = 25_000;

/**
 * Moves everybody to the target release, or says why that does not start: then nobody was moved. `lost`: another
 * rollback has the lane. Everything else, as a target that does not answer, is thrown and is worth another try.
 */
export async function tryTarget(parts: WorkerParts, restoring: Restoring): Promise<Restoration> {
  try {
    await restoreRelease(parts, restoring);
    return { kind: "restored" };
  } catch (error) {
    if (isLaneLost(error)) return { kind: "lost" };
    if (doesNotStart(error))
      return {
        kind: "failed", error: wholeText(error.message, 2_000), output: error.output.slice(-20).map((line) => wholeText(line, 500)),
      };
    throw worthAnotherTry(error);
  }
}

/** Moves everybody to the target release; the record follows at once, so that the lane is right before anything else. */
async function restoreRelease(parts: WorkerParts, { deploy, preempts, signal }: Restoring): Promise<void> {
  const begun = parts.now().getTime();
  const release = await targetRelease(parts.log, deploy);
  const fence = await holdersFence(parts, deploy);
  // Naming the pre-empted deploy closes it: a late retry of one of its calls cannot expose its release again.
  await parts
    .targetOf(deploy)
    .restore({
      operationId: `${deploy.deployId}/restore/${deploy.releaseId}`, deployId: preempts ?? undefined, fence, timeoutMs: startWithinMs,
      release, signal,
    });
  await recordRestored(parts, deploy, parts.now().getTime() - begun);
  await holdersFence(parts, deploy);
}

async function recordRestored(parts: WorkerParts, deploy: DeployRef, durationMs: number): Promise<void> {
  const recorder = recorderOf(parts, deploy);
  await recorder.deploy(["shifted"], {
    type: "ShiftTraffic", now: recorder.now(), deployId: deploy.deployId, step: null, percent: 0, customers: [], measuredPercent: null,
    durationMs,
  });
  const { laneId, deployId, releaseId, version, serviceId, environment } = deploy;
  await recorder.lane(["serveEveryone"], {
    type: "ServeEveryone", now: recorder.now(), laneId, deployId, releaseId, version, serviceId, environment,
  });
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

/** Pressed → done, in ms. What it took over from ends with it: only now is it known which release serves. */
export async function completeRollback(parts: WorkerParts, deploy: DeployRef, pressedAt: string): Promise<void> {
  const durationMs = Math.max(0, parts.now().getTime() - Date.parse(pressedAt));
  await recorderOf(parts, deploy).deploy(["completed"], {
    type: "CompleteRollback", now: parts.now().toISOString(), deployId: deploy.deployId, durationMs,
  });
  const state = await foldRecord(parts.log, deployDecider, deploy.deployId);
  if (state.status === "ended" && state.outcome === "succeeded") await closePreempted(parts, deploy, state.request.preempts);
}

/** Compares the release that was left, since it was exposed (or for the minute before the press), with what serves now. */
export async function measureRollback(
  parts: WorkerParts,
  { deploy, pressedAt, preempts, signal }: { deploy: DeployRef; pressedAt: string; preempts: string | null; signal: AbortSignal },
): Promise<MeasuredEffect> {
  if (deploy.fromVersion === null) return { recovered: null, sentence: "nothing served before, so there is nothing to compare with" };
  const { backAt } = await exposureOf(parts, deploy.deployId);
  const exposed = preempts === null ? null : (await exposureOf(parts, preempts)).from;
  const from = exposed ?? new Date(Date.parse(pressedAt) - 60_000);
  return measureEffect(parts, deploy, { window: { leftVersion: deploy.fromVersion, from, backAt: backAt ?? parts.now() }, signal });
}
