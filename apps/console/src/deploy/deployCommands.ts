import { command } from "../data/command.ts";

type Steered = { deploy: { id: string; state: string } | null };
const deploy = "deploy { id state }";

/** Carries a release to an environment, step by step. */
export const requestDeploy = command<{ service: string; environment: string; version: string; reason: string }, Steered>("requestDeploy", deploy);
/** Goes back to the last known good release, or to the one named. */
export const rollbackService = command<{ service: string; environment: string; toVersion?: string; stay: boolean; reason: string; incidentId?: string }, Steered & { attached: boolean }>("rollbackService", `attached ${deploy}`);
export const pauseDeploy = command<{ deployId: string; reason: string }, Steered>("pauseDeploy", deploy);
export const resumeDeploy = command<{ deployId: string; reason: string }, Steered>("resumeDeploy", deploy);
export const promoteDeploy = command<{ deployId: string; full: boolean; step?: number; reason: string }, Steered>("promoteDeploy", deploy);
export const abortDeploy = command<{ deployId: string; reason: string }, Steered>("abortDeploy", deploy);
export const cancelDeploy = command<{ deployId: string; reason: string }, Steered>("cancelDeploy", deploy);
export const liftDeployHold = command<{ deployId: string; reason: string }, Steered>("liftDeployHold", deploy);
/** Lets deploys to an environment start again after a rollback. */
export const releaseHold = command<{ service: string; environment: string; reason: string }, { lane: { id: string } | null }>("releaseHold", "lane { id }");
