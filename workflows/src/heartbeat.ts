import { Context } from "@temporalio/activity";
import { heartbeatEveryMs } from "./heartbeatTimes.ts";

/**
 * Runs an activity's work while telling the server each second that it lives. Without this, the work of a killed
 * worker would be noticed after a minute instead of three seconds.
 */
export async function whileAlive<Result>(work: () => Result | Promise<Result>): Promise<Result> {
  const context = Context.current();
  const beat = setInterval(() => context.heartbeat(), heartbeatEveryMs);
  context.heartbeat();
  try {
    return await work();
  } finally {
    clearInterval(beat);
  }
}

/** Work that is broken off when the workflow cancels its activity. */
export const cancellable = <Result>(work: (signal: AbortSignal) => Promise<Result>): Promise<Result> =>
  work(Context.current().cancellationSignal);
