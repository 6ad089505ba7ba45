import { useSyncExternalStore } from "react";

/** The live connection: what its socket last did, and when Ballast was last heard over it. Times in epoch ms. */
export interface Connection {
  /** `quiet` = nothing is subscribed to. */
  readonly state: "quiet" | "connecting" | "live" | "lost";
  /** Tries that failed since it was last open. */
  readonly attempt: number;
  /** When a message last came in; the loading of the page counts as one. */
  readonly heardAt: number;
  /** When any request was last answered, also one beside the socket. */
  readonly answeredAt: number;
}

/** Steps of the live connection's life, as the socket and the requests report them. */
export type ConnectionStep = "opening" | "opened" | "heard" | "answered" | "closed" | "ended";

/** What the connection becomes after a step. */
export function afterStep(before: Connection, step: ConnectionStep, now: number): Connection {
  switch (step) {
    case "opening":
      return before.state === "lost" ? before : { ...before, state: "connecting" };
    case "opened":
      return { state: "live", attempt: 0, heardAt: now, answeredAt: now };
    case "heard":
      return { ...before, heardAt: now, answeredAt: now };
    case "answered":
      return { ...before, answeredAt: now };
    case "ended":
      return { ...before, state: "quiet", attempt: 0 };
    case "closed":
      return { ...before, state: "lost", attempt: before.attempt + 1 };
  }
}

/** Pings go out every 1.5 s: two of them unanswered are no hiccup any more. Seen by the viewer within 5 s. */
const silentAfterMs = 3_500;
/** Nothing at all for so long is as good as no network. */
const offlineAfterMs = 30_000;

/** What the viewer is told: `live` = heard from just now; `silent` = not heard for a while; `offline` = it cannot be reached. */
export interface Hearing {
  readonly state: "live" | "silent" | "offline";
  /** Since when nothing was heard, ms. */
  readonly forMs: number;
}

/** Live means heard from, not only that nobody has hung up: a frozen server keeps its sockets open. */
export function hearing({ state, attempt, heardAt, answeredAt }: Connection, online: boolean, now: number): Hearing {
  const forMs = Math.max(0, now - heardAt);
  if (!online) return { state: "offline", forMs };
  if (state !== "lost" && forMs < silentAfterMs) return { state: "live", forMs };
  const unanswered = now - answeredAt;
  const refused = state === "lost" && attempt > 1 && unanswered >= silentAfterMs;
  return { state: refused || unanswered >= offlineAfterMs ? "offline" : "silent", forMs };
}

let current: Connection = { state: "quiet", attempt: 0, heardAt: Date.now(), answeredAt: Date.now() };
const listeners = new Set<() => void>();

/** The connection as it stands. */
export const connection = (): Connection => current;

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
  return useSyncExternalStore(subscribe, connection);
}

function watchOnline(listener: () => void): () => void {
  addEventListener("online", listener);
  addEventListener("offline", listener);
  return () => {
    removeEventListener("online", listener);
    removeEventListener("offline", listener);
  };
}

/** Whether the browser knows of a network at all. */
export function useOnline(): boolean {
  return useSyncExternalStore(watchOnline, () => navigator.onLine);
}
