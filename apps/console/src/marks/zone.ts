import { useSyncExternalStore } from "react";

/** Which clock the viewer reads: their own zone or UTC. */
export type Zone = "local" | "utc";

const key = "ballast-zone";
const listeners = new Set<() => void>();
let current: Zone | undefined;

function read(): Zone {
  current ??= globalThis.localStorage?.getItem(key) === "local" ? "local" : "utc";
  return current;
}

/** Chooses the clock for every time on every page and keeps it in this browser. */
export function setZone(zone: Zone): void {
  current = zone;
  globalThis.localStorage?.setItem(key, zone);
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The viewer's clock; UTC until they choose their own. */
export function useZone(): Zone {
  return useSyncExternalStore(subscribe, read, read);
}

/** The viewer's own zone, for instance `Europe/Berlin`. */
export function viewerZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** The IANA name behind a choice. */
export function zoneName(zone: Zone): string {
  return zone === "utc" ? "UTC" : viewerZone();
}
