import type { DatabaseSync } from "node:sqlite";
import { StoreError } from "../failures.ts";
import { bytesAt, integerAt, textAt } from "./columns.ts";
import type { Row } from "./columns.ts";
import { damaged, hashEvent, hashHead } from "./eventHash.ts";
import type { EventHead } from "./eventHash.ts";
import { openHashTable } from "./hashTable.ts";
import type { HashTable } from "./hashTable.ts";
import type { RecordedEvent } from "./records.ts";
import { TOMBSTONE_REVISION } from "./records.ts";
import { uuidFromBytes } from "./uuid.ts";

const HEAD = "e.position, e.stream, e.revision, e.type, e.json, e.created, e.id";
const METADATA = 8;
const DATA = 9;

/** The part of an event a filter looks at. */
export type EventHeader = EventHead & { readonly streamId: number };

/** Turns rows into events and says DATA_LOSS where they are not what was written. */
export type EventRows = {
  /** `SELECT … FROM …` of whole events, `e` being the events. */
  readonly selectEvents: string;
  /** The same without their bodies, which a scan then does not read. */
  readonly selectHeaders: string;
  toEvent(row: Row): RecordedEvent;
  toHeader(row: Row): EventHeader;
  bytesOf(row: Row): number;
  /** Positions that rise from `from` on may leave out only what a compaction removed. */
  requireAllForwards<T extends { readonly position: number }>(from: number, events: readonly T[]): readonly T[];
  requireAllBackwards<T extends { readonly position: number }>(from: number, events: readonly T[]): readonly T[];
  /** Revisions of a stream leave out none, as long as nothing was ever removed. */
  requireRevisions(first: number, step: 1 | -1, events: RecordedEvent[]): RecordedEvent[];
};

/** The rows of a log; `nameOf` gives a stream's name by its number. */
export function openEventRows(database: DatabaseSync, nameOf: (streamId: number) => string): EventRows {
  const hashes = openHashTable(database);
  const from = hashes === undefined ? "FROM events e" : "FROM events e LEFT JOIN hashes h ON h.position = e.position";
  const column = (name: string): string => (hashes === undefined ? "NULL" : `h.${name}`);
  const toHeader = (row: Row): EventHeader => readHeader(row, nameOf);
  return {
    selectEvents: `SELECT ${HEAD}, ${column("whole")}, e.metadata, e.data ${from}`,
    selectHeaders: `SELECT ${HEAD}, ${column("head")} ${from}`,
    toEvent: (row) =>
      readable(() => {
        const { streamId: _, ...head } = toHeader(row);
        const event = { ...head, metadata: bytesAt(row, METADATA), data: bytesAt(row, DATA) };
        requireHash(event, row[HASH], { hashes, hashOf: () => hashEvent(event).whole });
        return event;
      }),
    toHeader: (row) =>
      readable(() => {
        const header = toHeader(row);
        requireHash(header, row[HASH], { hashes, hashOf: () => hashHead(header) });
        return header;
      }),
    bytesOf: (row) => bytesAt(row, METADATA).byteLength + bytesAt(row, DATA).byteLength,
    ...gapChecks(hashes),
  };
}

const HASH = 7;

function readHeader(row: Row, nameOf: (streamId: number) => string): EventHeader {
  const streamId = integerAt(row, 1);
  return {
    position: integerAt(row, 0),
    streamId,
    stream: nameOf(streamId),
    revision: integerAt(row, 2),
    type: textAt(row, 3),
    isJson: integerAt(row, 4) === 1,
    created: integerAt(row, 5),
    id: uuidFromBytes(bytesAt(row, 6)),
  };
}

/** A column of the wrong kind is damage too. */
function readable<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof StoreError) throw error;
    throw damaged(error instanceof Error ? error.message : String(error));
  }
}

type Expected = { readonly hashes: HashTable | undefined; readonly hashOf: () => Uint8Array };

function requireHash(head: EventHead, hash: unknown, { hashes, hashOf }: Expected): void {
  if (hash instanceof Uint8Array) {
    if (Buffer.compare(hash, hashOf()) === 0) return;
  } else if (hashes === undefined || head.position < hashes.since) {
    return;
  }
  throw damaged(`the event at position ${head.position} is not what was written there`);
}

function gapChecks(hashes: HashTable | undefined): Pick<EventRows, "requireAllForwards" | "requireAllBackwards" | "requireRevisions"> {
  return {
    requireAllForwards(from, events) {
      let expected = from;
      for (const { position } of events) {
        if (position > expected) hashes?.requireNothingLost(expected, position);
        expected = position + 1;
      }
      return events;
    },
    requireAllBackwards(from, events) {
      let expected = from;
      for (const { position } of events) {
        if (position < expected) hashes?.requireNothingLost(position + 1, expected + 1);
        expected = position - 1;
      }
      return events;
    },
    requireRevisions(first, step, events) {
      if (hashes === undefined || hashes.compacted) return events;
      let expected = first;
      for (const { revision, stream } of events) {
        if (revision === TOMBSTONE_REVISION) return events;
        if (revision !== expected) throw damaged(`revision ${expected} of stream ${stream} is missing`);
        expected += step;
      }
      return events;
    },
  };
}
