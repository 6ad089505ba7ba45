import { useSyncExternalStore } from "react";
import { forgetDraft, keepDraft, readDraft } from "../api/draftStore.ts";
import { ApiError, needsSignIn } from "../api/errors.ts";

/** A kill that was pressed and has not been answered yet. */
export interface QueuedKill {
  readonly flag: string;
  readonly environment: string;
  /** Under this idempotency key it is carried out once, however often it is sent. */
  readonly key: string;
  /** Epoch ms. */
  readonly pressedAt: number;
  readonly reason: string | null;
  readonly incidentId: string | null;
  /** Tries that nobody answered. */
  readonly tries: number;
}

/** Kept with the drafts of this window: it outlives a reload, and nobody else sends what another pressed. */
const name = "flag.killQueue";
const listeners = new Set<() => void>();
let current: readonly QueuedKill[] | null = null;

function isQueued(value: unknown): value is QueuedKill {
  if (typeof value !== "object" || value === null) return false;
  const { flag, environment, key, pressedAt, tries } = value as Readonly<Record<string, unknown>>;
  return [flag, environment, key].every((one) => typeof one === "string") && [pressedAt, tries].every((one) => typeof one === "number");
}

/** What was pressed and not answered, oldest first. */
export function queuedKills(): readonly QueuedKill[] {
  if (current === null) {
    const kept = readDraft(name)?.fields["kills"];
    current = Array.isArray(kept) ? kept.filter(isQueued) : [];
  }
  return current;
}

function keep(kills: readonly QueuedKill[]): void {
  current = kills;
  if (kills.length === 0) forgetDraft(name);
  else keepDraft(name, { at: kills[0]?.pressedAt ?? 0, fields: { kills }, keys: {} });
  for (const listener of listeners) listener();
}

const isSame = (one: Pick<QueuedKill, "flag" | "environment">, other: Pick<QueuedKill, "flag" | "environment">): boolean =>
  one.flag === other.flag && one.environment === other.environment;

/** Queues a kill; pressed again while it waits, it stays the one that it is. */
export function queueKill(kill: QueuedKill): void {
  if (!queuedKills().some((one) => isSame(one, kill))) keep([...queuedKills(), kill]);
}

/** It was answered, or is not wanted any more. */
export const dropKill = (key: string): void => keep(queuedKills().filter((one) => one.key !== key));

const triedOnce = (key: string): void => keep(queuedKills().map((one) => (one.key === key ? { ...one, tries: one.tries + 1 } : one)));

/** Forgets what is in memory: another window's storage, in specs. */
export const rereadKills = (): void => { current = null; };

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const useQueuedKills = (): readonly QueuedKill[] => useSyncExternalStore(subscribe, queuedKills);

/** What waits for a flag in an environment. */
export const useQueuedKill = (place: Pick<QueuedKill, "flag" | "environment">): QueuedKill | undefined =>
  useQueuedKills().find((one) => isSame(one, place));

/** Whether nobody said yes or no: it did not get through, or the session has to be renewed first. */
export const isUnanswered = (error: unknown): boolean =>
  needsSignIn(error)
  || (error instanceof ApiError && (/^HTTP_(5\d\d|429|408)$/u.test(error.code) || error.code === "OFFLINE" || error.code === "TIMEOUT"));

/** How a queued kill is sent. */
export interface Sending {
  /** Rejects as the API client does. */
  readonly send: (kill: QueuedKill) => Promise<void>;
  /** Until it is worth trying again: a moment, or the network is back. */
  readonly pause: () => Promise<void>;
  readonly signal: AbortSignal;
}

/** Sends a kill until somebody says yes or no, and takes it out of the queue then. @throws what the API refused it with */
export async function sendUntilAnswered(kill: QueuedKill, { send, pause, signal }: Sending): Promise<boolean> {
  while (!signal.aborted) {
    try {
      await send(kill);
      dropKill(kill.key);
      return true;
    } catch (error) {
      if (!isUnanswered(error)) {
        dropKill(kill.key);
        throw error;
      }
      triedOnce(kill.key);
      await pause();
    }
  }
  return false;
}
