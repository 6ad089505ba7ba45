import { setTimeout as delay } from "node:timers/promises";
import { isTransient, LogUnavailable } from "./failures.ts";

/** Waits between attempts: doubling, with jitter so that many clients do not return at once; all in ms. */
export interface Backoff {
  readonly firstMs: number;
  readonly longestMs: number;
}

export const defaultBackoff: Backoff = { firstMs: 25, longestMs: 2_000 };

/** How long to wait before attempt `attempt` (0 = the first repetition), in ms. */
export function backoffMs(attempt: number, { firstMs, longestMs }: Backoff = defaultBackoff): number {
  const full = Math.min(longestMs, firstMs * 2 ** Math.min(attempt, 20));
  return full / 2 + (Math.random() * full) / 2;
}

/** Waits; returns early, without an error, when the signal aborts. */
export async function pause(ms: number, signal?: AbortSignal): Promise<void> {
  try {
    await delay(ms, undefined, signal === undefined ? {} : { signal });
  } catch (error) {
    if (signal?.aborted !== true) throw error;
  }
}

/** How an operation is repeated. */
export interface Persistence {
  /** Said when it gives up. */
  readonly what: string;
  /** For how long, in ms, to go on trying. */
  readonly giveUpAfterMs: number;
  /** How long one attempt may take, in ms, and never longer than is left: a lost answer must not wait for ever. */
  readonly attemptMs: number;
  /** Whether it changes the log: an attempt without an answer may have done so. */
  readonly changes?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Called before each repetition. */
  readonly onRetry?: ((attempt: number, error: unknown) => void) | undefined;
}

/**
 * Repeats an idempotent operation while its failures are those of the connection.
 * @throws LogUnavailable when time is up or the signal aborts; the operation's own error when repeating cannot help
 */
export async function persist<T>(operation: () => Promise<T>, how: Persistence): Promise<T> {
  const began = performance.now();
  for (let attempt = 0; ; attempt += 1) {
    try {
      const leftMs = how.giveUpAfterMs - (performance.now() - began);
      return await within(operation(), { what: how.what, attemptMs: Math.min(how.attemptMs, Math.max(1, leftMs)) });
    } catch (error) {
      if (!isTransient(error)) throw error;
      const over = how.signal?.aborted === true || performance.now() - began >= how.giveUpAfterMs;
      if (over) throw new LogUnavailable(`${how.what}: the log does not answer`, { cause: error, maybeDone: how.changes === true });
      how.onRetry?.(attempt, error);
      await pause(backoffMs(attempt), how.signal);
    }
  }
}

/** The operation's result, or a transient error when it takes longer than one attempt may. A plain timer: every call to the log has one. */
function within<T>(operation: Promise<T>, { attemptMs, what }: Pick<Persistence, "attemptMs" | "what">): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const timer = setTimeout(() => reject(new Error(`${what}: no answer within ${attemptMs} ms`)), attemptMs);
  operation.then(resolve, reject).finally(() => clearTimeout(timer));
  return promise;
}
