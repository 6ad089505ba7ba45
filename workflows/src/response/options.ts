import type { ActivityOptions } from "@temporalio/workflow";
import { taskQueues } from "@ballast/schema/workflows";
import { heartbeatTimeoutMs } from "../heartbeatTimes.ts";

/** Paging is tried until it works: a lost worker is noticed after 3 s, retries come at most 5 s apart. */
export const responseOptions: ActivityOptions = {
  startToCloseTimeout: "60 seconds",
  heartbeatTimeout: heartbeatTimeoutMs,
  retry: { initialInterval: "200 milliseconds", backoffCoefficient: 2, maximumInterval: "5 seconds" },
};

/**
 * What responses and pages are started with. So long a task of theirs may take, the steps that are done within it included: a worker that
 * died in the middle of one is noticed then, and another one has it.
 */
export const carriedBy = { taskQueue: taskQueues.response, workflowTaskTimeout: "5 seconds" } as const;
