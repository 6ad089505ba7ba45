import { useSyncExternalStore } from "react";

/** How far what the page shows is behind the log. `null` until the API has said so. */
export interface Freshness {
  lagSeconds: number | null;
  position: string | null;
  /** How far the read model that is being built has come; null when none is. */
  building: { readonly done: number; readonly total: number } | null;
  /** When it was said, epoch ms: a lag grows by itself until Ballast says another. */
  toldAt: number;
}

let current: Freshness = { lagSeconds: null, position: null, building: null, toldAt: Date.now() };
const listeners = new Set<() => void>();

/** Takes what an answer or a heartbeat says about lag and position. */
export function setFreshness(told: Partial<Omit<Freshness, "toldAt">>): void {
  current = { ...current, ...told, toldAt: Date.now() };
  for (const listener of listeners) listener();
}

/** Reads `extensions.freshness {lagSeconds, position}` of an answer, when it is there. */
export function noteAnswer(extensions: unknown): void {
  if (typeof extensions !== "object" || extensions === null || !("freshness" in extensions)) return;
  const told = extensions.freshness;
  if (typeof told !== "object" || told === null) return;
  const lag = "lagSeconds" in told && typeof told.lagSeconds === "number" ? told.lagSeconds : null;
  const position = "position" in told && typeof told.position === "string" ? told.position : current.position;
  setFreshness({ lagSeconds: lag, position });
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Lag and position, renewed whenever the API tells them. */
export function useFreshness(): Freshness {
  return useSyncExternalStore(subscribe, () => current);
}
