import { Context } from "@temporalio/activity";
import { heartbeatEveryMs } from "./heartbeatTimes.ts";

/** What each activity's heartbeats say. */
const kept = new WeakMap<Context, readonly string[]>();

/**
 * Runs an activity's work while telling the server each second that it lives. Without this, the work of a killed
 * worker would be noticed after a minute instead of three seconds.
 */
export async function whileAlive<Result>(work: () => Result | Promise<Result>): Promise<Result> {
  const context = Context.current();
  // One that is done within its workflow's task ends with that: nobody hears of it.
  if (context.info.isLocal) return work();
  // A heartbeat takes the place of the one before it, with what that said: what a try before this one has told is said on.
  const tell = (): void => context.heartbeat(kept.get(context) ?? context.info.heartbeatDetails);
  const beat = setInterval(tell, heartbeatEveryMs);
  tell();
  try {
    return await work();
  } finally {
    clearInterval(beat);
  }
}

/** Work that is broken off when the workflow cancels its activity. */
export const cancellable = <Result>(work: (signal: AbortSignal) => Promise<Result>): Promise<Result> =>
  work(Context.current().cancellationSignal);

/** How an activity tells many: what it has told is told once, however often it is tried. */
export interface Telling {
  readonly signal: AbortSignal;
  /** Keys of messages that were seen to, by this try or by one before it. */
  readonly done: ReadonlySet<string>;
  /** From now on it is seen to; the engine keeps it with the heartbeat, for the next try. */
  readonly note: (key: string) => void;
}

/** Work that tells many, and is broken off when the workflow cancels its activity. */
export function telling<Result>(work: (telling: Telling) => Promise<Result>): Promise<Result> {
  const context = Context.current();
  const before: unknown = context.info.heartbeatDetails;
  const done = new Set<string>(Array.isArray(before) ? before.filter((key) => typeof key === "string") : []);
  const note = (key: string): void => {
    const all = [...done.add(key)];
    kept.set(context, all);
    context.heartbeat(all);
  };
  return work({ signal: context.cancellationSignal, done, note });
}
