import { command } from "../data/command.ts";

const deploy = "deploy { id state }";

/** Carries a release to an environment, step by step. */
export const requestDeploy = command("requestDeploy", deploy);
/** Goes back to the last known good release, or to the one named. */
export const rollbackService = command("rollbackService", `attached ${deploy}`);
export const pauseDeploy = command("pauseDeploy", deploy);
export const resumeDeploy = command("resumeDeploy", deploy);
export const promoteDeploy = command("promoteDeploy", deploy);
export const abortDeploy = command("abortDeploy", deploy);
export const cancelDeploy = command("cancelDeploy", deploy);
export const liftDeployHold = command("liftDeployHold", deploy);
/** Lets deploys to an environment start again after a rollback. */
export const releaseHold = command("releaseHold", "lane { id }");
