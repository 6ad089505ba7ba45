import { command } from "../data/command.ts";

const incident = "incident { id revision }";

function change<const Name extends string>(name: Name) {
  return command(name, incident);
}

export const declareIncident = command("declareIncident", incident);
export const renameIncident = change("renameIncident");
export const changeIncidentState = change("changeIncidentState");
export const reopenIncident = change("reopenIncident");
export const mergeIncident = change("mergeIncident");
export const setSeverity = change("setSeverity");
export const setPublicImpact = change("setPublicImpact");
export const openImpactInterval = change("openImpactInterval");
export const closeImpactInterval = change("closeImpactInterval");
export const correctImpactInterval = change("correctImpactInterval");
export const takeRole = change("takeRole");
export const leaveRole = change("leaveRole");
export const reachMilestone = change("reachMilestone");
export const correctMilestone = change("correctMilestone");
export const addEntry = change("addEntry");
export const correctEntry = change("correctEntry");
export const pinEntry = change("pinEntry");
export const addLink = change("addLink");
export const removeLink = change("removeLink");
export const postUpdate = change("postUpdate");
export const holdReview = change("holdReview");
export const skipReview = change("skipReview");
