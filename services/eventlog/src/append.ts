import { jsonEvent, type EventData } from "@eventstore/db-client";
import { definitionOf, type BallastEvent, type EventMetadata, type StreamName } from "@ballast/schema";
import type { Connection } from "./connection.ts";
import { translate } from "./failures.ts";
import { persist, type Persistence } from "./retry.ts";

/** An event about to be appended. The id must be the same whenever the same append is tried again. */
export interface NewEvent {
  readonly eventId: string;
  readonly event: BallastEvent;
  /** `schemaVersion` is filled in from the event's definition. */
  readonly metadata: Omit<EventMetadata, "schemaVersion">;
}

/** What the stream must be at: always exact, because "any" is not reliably idempotent on a cluster. */
export type ExpectedRevision = bigint | "no_stream";

/** Where the last appended event stands. */
export interface Appended {
  readonly revision: bigint;
  readonly position: string;
}

/** An append to one stream. */
export interface Append {
  readonly stream: StreamName;
  readonly events: readonly NewEvent[];
  readonly expectedRevision: ExpectedRevision;
}

/** After so many failed attempts the client itself is suspected. */
const SUSPECT_CLIENT_AFTER = 3;

/**
 * Appends all or nothing and repeats on any failure of the connection, with the same ids.
 * @throws RevisionConflict, LogRefused, LogUnavailable
 */
export function appendTo(connection: Connection, append: Append, how: Omit<Persistence, "what" | "onRetry">): Promise<Appended> {
  const { stream, expectedRevision } = append;
  const events = append.events.map(toEventData);
  return persist(
    async () => {
      try {
        const result = await connection.client().appendToStream(stream, events, { expectedRevision });
        return { revision: result.nextExpectedRevision, position: (result.position?.commit ?? 0n).toString() };
      } catch (error) {
        throw translate(error, stream);
      }
    },
    { ...how, what: `append to ${stream}`, onRetry: (attempt) => attempt % SUSPECT_CLIENT_AFTER === 2 && connection.renew() },
  );
}

function toEventData({ eventId, event, metadata }: NewEvent): EventData {
  const definition = definitionOf(event.type);
  if (definition === undefined) throw new Error(`${event.type} is not an event of the schema`);
  return jsonEvent({ id: eventId, type: event.type, data: event.data, metadata: { ...metadata, schemaVersion: definition.version } });
}
