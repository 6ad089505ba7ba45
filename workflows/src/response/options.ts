import type { ActivityOptions } from "@temporalio/workflow";
import { heartbeatTimeoutMs } from "../heartbeatTimes.ts";

/** Paging is tried until it works: a lost worker is noticed after 3 s, retries come at most 5 s apart. */
export const responseOptions: ActivityOptions = {
  startToCloseTimeout: "60 seconds",
  heartbeatTimeout: heartbeatTimeoutMs,
  retry: { initialInterval: "200 milliseconds", backoffCoefficient: 2, maximumInterval: "5 seconds" },
};
