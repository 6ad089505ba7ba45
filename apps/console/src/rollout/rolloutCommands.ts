import { command } from "@ballast/schema/graphql";

const deploy = "deploy { id state }";

/** Carries a release to an environment, step by step. */
export const requestDeploy = command("requestDeploy", deploy);
/** Goes back to the last known good release, or to the one named. */
export const rollbackService = command("rollbackService", `attached ${deploy}`);
/** Lets deploys to an environment start again after a rollback. */
export const releaseHold = command("releaseHold", "lane { id }");
