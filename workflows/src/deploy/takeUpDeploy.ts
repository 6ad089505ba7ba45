import { laneDecider, standingOf, type DeployStanding } from "@ballast/domain";
import { foldRecord } from "@ballast/eventlog";
import { streamName, type DeployEvent } from "@ballast/schema";
import type { WorkerParts } from "../parts.ts";
import { claim } from "../refusals.ts";
import type { DeployActivities } from "./deployActivities.ts";
import { recorderOf } from "./recording.ts";

type TakingUp = Parameters<DeployActivities["takeUpDeploy"]>[0];

/** Takes the place of a lost run, once; whoever has the lane has it by a new lock, so that what the lost run still has under way is refused. */
export async function replaceRun(parts: WorkerParts, { deploy, workflowId, runId, replaces }: TakingUp): Promise<"started" | "taken"> {
  const { deployId, laneId, requestEventId } = deploy;
  const recorder = recorderOf(parts, deploy);
  const command = { type: "ReplaceRun", now: recorder.now(), deployId, requestEventId, workflowId, fromRunId: replaces.runId, toRunId: runId, reason: replaces.reason } as const;
  if ((await claim(() => recorder.deploy(["replaceRun", runId], command))) === "taken") return "taken";
  const lane = await foldRecord(parts.log, laneDecider, laneId);
  const lock = lane.status === "open" ? lane.lock : null;
  if (lock?.deployId === deployId) await recorder.lane(["renewLock", runId], { type: "RenewLock", now: recorder.now(), laneId, deployId, fence: lock.fence });
  return "started";
}

/** Takes a deploy up from its record; see `DeployActivities`. */
export async function takeUpDeploy(parts: WorkerParts, taking: TakingUp): Promise<"taken" | DeployStanding> {
  if ((await replaceRun(parts, taking)) === "taken") return "taken";
  const { events } = await parts.log.read(streamName("deploy", taking.deploy.deployId));
  // A deploy's stream holds a deploy's events only: its decider wrote them.
  const facts = events.map(({ event, metadata }) => ({ event: event as DeployEvent, at: Date.parse(metadata.occurredAt) }));
  return standingOf(facts, parts.now().getTime()) ?? "taken";
}
