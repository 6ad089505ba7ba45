/** Every workflow the worker knows, by the name it is registered under. */
export { deployRelease } from "./deploy/deployRelease.workflow.ts";
export { measureRollback, rollbackService } from "./rollback/rollbackService.workflow.ts";
export { pageResponders } from "./response/pageResponders.workflow.ts";
export { respondToIncident } from "./response/respondToIncident.workflow.ts";
export { rampFlag } from "./flag/rampFlag.workflow.ts";
export { whenDue } from "./flag/whenDue.workflow.ts";
export { askForAction } from "./objective/askForAction.workflow.ts";
export { acceptRisk } from "./risk/acceptRisk.workflow.ts";
export { chaseAction } from "./action/chaseAction.workflow.ts";
export { tellOfReview } from "./review/tellOfReview.workflow.ts";
export { sendReport } from "./program/sendReport.workflow.ts";
export { tellOfActions } from "./action/tellOfActions.workflow.ts";
export { tellOfShift } from "./oncall/tellOfShift.workflow.ts";
export { askOwner } from "./readiness/askOwner.workflow.ts";
export { endExemption } from "./readiness/endExemption.workflow.ts";
export { tellOfSitting } from "./forum/tellOfSitting.workflow.ts";
export { askToConfirm, sendMailing, tellSubscribers } from "./publication/tellSubscribers.workflow.ts";
