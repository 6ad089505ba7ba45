import { ApplicationFailure } from "@temporalio/common";
import { Rejection, StartedByAnotherRun } from "@ballast/domain";

/**
 * Wraps a set of activities: a refusal by a rule becomes a failure that is not retried (the same facts give the same
 * refusal), everything else is retried as the workflow says.
 */
export function withRefusals<Activities extends object>(activities: Activities): Activities {
  return new Proxy(activities, {
    get(target, name, receiver) {
      const activity: unknown = Reflect.get(target, name, receiver);
      if (typeof activity !== "function") return activity;
      return async (...args: unknown[]) => {
        try {
          return await Promise.resolve(Reflect.apply(activity, target, args));
        } catch (error) {
          throw error instanceof Rejection ? ApplicationFailure.nonRetryable(error.message, error.code, { field: error.path, remedy: error.remedy }) : error;
        }
      };
    },
  });
}

/** Runs the first record of a workflow: `taken` when another run has it. */
export async function claim(start: () => Promise<unknown>): Promise<"started" | "taken"> {
  try {
    await start();
    return "started";
  } catch (error) {
    if (error instanceof StartedByAnotherRun) return "taken";
    throw error;
  }
}
