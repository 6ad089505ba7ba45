import { deployDecider, laneDecider, type DeployCommand, type LaneCommand } from "@ballast/domain";
import { record, type WorkerParts } from "../parts.ts";
import { workflowActor } from "../systemActor.ts";
import type { DeployRef } from "./deployRef.ts";

/** Writes what a deploy's workflow did, on the deploy and on its lane. `key` names the step. */
export interface DeployRecorder {
  readonly now: () => string;
  deploy(key: readonly (string | number)[], command: DeployCommand): Promise<void>;
  lane(key: readonly (string | number)[], command: LaneCommand): Promise<void>;
}

/** A recorder for one deploy; everything it writes names the workflow, and on whose behalf it ran. */
export function recorderOf(parts: WorkerParts, deploy: DeployRef): DeployRecorder {
  const recording = {
    ...deploy, actor: deploy.direct === true ? deploy.actor : workflowActor(`deploy of ${deploy.service} ${deploy.version}`, deploy.actor),
  };
  return {
    now: () => parts.now().toISOString(),
    deploy: async (key, command) => void (await record(parts, recording, { aggregate: deployDecider, id: deploy.deployId, key, command })),
    lane: async (key, command) => void (await record(parts, recording, { aggregate: laneDecider, id: deploy.laneId, key, command })),
  };
}
