import { command } from "@ballast/schema/graphql";

const deploy = "deploy { id state }";

export const pauseDeploy = command("pauseDeploy", deploy);
export const resumeDeploy = command("resumeDeploy", deploy);
export const promoteDeploy = command("promoteDeploy", deploy);
export const abortDeploy = command("abortDeploy", deploy);
export const cancelDeploy = command("cancelDeploy", deploy);
export const liftDeployHold = command("liftDeployHold", deploy);
