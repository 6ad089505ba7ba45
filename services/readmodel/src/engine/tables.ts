import type { RecordedEvent } from "@ballast/eventlog";
import type { Database } from "./database.ts";
import type { Projection } from "./projection.ts";

/** A table of its own beside the projections, written once per fact: commits, for instance. */
export interface SideTable {
  readonly name: string;
  readonly ddl: string;
  /** Created when the first fold is done: they are for queries only. */
  readonly indexes?: readonly string[];
  readonly types: ReadonlySet<string>;
  apply(db: Database, recorded: RecordedEvent): void;
}

/** Upper end of what still holds: larger than any position or instant. */
export const OPEN = Number.MAX_SAFE_INTEGER;

export const currentTable = (kind: string): string => `current_${kind}`;
/** Versions by log position. */
export const positionTable = (kind: string): string => `position_${kind}`;
/** Versions by another axis, in ms since 1970. */
export const axisTable = (kind: string, axis: string): string => `${axis}_${kind}`;

/** What past rows hold, once for all axes: in the usual case they share it. */
export const docTable = (kind: string): string => `docs_${kind}`;
/** The column of a version table, as text: what its row holds, put together from its changes. */
export function docOf(kind: string): string {
  const docs = docTable(kind);
  const chain = `WITH RECURSIVE chain (doc, baseId) AS (SELECT doc, baseId FROM ${docs} WHERE docId = v.docId UNION ALL SELECT d.doc, d.baseId FROM chain c JOIN ${docs} d ON d.docId = c.baseId)`;
  return `tell((${chain} SELECT group_concat(doc, char(10)) FROM chain)) AS "doc"`;
}

/**
 * The place of a row among those of its projection, in the order in which they came: what ties are broken by. In SQLite it is part of every
 * index, in a few bytes, and of rows that are alike the newest stands at the end, so that a fold writes to few pages.
 */
export const ROW = "rowNo";

/** The place of the row with this id. */
export const rowWith = (kind: string): string => `(SELECT ${ROW} FROM ${currentTable(kind)} WHERE id = ?)`;
/** The place of the last row that was there at a place in the log. */
export const lastRowAt = (kind: string): string =>
  `(SELECT ${ROW} FROM ${currentTable(kind)} WHERE bornKey <= ? ORDER BY bornKey DESC, ${ROW} DESC LIMIT 1)`;

/** Since when the current row holds on an axis; null where another version does. */
export const sinceColumn = (axis: string): string => `${axis}Key`;
/** The latest moment on an axis of which the row was told, by events that changed nothing too: what is earlier is out of order. */
export const latestColumn = (axis: string): string => `${axis}Latest`;

const ENGINE = `
  CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE problems (kind TEXT, position INTEGER, type TEXT, eventId TEXT, error TEXT, PRIMARY KEY (kind, position)) WITHOUT ROWID;
  CREATE TABLE events (
    position INTEGER PRIMARY KEY, eventId TEXT NOT NULL, type TEXT NOT NULL, category TEXT NOT NULL, id TEXT NOT NULL, revision INTEGER NOT NULL,
    occurredMs INTEGER NOT NULL, knownMs INTEGER NOT NULL, latestMs INTEGER NOT NULL, correlationId TEXT NOT NULL, commandId TEXT NOT NULL,
    actorNo INTEGER NOT NULL, data TEXT NOT NULL, metadata TEXT NOT NULL);
  CREATE TABLE actors (actorNo INTEGER PRIMARY KEY, actor TEXT NOT NULL UNIQUE);
  CREATE VIEW recorded AS SELECT e.*, (SELECT actor FROM actors a WHERE a.actorNo = e.actorNo) AS actor FROM events e;
  CREATE INDEX events_stream ON events (id);
  CREATE TABLE searchDoc (
    searchNo INTEGER PRIMARY KEY, kind TEXT NOT NULL, id TEXT NOT NULL, recordKind TEXT NOT NULL, recordId TEXT NOT NULL,
    title TEXT NOT NULL, detail TEXT NOT NULL, body TEXT NOT NULL, at TEXT, fromKey INTEGER NOT NULL, toKey INTEGER NOT NULL);
  CREATE VIRTUAL TABLE searchText USING fts5 (title, detail, body, content='searchDoc', content_rowid='searchNo', tokenize="unicode61 remove_diacritics 2", prefix='2 3');
`;

/** What creates every table of an empty read model: a file that was created by other words cannot answer. */
export const tablesOf = (projections: readonly Projection[], sideTables: readonly SideTable[]): readonly string[] =>
  [ENGINE, ...projections.flatMap(projectionTables), ...sideTables.map(({ ddl }) => ddl)];

function projectionTables({ kind, columns, axes, history }: Projection): readonly string[] {
  const typed = Object.entries(columns).map(([name, { type }]) => `, "${name}" ${type.toUpperCase()}`).join("");
  const since = axes.map((axis) => `, ${sinceColumn(axis)} INTEGER, ${latestColumn(axis)} INTEGER`).join("");
  const current = `CREATE TABLE ${currentTable(kind)} (${ROW} INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, bornKey INTEGER NOT NULL, fromKey INTEGER NOT NULL, searchNo INTEGER${since}${typed}, doc TEXT NOT NULL)`;
  if (!history) return [current];
  const versions = [positionTable(kind), ...axes.map((axis) => axisTable(kind, axis))].map(
    (table) =>
      `CREATE TABLE ${table} (${ROW} INTEGER NOT NULL, fromKey INTEGER NOT NULL, toKey INTEGER NOT NULL${typed}, docId INTEGER NOT NULL, PRIMARY KEY (${ROW}, fromKey)) WITHOUT ROWID`,
  );
  return [current, `CREATE TABLE ${docTable(kind)} (docId INTEGER PRIMARY KEY, doc TEXT NOT NULL, baseId INTEGER)`, ...versions];
}

/** The position, an event's key, is part of each of them as it is. */
const ENGINE_INDEXES = [
  "CREATE INDEX IF NOT EXISTS events_type ON events (type)",
  // Their first characters tell almost all apart, and an index of them is a third as large: see `BY_EVENT_ID`, `BY_CORRELATION`.
  "CREATE INDEX IF NOT EXISTS events_correlation ON events (substr(correlationId, 1, 8))",
  "CREATE INDEX IF NOT EXISTS events_eventId ON events (substr(eventId, 1, 8))",
  "CREATE INDEX IF NOT EXISTS events_occurred ON events (occurredMs)",
];

/** Indexes that only queries need: kept up row by row they would make a fold more than twice as long. */
export function queryIndexes(projections: readonly Projection[], sideTables: readonly SideTable[]): readonly string[] {
  const ofProjections = projections.flatMap(({ kind, columns, indexes, history }) => {
    const single = Object.entries(columns).flatMap(([name, { index }]) => (index === true ? [[name]] : []));
    // By when it came a list as it was once passes over what came later, without a look at its row.
    const born = history ? [["bornKey"]] : [];
    return [...single, ...indexes, ...born].map(
      (names) =>
        `CREATE INDEX IF NOT EXISTS "${currentTable(kind)}_${names.join("_")}" ON ${currentTable(kind)} (${names.map((name) => `"${name}"`).join(", ")})`,
    );
  });
  return [...ENGINE_INDEXES, ...ofProjections, ...sideTables.flatMap(({ indexes }) => indexes ?? [])];
}
