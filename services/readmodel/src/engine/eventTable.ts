import { eventMetadata, streamName, type BallastEvent, type Category } from "@ballast/schema";
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

const INSERT = `INSERT INTO events (position, eventId, type, category, id, revision, occurredMs, knownMs, latestMs, correlationId, commandId, data, metadata)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

/** Writes the event down; `latestMs` is the running maximum of the recorded times up to it. */
export function insertEvent(db: Database, recorded: RecordedEvent, latestMs: number): void {
  const { event, metadata, category, id, eventId, revision, position } = recorded;
  const { at, known } = timesOf(recorded);
  db.run(
    INSERT, Number(position), eventId, event.type, category, id, Number(revision), at, known, latestMs,
    metadata.$correlationId, metadata.commandId, JSON.stringify(keptData(event)), JSON.stringify(withoutColumns(metadata)),
  );
}

/** What has a column of its own is not kept twice. */
const withoutColumns = ({ $correlationId: _, commandId: __, ...metadata }: RecordedEvent["metadata"]): object => metadata;

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

/** A row of the events table as an event; what is left out of it (see `keptData`) is missing here too. */
export function toRecorded(row: SqlRow): RecordedEvent {
  const category = textOf(row, "category");
  const id = textOf(row, "id");
  const event = { type: textOf(row, "type"), data: JSON.parse(textOf(row, "data")) as unknown } as BallastEvent;
  return {
    event,
    metadata: eventMetadata.parse({
      ...(JSON.parse(textOf(row, "metadata")) as object), $correlationId: textOf(row, "correlationId"), commandId: textOf(row, "commandId"),
    }),
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
  return db.all(`SELECT * FROM events WHERE id = ? AND category = ? ORDER BY ${order}`, id, category).map(toRecorded);
}
