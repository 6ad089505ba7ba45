import type { ApiServer } from "../graphql/context.ts";
import type { Duty } from "../slice.ts";

/** How often it is said that Ballast is well, ms. */
const EVERY_MS = 60_000;
/** Whoever watches gets so long to answer, ms; nobody waits for it. */
const WITHIN_MS = 5_000;

type Watched = Pick<ApiServer, "log" | "logger" | "engineState" | "outsideHeartbeat">;

/** How often, and how long. */
interface Pace {
  readonly everyMs: number;
  readonly withinMs: number;
}

/**
 * Tells a watcher outside, by asking an address, that Ballast is well: that this server runs, that the log answers and that the workflow
 * engine, which calls people, did when it was last asked. Where one of them does not, nothing is said, and the watcher tells somebody. It
 * names nothing of what is known here.
 */
export function outsideHeartbeat(server: Watched, { everyMs, withinMs }: Pace = { everyMs: EVERY_MS, withinMs: WITHIN_MS }): Duty {
  const address = server.outsideHeartbeat ?? null;
  if (address === null) return { stop: () => Promise.resolve() };
  const ended = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const beat = async (): Promise<void> => {
    try {
      if (server.engineState?.() === "down") throw new Error("the workflow engine does not answer");
      await server.log.lastPosition();
      const answer = await fetch(address, { redirect: "error", signal: AbortSignal.any([ended.signal, AbortSignal.timeout(withinMs)]) });
      await answer.body?.cancel();
      if (!answer.ok) throw new Error(`it answered ${answer.status}`);
    } catch (error) {
      if (!ended.signal.aborted) server.logger.warn({ err: error }, "the watcher outside was not told that Ballast is well");
    }
    if (!ended.signal.aborted) timer = setTimeout(() => void beat(), everyMs).unref();
  };
  const first = beat();
  return {
    stop() {
      ended.abort();
      clearTimeout(timer);
      return first;
    },
  };
}
