import { useSyncExternalStore } from "react";
import { getSession } from "./session.ts";

/** Whether the session ended under the page, and how often it was taken up again. */
export interface Standing {
  readonly ended: boolean;
  /** Counts every new sign-in on this page: whatever ended with the session begins anew when it changes. */
  readonly renewals: number;
}

let current: Standing = { ended: false, renewals: 0 };
const listeners = new Set<() => void>();

function become(next: Standing): void {
  current = next;
  for (const listener of listeners) listener();
}

/** The API said that nobody is signed in: the page stays as it is, and asks to sign in again. */
export function sessionEnded(): void {
  if (!current.ended) become({ ...current, ended: true });
}

/** Somebody signed in again, here or in another window. */
export function sessionRenewed(): void {
  become({ ended: false, renewals: current.renewals + 1 });
}

/** Asks whether the session has ended, for what only hints at it (a socket that was refused). */
export async function askWhetherEnded(): Promise<void> {
  try {
    if ((await getSession()) === null) sessionEnded();
  } catch {
    // No answer says nothing about the session.
  }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Whether the session ended under the page. */
export function useSessionStanding(): Standing {
  return useSyncExternalStore(subscribe, () => current);
}
