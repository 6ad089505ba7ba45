import { WorkflowExecutionAlreadyStartedError } from "@temporalio/common";

/** The page runs already: the reactor, which sees the same request in the log, was faster. */
export const isAlreadyStarted = (error: unknown): boolean => error instanceof WorkflowExecutionAlreadyStartedError;
