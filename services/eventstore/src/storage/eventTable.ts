import type { DatabaseSync } from "node:sqlite";
import { bytesAt, integerAt, textAt } from "./columns.ts";
import type { Row } from "./columns.ts";
import { prepareQuery } from "./query.ts";
import type { Query } from "./query.ts";
import type { RecordedEvent } from "./records.ts";
import { uuidFromBytes, uuidToBytes } from "./uuid.ts";

const COLUMNS = "position, stream, revision, type, json, created, id, metadata, data";
const METADATA = 7;
const DATA = 8;

/** A scan ends after this many bytes of events, with fewer rows than its limit. */
const MOST_BYTES = 4 * 1024 * 1024;

/** The part of an event a filter looks at. */
export type EventHeader = { readonly position: number; readonly streamId: number; readonly type: string };

/** Where and how much to read. `limit` is a number of rows. */
export type StreamRange = { readonly streamId: number; readonly from: number; readonly limit: number };

/** The statements over the `events` table. */
export type EventTable = {
  insert(streamId: number, event: RecordedEvent): void;
  lastPosition(): number;
  lastRevision(streamId: number): number | undefined;
  at(streamId: number, revision: number): RecordedEvent | undefined;
  atPosition(position: number): RecordedEvent | undefined;
  /** The newest event of the stream with this id. */
  withId(streamId: number, id: string): { revision: number; position: number } | undefined;
  // Scans may give fewer rows than asked for before they are at the end: see MOST_BYTES.
  streamForwards(range: StreamRange): RecordedEvent[];
  streamBackwards(range: StreamRange): RecordedEvent[];
  allForwards(from: number, limit: number): RecordedEvent[];
  allBackwards(from: number, limit: number): RecordedEvent[];
  headersForwards(from: number, limit: number): EventHeader[];
  headersBackwards(from: number, limit: number): EventHeader[];
  /** The first revision at or after `from` that was created at or after `created` (microseconds). */
  firstSince(streamId: number, from: number, created: number): number | undefined;
};

/** Prepares the statements over `events`; `nameOf` gives a stream's name by its number. */
export function openEventTable(database: DatabaseSync, nameOf: (streamId: number) => string): EventTable {
  const toEvent = (row: Row): RecordedEvent => ({
    position: integerAt(row, 0),
    stream: nameOf(integerAt(row, 1)),
    revision: integerAt(row, 2),
    type: textAt(row, 3),
    isJson: integerAt(row, 4) === 1,
    created: integerAt(row, 5),
    id: uuidFromBytes(bytesAt(row, 6)),
    metadata: bytesAt(row, 7),
    data: bytesAt(row, 8),
  });
  return { ...prepareWrites(database), ...preparePoints(database, toEvent), ...prepareScans(database, toEvent) };
}

type ToEvent = (row: Row) => RecordedEvent;

function prepareWrites(database: DatabaseSync): Pick<EventTable, "insert"> {
  const insert = prepareQuery(database, `INSERT INTO events (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  return {
    insert(streamId, event) {
      insert.run(
        event.position,
        streamId,
        event.revision,
        event.type,
        event.isJson ? 1 : 0,
        event.created,
        uuidToBytes(event.id),
        event.metadata,
        event.data,
      );
    },
  };
}

function preparePoints(
  database: DatabaseSync,
  toEvent: ToEvent,
): Pick<EventTable, "lastPosition" | "lastRevision" | "at" | "atPosition" | "withId" | "firstSince"> {
  const lastPosition = prepareQuery(database, "SELECT position FROM events ORDER BY position DESC LIMIT 1");
  const lastRevision = prepareQuery(
    database,
    "SELECT revision FROM events WHERE stream = ? ORDER BY revision DESC LIMIT 1",
  );
  const at = prepareQuery(database, `SELECT ${COLUMNS} FROM events WHERE stream = ? AND revision = ?`);
  const atPosition = prepareQuery(database, `SELECT ${COLUMNS} FROM events WHERE position = ?`);
  const withId = prepareQuery(
    database,
    "SELECT revision, position FROM events WHERE stream = ? AND id = ? ORDER BY position DESC LIMIT 1",
  );
  const firstSince = prepareQuery(
    database,
    "SELECT revision FROM events WHERE stream = ? AND revision >= ? AND created >= ? ORDER BY revision LIMIT 1",
  );
  const optional = <T>(row: Row | undefined, read: (row: Row) => T): T | undefined =>
    row === undefined ? undefined : read(row);
  const firstInteger = (row: Row): number => integerAt(row, 0);
  return {
    lastPosition: () => optional(lastPosition.first(), firstInteger) ?? 0,
    lastRevision: (streamId) => optional(lastRevision.first(streamId), firstInteger),
    at: (streamId, revision) => optional(at.first(streamId, revision), toEvent),
    atPosition: (position) => optional(atPosition.first(position), toEvent),
    withId: (streamId, id) =>
      optional(withId.first(streamId, uuidToBytes(id)), (row) => ({
        revision: integerAt(row, 0),
        position: integerAt(row, 1),
      })),
    firstSince: (streamId, from, created) => optional(firstSince.first(streamId, from, created), firstInteger),
  };
}

/** Ends a scan that has copied so much that others should have their turn. */
function untilLarge(): (row: Row) => boolean {
  let bytes = 0;
  return (row) => {
    bytes += bytesAt(row, METADATA).byteLength + bytesAt(row, DATA).byteLength;
    return bytes >= MOST_BYTES;
  };
}

function prepareScans(
  database: DatabaseSync,
  toEvent: ToEvent,
): Pick<
  EventTable,
  "streamForwards" | "streamBackwards" | "allForwards" | "allBackwards" | "headersForwards" | "headersBackwards"
> {
  const inStream = (order: string): ReturnType<typeof prepareQuery> =>
    prepareQuery(database, `SELECT ${COLUMNS} FROM events WHERE stream = ? AND revision ${order} LIMIT ?`);
  const inAll = (columns: string, order: string): ReturnType<typeof prepareQuery> =>
    prepareQuery(database, `SELECT ${columns} FROM events WHERE position ${order} LIMIT ?`);
  const streamForwards = inStream(">= ? ORDER BY revision");
  const streamBackwards = inStream("<= ? ORDER BY revision DESC");
  const allForwards = inAll(COLUMNS, ">= ? ORDER BY position");
  const allBackwards = inAll(COLUMNS, "<= ? ORDER BY position DESC");
  const headersForwards = inAll("position, stream, type", ">= ? ORDER BY position");
  const headersBackwards = inAll("position, stream, type", "<= ? ORDER BY position DESC");
  const toHeader = (row: Row): EventHeader => ({
    position: integerAt(row, 0),
    streamId: integerAt(row, 1),
    type: textAt(row, 2),
  });
  const bounded = (query: Query, ...values: readonly number[]): RecordedEvent[] => query.until(untilLarge(), ...values).map(toEvent);
  return {
    streamForwards: (range) => bounded(streamForwards, range.streamId, range.from, range.limit),
    streamBackwards: (range) => bounded(streamBackwards, range.streamId, range.from, range.limit),
    allForwards: (from, limit) => bounded(allForwards, from, limit),
    allBackwards: (from, limit) => bounded(allBackwards, from, limit),
    headersForwards: (from, limit) => headersForwards.all(from, limit).map(toHeader),
    headersBackwards: (from, limit) => headersBackwards.all(from, limit).map(toHeader),
  };
}
