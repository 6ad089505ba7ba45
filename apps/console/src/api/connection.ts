import { useSyncExternalStore } from "react";

/** The live connection as the viewer should know it. `quiet` = nothing is subscribed to. */
export type Connection =
  | { state: "quiet" }
  | { state: "connecting" }
  | { state: "live" }
  | { state: "lost"; attempt: number; since: number };

let current: Connection = { state: "quiet" };
const listeners = new Set<() => void>();

/** Steps of the live connection's life, as the socket reports them. */
export type ConnectionStep = "opening" | "opened" | "closed" | "ended";

/** What the connection becomes after a step. A first failure counts as attempt 1; the moment of loss is kept through retries. */
export function afterStep(before: Connection, step: ConnectionStep, now: number): Connection {
  switch (step) {
    case "opening":
      return before.state === "lost" ? before : { state: "connecting" };
    case "opened":
      return { state: "live" };
    case "ended":
      return { state: "quiet" };
    case "closed":
      return before.state === "lost" ? { ...before, attempt: before.attempt + 1 } : { state: "lost", attempt: 1, since: now };
  }
}

/** Moves the connection on and tells whoever shows it. */
export function stepConnection(step: ConnectionStep): void {
  const next = afterStep(current, step, Date.now());
  if (next === current) return;
  current = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The state of the live connection. */
export function useConnection(): Connection {
  return useSyncExternalStore(subscribe, () => current);
}
