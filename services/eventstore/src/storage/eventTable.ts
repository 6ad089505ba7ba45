import type { DatabaseSync } from "node:sqlite";
import { integerAt } from "./columns.ts";
import type { Row } from "./columns.ts";
import { openEventRows } from "./eventRows.ts";
import type { EventHeader, EventRows } from "./eventRows.ts";
import { prepareQuery } from "./query.ts";
import type { Query } from "./query.ts";
import type { RecordedEvent } from "./records.ts";
import { uuidToBytes } from "./uuid.ts";

/** A scan ends after this many bytes of events, with fewer rows than its limit. */
const MOST_BYTES = 4 * 1024 * 1024;

/** Where and how much to read. `limit` is a number of rows. */
export type StreamRange = { readonly streamId: number; readonly from: number; readonly limit: number };

/** The statements over the `events` table. What they give is what was written: see EventRows. */
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
  allForwards(from: number, limit: number): readonly RecordedEvent[];
  allBackwards(from: number, limit: number): readonly RecordedEvent[];
  headersForwards(from: number, limit: number): readonly EventHeader[];
  headersBackwards(from: number, limit: number): readonly EventHeader[];
  /** The first revision at or after `from` that was created at or after `created` (microseconds). */
  firstSince(streamId: number, from: number, created: number): number | undefined;
};

/** Prepares the statements over `events`; `nameOf` gives a stream's name by its number. */
export function openEventTable(database: DatabaseSync, nameOf: (streamId: number) => string): EventTable {
  const rows = openEventRows(database, nameOf);
  return {
    ...prepareWrites(database),
    ...preparePoints(database, rows),
    ...prepareStreamScans(database, rows),
    ...prepareAllScans(database, rows),
  };
}

function prepareWrites(database: DatabaseSync): Pick<EventTable, "insert"> {
  const columns = "position, stream, revision, type, json, created, id, metadata, data";
  const insert = prepareQuery(database, `INSERT INTO events (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`);
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
  rows: EventRows,
): Pick<EventTable, "lastPosition" | "lastRevision" | "at" | "atPosition" | "withId" | "firstSince"> {
  const lastPosition = prepareQuery(database, "SELECT position FROM events ORDER BY position DESC LIMIT 1");
  const last = prepareQuery(database, `${rows.selectHeaders} WHERE e.stream = ? ORDER BY e.revision DESC LIMIT 1`);
  const at = prepareQuery(database, `${rows.selectEvents} WHERE e.stream = ? AND e.revision = ?`);
  const atPosition = prepareQuery(database, `${rows.selectEvents} WHERE e.position = ?`);
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
    lastRevision: (streamId) => optional(last.first(streamId), rows.toHeader)?.revision,
    at: (streamId, revision) => optional(at.first(streamId, revision), rows.toEvent),
    atPosition: (position) => optional(atPosition.first(position), rows.toEvent),
    withId: (streamId, id) =>
      optional(withId.first(streamId, uuidToBytes(id)), (row) => ({
        revision: integerAt(row, 0),
        position: integerAt(row, 1),
      })),
    firstSince: (streamId, from, created) => optional(firstSince.first(streamId, from, created), firstInteger),
  };
}

/** Ends a scan that has copied so much that others should have their turn. */
function bounded(rows: EventRows, query: Query, ...values: readonly number[]): RecordedEvent[] {
  let bytes = 0;
  const enough = (row: Row): boolean => {
    bytes += rows.bytesOf(row);
    return bytes >= MOST_BYTES;
  };
  return query.until(enough, ...values).map(rows.toEvent);
}

function prepareStreamScans(database: DatabaseSync, rows: EventRows): Pick<EventTable, "streamForwards" | "streamBackwards"> {
  const inStream = (order: string): Query =>
    prepareQuery(database, `${rows.selectEvents} WHERE e.stream = ? AND e.revision ${order} LIMIT ?`);
  const forwards = inStream(">= ? ORDER BY e.revision");
  const backwards = inStream("<= ? ORDER BY e.revision DESC");
  return {
    streamForwards: ({ streamId, from, limit }) =>
      rows.requireRevisions(Math.max(0, from), 1, bounded(rows, forwards, streamId, from, limit)),
    streamBackwards: ({ streamId, from, limit }) =>
      rows.requireRevisions(from, -1, bounded(rows, backwards, streamId, from, limit)),
  };
}

function prepareAllScans(
  database: DatabaseSync,
  rows: EventRows,
): Pick<EventTable, "allForwards" | "allBackwards" | "headersForwards" | "headersBackwards"> {
  const inAll = (select: string, order: string): Query =>
    prepareQuery(database, `${select} WHERE e.position ${order} LIMIT ?`);
  const forwards = ">= ? ORDER BY e.position";
  const backwards = "<= ? ORDER BY e.position DESC";
  const allForwards = inAll(rows.selectEvents, forwards);
  const allBackwards = inAll(rows.selectEvents, backwards);
  const headersForwards = inAll(rows.selectHeaders, forwards);
  const headersBackwards = inAll(rows.selectHeaders, backwards);
  return {
    allForwards: (from, limit) => rows.requireAllForwards(from, bounded(rows, allForwards, from, limit)),
    allBackwards: (from, limit) => rows.requireAllBackwards(from, bounded(rows, allBackwards, from, limit)),
    headersForwards: (from, limit) => rows.requireAllForwards(from, headersForwards.all(from, limit).map(rows.toHeader)),
    headersBackwards: (from, limit) => rows.requireAllBackwards(from, headersBackwards.all(from, limit).map(rows.toHeader)),
  };
}
