import { setTimeout as wait } from "node:timers/promises";
import type { Restore } from "@ballast/delivery";
import { laneDecider, serviceDecider } from "@ballast/domain";
import { foldRecord } from "@ballast/eventlog";
import type { WorkerParts } from "../parts.ts";
import type { StepRef } from "./deployActivities.ts";
import type { DeployRef } from "../traffic/deployRef.ts";
import { holdersFence, isLaneLost, unlessLost } from "../traffic/fence.ts";
import { recorderOf } from "../traffic/recording.ts";
import { targetRelease } from "../traffic/releases.ts";
import { worthAnotherTry } from "../traffic/worthAnotherTry.ts";

/** How long requests are counted before the measured share is recorded, ms. */
const settleMs = 1_000;

/** Moves the traffic of one step, checks that it moved, and records what was measured on the deploy and its lane. */
export async function shiftTraffic(
  parts: WorkerParts,
  { deploy, step, percent, customers, bakeMs, signal }: StepRef & { bakeMs: number; signal: AbortSignal },
): Promise<void> {
  const recorder = recorderOf(parts, deploy);
  const target = parts.targetOf(deploy);
  await recorder.deploy(["step", step], {
    type: "StartStep",
    now: recorder.now(),
    deployId: deploy.deployId,
    step,
    percent,
    customers: [...customers],
    bakeMs,
  });
  const begun = parts.now().getTime();
  const weight = { release: deploy.version, percent, customers };
  await target.setWeight({
    operationId: `${deploy.deployId}/step/${step}`,
    deployId: deploy.deployId,
    fence: await holdersFence(parts, deploy),
    ...weight,
    signal,
  });
  while ((await target.verifyWeight({ ...weight, signal })) === false) {
    await wait(100, undefined, { signal });
    await holdersFence(parts, deploy);
  }
  await startSampleTraffic(parts, deploy, signal);
  // The share of requests is known once some have come since the weight changed.
  await wait(settleMs, undefined, { signal });
  const observed = await target.observe({ signal });
  await recorder.deploy(["shifted", step], {
    type: "ShiftTraffic",
    now: recorder.now(),
    deployId: deploy.deployId,
    step,
    percent,
    customers: [...customers],
    measuredPercent: observed.measuredPercent ?? null,
    durationMs: parts.now().getTime() - begun,
  });
  await recorder.lane(["exposed", step], {
    type: "ShiftExposure",
    now: recorder.now(),
    laneId: deploy.laneId,
    deployId: deploy.deployId,
    releaseId: deploy.releaseId,
    version: deploy.version,
    percent,
    customers: [...customers],
  });
}

/** An environment may ask for sample traffic; it begins when there is a release to answer it. */
async function startSampleTraffic(parts: WorkerParts, deploy: DeployRef, signal: AbortSignal): Promise<void> {
  const service = await foldRecord(parts.log, serviceDecider, deploy.serviceId);
  const target = service.status === "registered" ? service.environments.get(deploy.environment)?.target : undefined;
  if (target?.kind !== "fleet" || target.trafficPerSecond === undefined) return;
  await parts.sampleTraffic(deploy, { requestsPerSecond: target.trafficPerSecond, customers: target.customers ?? 600, signal });
}

/**
 * Everybody back to the release that served them before; also when nothing ever moved. Where a rollback has the lane
 * by now, there is nothing to do: it decides where customers go.
 */
export async function restoreTraffic(parts: WorkerParts, deploy: DeployRef, signal: AbortSignal): Promise<void> {
  await unlessLost(() => bringBack(parts, deploy, signal));
}

async function bringBack(parts: WorkerParts, deploy: DeployRef, signal: AbortSignal): Promise<void> {
  const recorder = recorderOf(parts, deploy);
  const begun = parts.now().getTime();
  const { fromReleaseId, fromVersion } = deploy;
  const release =
    fromReleaseId === null || fromVersion === null
      ? undefined
      : await targetRelease(parts.log, { releaseId: fromReleaseId, version: fromVersion });
  await restoreUntilDone(parts, deploy, {
    operationId: `${deploy.deployId}/restore`,
    deployId: deploy.deployId,
    fence: await holdersFence(parts, deploy),
    release,
    signal,
  });
  await recorder.deploy(["restored"], {
    type: "ShiftTraffic",
    now: recorder.now(),
    deployId: deploy.deployId,
    step: null,
    percent: 0,
    customers: [],
    measuredPercent: null,
    durationMs: parts.now().getTime() - begun,
  });
  await recorder.lane(["unexposed"], {
    type: "ShiftExposure",
    now: recorder.now(),
    laneId: deploy.laneId,
    deployId: deploy.deployId,
    releaseId: deploy.releaseId,
    version: deploy.version,
    percent: 0,
    customers: [],
  });
  const lane = await foldRecord(parts.log, laneDecider, deploy.laneId);
  const served = lane.status === "open" && lane.serving?.releaseId === deploy.releaseId;
  if (served && fromReleaseId !== null && fromVersion !== null) {
    await recorder.lane(["servedAgain"], {
      type: "ServeEveryone",
      now: recorder.now(),
      laneId: deploy.laneId,
      deployId: deploy.deployId,
      releaseId: fromReleaseId,
      version: fromVersion,
      serviceId: deploy.serviceId,
      environment: deploy.environment,
    });
  }
}

/**
 * Restores, and lets every refusal of the target be tried again: a release that crashed at its start may come up the
 * next time, and an operation that was superseded is asked for anew. Going back is never given up for a code.
 */
async function restoreUntilDone(parts: WorkerParts, lane: { service: string; environment: string }, restore: Restore): Promise<void> {
  try {
    await parts.targetOf(lane).restore(restore);
  } catch (error) {
    throw isLaneLost(error) ? error : worthAnotherTry(error);
  }
}
