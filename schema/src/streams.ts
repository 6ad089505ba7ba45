import type { Category } from "./events/index.ts";

/** A stream's name: category, a dash, and an id. The category itself has no dash. */
export type StreamName = `${Category}-${string}`;

/** Names a stream. */
export const streamName = (category: Category, id: string): StreamName => `${category}-${id}`;

/** Splits a stream's name; null for streams that are not Ballast's (system streams, strangers). */
export function parseStreamName(name: string): { category: string; id: string } | null {
  const dash = name.indexOf("-");
  if (dash <= 0 || name.startsWith("$")) return null;
  return { category: name.slice(0, dash), id: name.slice(dash + 1) };
}

/** The counter of incident numbers. */
export const incidentCounter: StreamName = "counter-incidents";

/** Namespaces of name-based ids (UUIDv5): the id of a thing with a natural key never depends on who writes first. */
export const idNamespace = "6d1f3f6e-4c0b-5f5a-9e57-0b6a1c5b7a11";
