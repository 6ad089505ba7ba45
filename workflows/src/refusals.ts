import { ApplicationFailure } from "@temporalio/common";
import { DeliveryError } from "@ballast/delivery";
import { Rejection, StartedByAnotherRun } from "@ballast/domain";
import { whileAlive } from "./heartbeat.ts";

/**
 * Wraps a set of activities. Each tells the server that it lives, however short it ought to be. A refusal by a rule
 * becomes a failure that is not retried (the same facts give the same refusal), everything else is retried as the
 * workflow says.
 */
export function asActivities<Activities extends object>(activities: Activities): Activities {
  return new Proxy(activities, {
    get(target, name, receiver) {
      const activity: unknown = Reflect.get(target, name, receiver);
      if (typeof activity !== "function") return activity;
      return async (...args: unknown[]) => {
        try {
          return await whileAlive((): unknown => Reflect.apply(activity, target, args));
        } catch (error) {
          throw translated(error);
        }
      };
    },
  });
}

/** A rule's refusal, and a target's final no, are the same the next time: they are not retried. */
function translated(error: unknown): unknown {
  // Others were faster many times in a row: that passes.
  if (error instanceof Rejection && error.code === "REVISION_CONFLICT") return error;
  if (error instanceof Rejection)
    return ApplicationFailure.nonRetryable(error.message, error.code, { field: error.path, remedy: error.remedy });
  if (error instanceof DeliveryError && !error.retryable)
    return ApplicationFailure.nonRetryable(`${error.message}. ${error.fix}`, error.code);
  return error;
}

/** It ended before anybody began: a deploy that was cancelled, a page that was answered. */
const overBefore: ReadonlySet<string> = new Set(["DEPLOY_NOT_RUNNING", "PAGE_NOT_OPEN"]);

/** Runs the first record of a workflow: `taken` when another run has it, or when a rollback or a person cancelled it before. */
export async function claim(start: () => Promise<unknown>): Promise<"started" | "taken"> {
  try {
    await start();
    return "started";
  } catch (error) {
    if (error instanceof StartedByAnotherRun || (error instanceof Rejection && overBefore.has(error.code))) return "taken";
    throw error;
  }
}
