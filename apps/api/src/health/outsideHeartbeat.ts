import { randomUUID } from "node:crypto";
import { watcherDecider } from "@ballast/domain/watcher";
import { handleRegardless, idOf } from "@ballast/eventlog";
import { KEPT_WATCHES, type Actor } from "@ballast/schema";
import type { ApiServer } from "../graphql/context.ts";
import type { Duty } from "../slice.ts";

/** How often it is said that Ballast is well, ms. */
const EVERY_MS = 60_000;
/** Whoever watches gets so long to answer, ms; nobody waits for it. */
const WITHIN_MS = 5_000;

const watcherId = idOf(watcherDecider);
const actor: Actor = { personId: null, name: "Outside heartbeat", means: "system" };

type Watched = Pick<ApiServer, "log" | "logger" | "engineState" | "outsideHeartbeat" | "now">;

/** In words that hold no address: it may be a secret. */
const whyOf = (error: unknown): string =>
  error instanceof Error && /^(it answered \d{3}|the workflow engine does not answer)$/.test(error.message)
    ? error.message
    : "it gave no answer in time, led elsewhere, or could not be reached";

/** How often, and how long. */
interface Pace {
  readonly everyMs: number;
  readonly withinMs: number;
}

/**
 * Tells a watcher outside, by asking an address, that Ballast is well: that this server runs, that the log has just been written and that
 * the workflow engine, which calls people, answered when it was last asked. Where one of them does not, nothing is said, and the watcher
 * tells somebody. It names nothing of what is known here.
 */
export function outsideHeartbeat(server: Watched, { everyMs, withinMs }: Pace = { everyMs: EVERY_MS, withinMs: WITHIN_MS }): Duty {
  const address = server.outsideHeartbeat ?? null;
  if (address === null) return { stop: () => Promise.resolve() };
  const ended = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let last: { toldAt: string | null; why: string } = { toldAt: null, why: "" };
  let begun = false;
  /** Whoever could not write a page down could not send it. */
  const write = async (): Promise<void> => {
    if (!begun) await server.log.setMaxCount(`watcher-${watcherId}`, KEPT_WATCHES);
    begun = true;
    const now = server.now().toISOString();
    const commandId = randomUUID();
    await handleRegardless(server.log, {
      aggregate: watcherDecider, id: watcherId, command: { type: "AskWatcher", watcherId, at: now, ...last },
      context: { commandId, actor, now, correlationId: commandId, causationId: watcherId, signal: ended.signal },
    });
  };
  const beat = async (): Promise<void> => {
    try {
      if (server.engineState?.() === "down") throw new Error("the workflow engine does not answer");
      await write();
      const answer = await fetch(address, { redirect: "error", signal: AbortSignal.any([ended.signal, AbortSignal.timeout(withinMs)]) });
      await answer.body?.cancel();
      if (!answer.ok) throw new Error(`it answered ${answer.status}`);
      last = { toldAt: server.now().toISOString(), why: "" };
    } catch (error) {
      last = { ...last, why: whyOf(error) };
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
