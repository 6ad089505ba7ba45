import { command } from "@ballast/schema/graphql";

const incident = "incident { id revision }";

export const declareIncident = command("declareIncident", incident);
export const renameIncident = command("renameIncident", incident);
export const changeIncidentState = command("changeIncidentState", incident);
export const reopenIncident = command("reopenIncident", incident);
export const mergeIncident = command("mergeIncident", incident);
export const setSeverity = command("setSeverity", incident);
export const setPublicImpact = command("setPublicImpact", incident);
export const openImpactInterval = command("openImpactInterval", incident);
export const closeImpactInterval = command("closeImpactInterval", incident);
export const correctImpactInterval = command("correctImpactInterval", incident);
export const callIn = command("callIn", `${incident} pageId`);
export const takeRole = command("takeRole", incident);
export const leaveRole = command("leaveRole", incident);
export const reachMilestone = command("reachMilestone", incident);
export const correctMilestone = command("correctMilestone", incident);
export const addEntry = command("addEntry", incident);
export const correctEntry = command("correctEntry", incident);
export const pinEntry = command("pinEntry", incident);
export const addLink = command("addLink", incident);
export const removeLink = command("removeLink", incident);
export const postUpdate = command("postUpdate", incident);
export const withdrawUpdate = command("withdrawUpdate", incident);
export const holdReview = command("holdReview", incident);
export const skipReview = command("skipReview", incident);
