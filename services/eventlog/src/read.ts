import { StreamNotFoundError, type Position } from "@eventstore/db-client";
import { translate } from "./failures.ts";
import { matches, type LogFilter } from "./filter.ts";
import type { Connection } from "./connection.ts";
import type { ClientRecord, Decoder, RecordedEvent } from "./recordedEvent.ts";
import { persist, type Persistence } from "./retry.ts";

/** A stream's readable history. */
export interface StreamHistory {
  readonly events: readonly RecordedEvent[];
  /** Of the last event, readable or not; null when there is no such stream. */
  readonly revision: bigint | null;
}

/** Which part of a stream. */
export interface ReadOptions {
  readonly from?: bigint | undefined;
  readonly max?: number | undefined;
  /** The newest so many of a stream that may be long, in the order in which they came: instead of `from` and `max`. */
  readonly newest?: number | undefined;
}

/**
 * Which part of the log. `from` is inclusive forwards; backwards, what is before it is read, and without it all. So reads
 * the log itself, here as on a cluster.
 */
export interface ReadAllOptions {
  readonly from?: string | undefined;
  readonly backwards?: boolean | undefined;
  /** How many matching events at most. */
  readonly max?: number | undefined;
  readonly filter?: LogFilter | undefined;
}

/** What reading needs. */
export interface Reader {
  readonly connection: Connection;
  readonly decoder: Decoder;
  readonly how: Omit<Persistence, "what">;
}

/**
 * Reads a stream from its start, or from a revision on. A stream that is not there has no events.
 * @throws LogRefused for one that was deleted for good; LogUnavailable
 */
export function readStream(
  { connection, decoder, how }: Reader, stream: string, { from, max, newest }: ReadOptions,
): Promise<StreamHistory> {
  const part = newest === undefined
    ? { fromRevision: from ?? ("start" as const), ...(max !== undefined && { maxCount: max }) }
    : { direction: "backwards" as const, fromRevision: "end" as const, maxCount: newest };
  return persist(async () => {
    const events: RecordedEvent[] = [];
    let revision: bigint | null = null;
    try {
      for await (const { event } of connection.client().readStream(stream, part)) {
        if (event === undefined) continue;
        if (revision === null || newest === undefined) revision = event.revision;
        const decoded = decoder.decodeRecord(event);
        if (decoded !== null) events.push(decoded);
      }
    } catch (error) {
      if (!(error instanceof StreamNotFoundError)) throw translate(error, stream);
    }
    return { events: newest === undefined ? events : events.reverse(), revision };
  }, { ...how, what: `read ${stream}` });
}

/** Places are read in pages of this size: a lost connection repeats one page. */
const PAGE = 500;

/** Reads the log, in pages, going on behind the last event seen when the connection is lost. */
export async function* readLog(reader: Reader, options: ReadAllOptions): AsyncGenerator<RecordedEvent, void, undefined> {
  let left = options.max ?? Infinity;
  for await (const record of rawEvents(reader, options)) {
    const decoded = reader.decoder.decodeRecord(record);
    if (decoded === null || !matches(options.filter, decoded)) continue;
    yield decoded;
    left -= 1;
    if (left <= 0) return;
  }
}

/** Position of the last event that is not the store's own; "0" for an empty log. */
export async function lastPosition(reader: Reader): Promise<string> {
  for await (const { type, position } of rawEvents(reader, { backwards: true, max: 1 })) {
    if (!type.startsWith("$")) return (position?.commit ?? 0n).toString();
  }
  return "0";
}

async function* rawEvents(reader: Reader, { from, backwards = false, max }: ReadAllOptions): AsyncGenerator<ClientRecord, void, undefined> {
  const size = max === undefined ? PAGE : Math.min(PAGE, Math.max(max, 16));
  let next: Position | "start" | "end" = from === undefined ? (backwards ? "end" : "start") : at(BigInt(from));
  let seen: string | undefined;
  for (;;) {
    const page = await readPage(reader, { next, backwards, size });
    const fresh = page.filter(({ id }) => id !== seen);
    yield* fresh;
    const last = page.at(-1);
    if (page.length < size || last?.position === undefined) return;
    seen = last.id;
    next = at(last.position.commit);
  }
}

function readPage(
  { connection, how }: Reader,
  page: { next: Position | "start" | "end"; backwards: boolean; size: number },
): Promise<ClientRecord[]> {
  return persist(
    async () => {
      const records: ClientRecord[] = [];
      const direction = page.backwards ? ("backwards" as const) : ("forwards" as const);
      for await (const { event, link } of connection.client().readAll({ direction, fromPosition: page.next, maxCount: page.size })) {
        const record = link ?? event;
        if (record !== undefined) records.push(record);
      }
      return records;
    },
    { ...how, what: "read the log" },
  );
}

const at = (commit: bigint): Position => ({ commit, prepare: commit });
