import { laneDecider } from "@ballast/domain";
import { foldRecord } from "@ballast/eventlog";
import type { LostRun } from "@ballast/schema/workflows";
import type { WorkerParts } from "../parts.ts";
import { claim } from "../refusals.ts";
import type { DeployRef } from "./deployRef.ts";
import { recorderOf } from "./recording.ts";

/** A run that takes another one's place. */
export interface Replacing {
  readonly deploy: DeployRef;
  readonly workflowId: string;
  readonly runId: string;
  readonly replaces: LostRun;
}

/**
 * Takes the place of a lost run, once; whoever has the lane has it by a new lock, so that what the lost run still has under way is refused.
 */
export async function replaceRun(parts: WorkerParts, { deploy, workflowId, runId, replaces }: Replacing): Promise<"started" | "taken"> {
  const { deployId, laneId, requestEventId } = deploy;
  const recorder = recorderOf(parts, deploy);
  const command = {
    type: "ReplaceRun", now: recorder.now(), deployId, requestEventId, workflowId, fromRunId: replaces.runId, toRunId: runId,
    reason: replaces.reason,
  } as const;
  if ((await claim(() => recorder.deploy(["replaceRun", runId], command))) === "taken") return "taken";
  const lane = await foldRecord(parts.log, laneDecider, laneId);
  const lock = lane.status === "open" ? lane.lock : null;
  if (lock?.deployId === deployId)
    await recorder.lane(["renewLock", runId], { type: "RenewLock", now: recorder.now(), laneId, deployId, fence: lock.fence });
  return "started";
}
