import { randomUUID } from "node:crypto";
import { definitionOf, streamName, type Actor, type BallastEvent, type Category, type Source } from "@ballast/schema";
import type { RecordedEvent } from "@ballast/eventlog";

/** What a specification may say about an event besides the event itself. */
export interface Said {
  readonly at?: string;
  readonly recordedAt?: string;
  readonly actor?: Actor;
  readonly source?: Source;
}

/** A history being written for a specification: events with growing positions, as the log would give them. */
export interface RecordedHistory {
  readonly events: readonly RecordedEvent[];
  add(record: readonly [Category, string], event: BallastEvent, said?: Said): RecordedEvent;
}

export const someone: Actor = { personId: "00000000-0000-4000-8000-000000000001", name: "Ada", means: "console" };

/** Starts a history. Every payload is checked against the schema, so that a specification cannot tell what the log could not. */
export function recordedHistory(): RecordedHistory {
  const events: RecordedEvent[] = [];
  const revisions = new Map<string, bigint>();
  let position = 0;
  return {
    events,
    add([category, id], event, said = {}) {
      definitionOf(event.type)?.schema.parse(event.data);
      const stream = streamName(category, id);
      const revision = (revisions.get(stream) ?? -1n) + 1n;
      revisions.set(stream, revision);
      position += 10;
      const at = said.at ?? new Date(Date.UTC(2026, 10, 1, 10, 0, position / 10)).toISOString();
      const commandId = randomUUID();
      const recorded: RecordedEvent = {
        event, stream, category, id, revision, eventId: randomUUID(), position: String(position),
        metadata: {
          schemaVersion: 1,
          actor: said.actor ?? someone,
          occurredAt: at,
          recordedAt: said.recordedAt ?? at,
          commandId,
          $correlationId: commandId,
          $causationId: commandId,
          ...(said.source !== undefined && { source: said.source }),
        },
      };
      events.push(recorded);
      return recorded;
    },
  };
}
