import type { Category, EventType } from "@ballast/schema";
import type { RecordedEvent } from "@ballast/eventlog";
import { momentOf, type AsOf } from "../engine/asOf.ts";
import { numberOf, type Bindable, type Database, type SqlRow } from "../engine/database.ts";
import { BY_CORRELATION, BY_EVENT_ID, toRecorded } from "../engine/eventTable.ts";
import { strangeCursor, type ListSlice, type SliceRequest } from "../engine/query.ts";
import { hiddenActions } from "../viewer/hiddenActions.ts";
import { hiddenFrom, type Viewer } from "../viewer/hiddenFrom.ts";
import { hiddenReviews } from "../viewer/hiddenReviews.ts";

/** Which events of the log. */
export interface EventFilter {
  readonly types?: readonly (EventType | string)[] | undefined;
  readonly categories?: readonly Category[] | undefined;
  /** A record: its stream's category and id. */
  readonly stream?: { readonly category: Category; readonly id: string } | undefined;
  readonly correlationId?: string | undefined;
  /** Only what happened from then on, ISO, whenever it was written down. */
  readonly happenedFrom?: string | undefined;
  /** Events of private incidents, of their pages, reviews and actions that came of them are left out for who must not know of them. */
  readonly viewer?: Viewer | undefined;
}

/** A list of events. Newest first unless `oldestFirst`; cursors are positions. */
export interface EventListRequest {
  readonly filter?: EventFilter | undefined;
  readonly slice?: SliceRequest | undefined;
  readonly oldestFirst?: boolean | undefined;
  readonly asOf?: AsOf | undefined;
}

/** Events up to a position, so many at a time. */
export interface EventParts {
  readonly upTo: string;
  readonly most: number;
}

/** Queries over the events themselves: history tabs, `tail`, what happened together. */
export type HistoryQueries = ReturnType<typeof historyQueries>;

const MOST = 1_000;

const instantOf = (row: SqlRow | undefined, column: string): string | null =>
  row === undefined ? null : new Date(numberOf(row, column)).toISOString();

/** Builds the queries. Secrets are not in these events, and the commits of a release are left out (see its own queries). */
export function historyQueries(db: () => Database) {
  return {
    list: (request: EventListRequest = {}): ListSlice<RecordedEvent> => listEvents(db(), request),
    get: (eventId: string): RecordedEvent | undefined =>
      db().all(`SELECT * FROM recorded WHERE ${BY_EVENT_ID} LIMIT 1`, eventId, eventId).map(toRecorded)[0],
    /** All events of these types, of whatever record, in the log's order. */
    ofTypes: (types: readonly EventType[]): readonly RecordedEvent[] =>
      db()
        .all("SELECT * FROM recorded WHERE type IN (SELECT value FROM json_each(?)) ORDER BY position", JSON.stringify(types))
        .map(toRecorded),
    /** The same up to a position, so many at a time: what is long need not be held whole. */
    ofTypesInParts: (types: readonly EventType[], part: EventParts) => eventsInParts(db(), types, part),
    /** Last position up to which nothing was recorded later than this. */
    positionAt: (recordedAt: string): string => String(momentOf(db(), { recordedAt }).key),
    /** When the newest event up to a position was recorded, ISO; null before the first. */
    recordedAt: (position: string): string | null =>
      instantOf(db().get("SELECT latestMs FROM events WHERE position <= ? ORDER BY position DESC LIMIT 1", Number(position)), "latestMs"),
    /** When the first event was recorded, and the earliest moment that any event speaks of; ISO, null while there is none. */
    begins: (): { readonly recordedAt: string | null; readonly occurredAt: string | null } => ({
      recordedAt: instantOf(db().get("SELECT latestMs FROM events ORDER BY position LIMIT 1"), "latestMs"),
      occurredAt: instantOf(db().get("SELECT occurredMs FROM events ORDER BY occurredMs LIMIT 1"), "occurredMs"),
    }),
    /**
     * What happened last, by when it happened and not by when it was written down; what an import brought is left out, but that it ended.
     */
    latest: ({
      types, viewer, first, asOf,
    }: {
      readonly types: readonly string[];
      readonly viewer?: Viewer | undefined;
      readonly first: number;
      readonly asOf?: AsOf | undefined;
    }): readonly RecordedEvent[] => {
      const where = [
        ...filtered({ types, viewer }),
        { sql: "(type = 'ImportFinished' OR actorNo NOT IN (SELECT actorNo FROM actors WHERE actor ->> '$.means' = 'import'))", params: [] },
        ...limits(db(), asOf),
      ];
      return db()
        .all(
          `SELECT * FROM recorded WHERE ${where.map(({ sql }) => sql).join(" AND ")} ORDER BY occurredMs DESC, position DESC LIMIT ?`,
          ...where.flatMap(({ params }) => params),
          first,
        )
        .map(toRecorded);
    },
  };
}

/** @throws Rejection INVALID_INPUT for a cursor that is no position */
function listEvents(db: Database, { filter = {}, slice = {}, oldestFirst = false, asOf }: EventListRequest): ListSlice<RecordedEvent> {
  const size = Math.max(0, Math.min(MOST, slice.first ?? 50));
  if (slice.after !== undefined && !/^\d{1,15}$/.test(slice.after)) throw strangeCursor();
  const conditions = [...filtered(filter), ...limits(db, asOf)];
  const cursor = slice.after === undefined ? [] : [{ sql: oldestFirst ? "position > ?" : "position < ?", params: [Number(slice.after)] }];
  const where = [...conditions, ...cursor];
  const sql = `SELECT * FROM recorded WHERE ${where.map((condition) => condition.sql).join(" AND ") || "TRUE"} ORDER BY position ${oldestFirst ? "ASC" : "DESC"} LIMIT ?`;
  const rows = db.all(sql, ...where.flatMap(({ params }) => params), size + 1);
  const nodes = rows.slice(0, size).map(toRecorded);
  return {
    nodes,
    edges: nodes.map((node) => ({ cursor: node.position, node })),
    hasNextPage: rows.length > size,
    hasPreviousPage: slice.after !== undefined,
    totalCount: () =>
      numberOf(
        db.get(
          `SELECT count(*) AS n FROM events WHERE ${conditions.map(({ sql: text }) => text).join(" AND ") || "TRUE"}`,
          ...conditions.flatMap(({ params }) => params),
        ),
        "n",
      ),
  };
}

function* eventsInParts(db: Database, types: readonly EventType[], { upTo, most }: EventParts): Generator<readonly RecordedEvent[]> {
  const positions = db
    .all(
      "SELECT position FROM events WHERE type IN (SELECT value FROM json_each(?)) AND position <= ? ORDER BY position",
      JSON.stringify(types), Number(upTo),
    )
    .map((row) => numberOf(row, "position"));
  for (let from = 0; from < positions.length; from += most) {
    const part = JSON.stringify(positions.slice(from, from + most));
    yield db.all("SELECT * FROM recorded WHERE position IN (SELECT value FROM json_each(?)) ORDER BY position", part).map(toRecorded);
  }
}

interface EventCondition {
  readonly sql: string;
  readonly params: readonly Bindable[];
}

function filtered({ types, categories, stream, correlationId, happenedFrom, viewer }: EventFilter): readonly EventCondition[] {
  return [
    ...(types === undefined ? [] : [{ sql: "type IN (SELECT value FROM json_each(?))", params: [JSON.stringify(types)] }]),
    ...(categories === undefined ? [] : [{ sql: "category IN (SELECT value FROM json_each(?))", params: [JSON.stringify(categories)] }]),
    ...(stream === undefined ? [] : [{ sql: "id = ? AND category = ?", params: [stream.id, stream.category] }]),
    ...(correlationId === undefined ? [] : [{ sql: BY_CORRELATION, params: [correlationId, correlationId] }]),
    ...(happenedFrom === undefined ? [] : [{ sql: "occurredMs >= ?", params: [Date.parse(happenedFrom)] }]),
    ...visibleTo(viewer),
  ];
}

function visibleTo(viewer: Viewer | undefined): readonly EventCondition[] {
  const hidden = hiddenFrom(viewer);
  if (hidden === undefined) return [];
  const [actions, reviews] = [hiddenActions(viewer), hiddenReviews(viewer)];
  return [
    {
      sql: `NOT (category = 'incident' AND id IN (${hidden.sql})) AND NOT (category = 'page' AND id IN (SELECT id FROM current_page WHERE incidentId IN (${hidden.sql})))`,
      params: [...hidden.params, ...hidden.params],
    },
    ...(actions === undefined ? [] : [{ sql: `NOT (category = 'action' AND id IN (${actions.sql}))`, params: actions.params }]),
    // A meeting goes by the id of its review.
    ...(reviews === undefined
      ? []
      : [{ sql: `NOT (category IN ('review', 'meeting') AND id IN (${reviews.sql}))`, params: reviews.params }]),
  ];
}

function limits(db: Database, asOf: AsOf | undefined): readonly EventCondition[] {
  const moment = momentOf(db, asOf);
  if (moment.axis === "now") return [];
  return [{ sql: moment.axis === "position" ? "position <= ?" : "occurredMs <= ?", params: [moment.key] }];
}
