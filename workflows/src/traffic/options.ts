import type { ActivityOptions } from "@temporalio/workflow";
import { heartbeatTimeoutMs } from "../heartbeatTimes.ts";

/** Activities of a deploy: a lost worker is noticed after 3 s; a target that does not answer is asked again for some minutes. */
export const deployOptions: ActivityOptions = {
  startToCloseTimeout: "2 minutes",
  heartbeatTimeout: heartbeatTimeoutMs,
  retry: { initialInterval: "200 milliseconds", backoffCoefficient: 1.5, maximumInterval: "2 seconds", maximumAttempts: 60 },
};

/** The judge watches as long as a step may last. */
export const watchOptions: ActivityOptions = {
  ...deployOptions, startToCloseTimeout: "30 days", retry: { ...deployOptions.retry, maximumAttempts: Number.POSITIVE_INFINITY },
};

/** Undoing is tried for long: giving up leaves customers on a bad release. */
export const compensationOptions: ActivityOptions = {
  ...deployOptions, startToCloseTimeout: "60 seconds", retry: { ...deployOptions.retry, maximumAttempts: 150 },
};

/** A rollback's activities: at most 60 s each, retries at most 2 s apart, never given up. */
export const rollbackOptions: ActivityOptions = {
  startToCloseTimeout: "60 seconds",
  heartbeatTimeout: heartbeatTimeoutMs,
  retry: { initialInterval: "100 milliseconds", backoffCoefficient: 1.5, maximumInterval: "2 seconds" },
};
