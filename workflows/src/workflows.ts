/** Every workflow the worker knows, by the name it is registered under. */
export { deployRelease } from "./deploy/deployRelease.workflow.ts";
export { rollbackService } from "./rollback/rollbackService.workflow.ts";
