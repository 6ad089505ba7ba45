import { eventMetadata, streamName, type BallastEvent, type Category, type EventMetadata } from "@ballast/schema";
import type { RecordedEvent } from "@ballast/eventlog";
import { numberOf, textOf, type Database, type SqlRow } from "./database.ts";

/** The three times of an event, in ms since 1970. */
export interface EventTimes {
  readonly at: number;
  /** When its source published it, else when it was recorded. */
  readonly known: number;
  readonly recorded: number;
}

/** Of the event that was asked for last: every projection that folds it asks. */
let last: { readonly of: RecordedEvent; readonly times: EventTimes } | null = null;

/** The times of an event. */
export function timesOf(of: RecordedEvent): EventTimes {
  if (last?.of === of) return last.times;
  const { recordedAt, occurredAt, source } = of.metadata;
  const recorded = Date.parse(recordedAt);
  const known = source?.publishedAt === undefined ? recorded : Date.parse(source.publishedAt);
  const times = { at: Date.parse(occurredAt), known, recorded };
  last = { of, times };
  return times;
}

/** When an event became known, ISO. */
export const knownAtOf = ({ metadata }: RecordedEvent): string => metadata.source?.publishedAt ?? metadata.recordedAt;

const INSERT = `INSERT INTO events (position, eventId, type, category, id, revision, occurredMs, knownMs, latestMs, correlationId, commandId, actorNo, data, metadata)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

/** The event with this id, those with these (as JSON), and those of a story, as their indexes find them; each takes its parameter twice. */
export const BY_EVENT_ID = "substr(eventId, 1, 8) = substr(?, 1, 8) AND eventId = ?";
export const AMONG_EVENT_IDS =
  "substr(eventId, 1, 8) IN (SELECT substr(value, 1, 8) FROM json_each(?)) AND eventId IN (SELECT value FROM json_each(?))";
export const BY_CORRELATION = "substr(correlationId, 1, 8) = substr(?, 1, 8) AND correlationId = ?";

/** The events themselves, as far as they are kept: what stands in them more than once, or in other columns, only once. */
export interface EventTable {
  /** Writes the event down; `latestMs` is the running maximum of the recorded times up to it. */
  insert(recorded: RecordedEvent, latestMs: number): void;
  /** After a transaction that failed: whoever came in it is not there. */
  forget(): void;
}

/** So many who acted are known by heart; of more, all are looked up again. */
const MOST_ACTORS = 1_000;

/** Prepares the statements. */
export function createEventTable(db: Database): EventTable {
  const actors = new Map<string, number>();
  const numberOfActor = (actor: string): number => {
    const known = actors.get(actor);
    if (known !== undefined) return known;
    db.run("INSERT OR IGNORE INTO actors (actor) VALUES (?)", actor);
    const found = numberOf(db.get("SELECT actorNo FROM actors WHERE actor = ?", actor), "actorNo");
    if (actors.size >= MOST_ACTORS) actors.clear();
    actors.set(actor, found);
    return found;
  };
  return {
    insert(recorded, latestMs) {
      const { event, metadata, category, id, eventId, revision, position } = recorded;
      const { at, known } = timesOf(recorded);
      db.run(
        INSERT, Number(position), eventId, event.type, category, id, Number(revision), at, known, latestMs,
        metadata.$correlationId, metadata.commandId, numberOfActor(JSON.stringify(metadata.actor)), JSON.stringify(keptData(event)),
        JSON.stringify(withoutColumns(metadata, { occurredMs: at, latestMs })),
      );
    },
    forget: () => actors.clear(),
  };
}

const instantOf = (ms: number): string => new Date(ms).toISOString();

/** What a column or another table says is not kept twice; what it would say in other words, is. */
function withoutColumns(
  { $correlationId, commandId: _, actor: __, occurredAt, recordedAt, $causationId, schemaVersion, ...rest }: EventMetadata,
  { occurredMs, latestMs }: { readonly occurredMs: number; readonly latestMs: number },
): Partial<EventMetadata> {
  return {
    ...rest,
    ...(occurredAt !== instantOf(occurredMs) && { occurredAt }),
    ...(recordedAt !== instantOf(latestMs) && { recordedAt }),
    ...($causationId !== $correlationId && { $causationId }),
    ...(schemaVersion !== 1 && { schemaVersion }),
  };
}

function metadataOf(row: SqlRow): EventMetadata {
  const $correlationId = textOf(row, "correlationId");
  return eventMetadata.parse({
    schemaVersion: 1, occurredAt: instantOf(numberOf(row, "occurredMs")), recordedAt: instantOf(numberOf(row, "latestMs")),
    $causationId: $correlationId, ...(JSON.parse(textOf(row, "metadata")) as object), $correlationId, commandId: textOf(row, "commandId"),
    actor: JSON.parse(textOf(row, "actor")) as unknown,
  });
}

/** Secrets never leave the log, and the commits of a release have a table of their own. */
function keptData(event: BallastEvent): unknown {
  switch (event.type) {
    case "CredentialSet":
      return { ...event.data, hash: "" };
    case "ReachSet":
      return { ...event.data, sealed: null };
    case "IntegrationAdded":
      return { ...event.data, keyHash: null, sealedSecret: null };
    case "ReleaseCommitsListed":
      return { ...event.data, commits: [], commitCount: event.data.commits.length };
    default:
      return event.data;
  }
}

/** A row of `recorded` as an event; what is left out of it (see `keptData`) is missing here too. */
export function toRecorded(row: SqlRow): RecordedEvent {
  const category = textOf(row, "category");
  const id = textOf(row, "id");
  const event = { type: textOf(row, "type"), data: JSON.parse(textOf(row, "data")) as unknown } as BallastEvent;
  return {
    event,
    metadata: metadataOf(row),
    stream: streamName(category as Category, id),
    category,
    id,
    eventId: textOf(row, "eventId"),
    revision: BigInt(numberOf(row, "revision")),
    position: String(numberOf(row, "position")),
  };
}

/** A stream's events in the order of an axis, the log's order breaking ties. */
export function streamEvents(
  db: Database,
  { category, id }: { category: string; id: string },
  axis: "at" | "known" | "position",
): readonly RecordedEvent[] {
  const order = { at: "occurredMs, position", known: "knownMs, position", position: "position" }[axis];
  return db.all(`SELECT * FROM recorded WHERE id = ? AND category = ? ORDER BY ${order}`, id, category).map(toRecorded);
}
