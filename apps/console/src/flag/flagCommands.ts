import { command } from "@ballast/schema/graphql";

export const registerFlag = command("registerFlag", "flag { id name }");
export const setFlagCleanUp = command("setFlagCleanUp", "flag { id }");
export const archiveFlag = command("archiveFlag", "flag { id }");
export const releaseKill = command("releaseKill", "targeting { id }");
export const setFlagRules = command("setFlagRules", "targeting { id }");
export const rampFlag = command("rampFlag", "targeting { id }");
export const describeFlag = command("describeFlag", "flag { id }");
export const revertFlag = command("revertFlag", "targeting { id }");
export const approveChange = command("approveChange", "targeting { id }");
export const declineChange = command("declineChange", "targeting { id }");
export const holdRamp = command("holdRamp", "targeting { id }");
export const resumeRamp = command("resumeRamp", "targeting { id }");
export const stopRamp = command("stopRamp", "targeting { id }");
