import type { BallastEvent } from "./events/index.ts";
import { definitionOf } from "./events/index.ts";
import { eventMetadata, type EventMetadata } from "./metadata.ts";

/** A stored event as it comes from the log, before anybody has looked at it. */
export interface StoredEvent {
  readonly type: string;
  readonly data: unknown;
  readonly metadata: unknown;
}

/** What decoding found. Unknown and unreadable events are named, never thrown: a reader counts and skips them. */
export type Decoded =
  | { readonly kind: "known"; readonly event: BallastEvent; readonly metadata: EventMetadata }
  | { readonly kind: "unknown"; readonly type: string; readonly why: string };

/** Reads a stored event: checks its metadata, upcasts its payload to today's version, checks that too. */
export function decode(stored: StoredEvent): Decoded {
  const definition = definitionOf(stored.type);
  if (definition === undefined) return { kind: "unknown", type: stored.type, why: "no such event in this version" };
  const metadata = eventMetadata.safeParse(stored.metadata);
  if (!metadata.success) return { kind: "unknown", type: stored.type, why: `metadata: ${metadata.error.message}` };
  const version = metadata.data.schemaVersion;
  if (version > definition.version)
    return { kind: "unknown", type: stored.type, why: `version ${version} is newer than ${definition.version}` };
  const upcasted = definition.upcasts
    .slice(version - 1)
    .reduce<unknown>((data, upcast) => (isRecord(data) ? upcast(data) : data), stored.data);
  const data = definition.schema.safeParse(upcasted);
  if (!data.success) return { kind: "unknown", type: stored.type, why: data.error.message };
  return { kind: "known", event: asEvent(stored.type, data.data), metadata: metadata.data };
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);

/** The one place where a checked payload becomes a typed event: its definition has just parsed it. */
const asEvent = (type: string, data: unknown): BallastEvent => ({ type, data }) as BallastEvent;
