import { command } from "@ballast/schema/graphql";

const service = "service { id slug }";

export const registerService = command("registerService", service);
export const describeService = command("describeService", service);
export const defineEnvironment = command("defineEnvironment", service);
export const removeEnvironment = command("removeEnvironment", service);
export const setDeployPlan = command("setDeployPlan", service);
export const setThresholds = command("setThresholds", service);
/** Without a rotation nobody is called. */
export const assignRotation = command("assignRotation", service);
