import { command } from "@ballast/schema/graphql";

export const registerRisk = command("registerRisk", "risk { id }");
export const estimateRisk = command("estimateRisk", "risk { id }");
export const reviewRisk = command("reviewRisk", "risk { id }");
export const rateRisk = command("rateRisk", "risk { id }");
export const setRiskTreatment = command("setRiskTreatment", "risk { id }");
export const linkRisk = command("linkRisk", "risk { id }");
export const closeRisk = command("closeRisk", "risk { id }");
export const proposeAcceptance = command("proposeAcceptance", "risk { id }");
export const approveAcceptance = command("approveAcceptance", "risk { id }");
export const rejectAcceptance = command("rejectAcceptance", "risk { id }");
export const withdrawAcceptance = command("withdrawAcceptance", "risk { id }");
export const planMitigation = command("planMitigation", "mitigation { id }");
export const moveMitigationDue = command("moveMitigationDue", "mitigation { id }");
export const beginMitigation = command("beginMitigation", "mitigation { id }");
export const deliverMitigation = command("deliverMitigation", "mitigation { id }");
