import { jsonEvent } from "@eventstore/db-client";
import { Rejection } from "@ballast/domain";
import { definitionOf, misfitsOf, type BallastEvent, type EventMetadata, type StreamName } from "@ballast/schema";
import type { Connection } from "./connection.ts";
import { tooLarge, translate } from "./failures.ts";
import { persist, type Persistence } from "./retry.ts";

/** An event about to be appended. The id must be the same whenever the same append is tried again. */
export interface NewEvent {
  readonly eventId: string;
  readonly event: BallastEvent;
  /** `schemaVersion` is filled in from the event's definition. */
  readonly metadata: Omit<EventMetadata, "schemaVersion">;
}

/** What the stream must be at. */
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

/** An append to one stream, wherever that is at. */
export type AppendRegardless = Omit<Append, "expectedRevision"> & { readonly expectedRevision: "any" };

/** Far more than the log takes at once; what is larger would be cut off on its way, and sent again and again. */
const SURELY_TOO_LARGE = 3_000_000;
/** After so many failed attempts the client itself is suspected. */
const SUSPECT_CLIENT_AFTER = 3;

/**
 * Appends all or nothing and repeats on any failure of the connection, with the same ids. Here, on the one way into
 * the log, every event is checked against its schema.
 * @throws Rejection INVALID_INPUT for an event that does not fit, TOO_LARGE; RevisionConflict, LogRefused, LogUnavailable
 */
export async function appendTo(
  connection: Connection,
  append: Append | AppendRegardless,
  how: Omit<Persistence, "what" | "onRetry" | "changes">,
): Promise<Appended> {
  const { stream, expectedRevision } = append;
  const events = append.events.map(toEventData);
  if (events.reduce((sum, { data }) => sum + JSON.stringify(data).length, 0) > SURELY_TOO_LARGE) throw tooLarge(stream);
  return persist(
    async () => {
      try {
        const result = await connection.client().appendToStream(stream, events, { expectedRevision });
        return { revision: result.nextExpectedRevision, position: (result.position?.commit ?? 0n).toString() };
      } catch (error) {
        throw translate(error, stream);
      }
    },
    {
      ...how,
      what: `append to ${stream}`,
      changes: true,
      onRetry: (attempt) => attempt % SUSPECT_CLIENT_AFTER === 2 && connection.renew(),
    },
  );
}

/** The event as the client wants it. @throws Rejection INVALID_INPUT where it does not fit its schema */
export function toEventData({ eventId, event: { type, data }, metadata: given }: NewEvent) {
  const metadata = { ...given, schemaVersion: definitionOf(type)?.version ?? 1 };
  const [misfit] = misfitsOf({ type, data, metadata });
  if (misfit !== undefined) throw new Rejection("INVALID_INPUT", `${[type, ...misfit.path].join(".")}: ${misfit.message}`, misfit.path);
  return jsonEvent({ id: eventId, type, data, metadata });
}
