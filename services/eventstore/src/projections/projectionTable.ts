import type { DatabaseSync } from "node:sqlite";
import { integerAt, textAt } from "../storage/columns.ts";
import type { Row } from "../storage/columns.ts";
import { prepareQuery } from "../storage/query.ts";

/** A custom projection as its creator described it. */
export type ProjectionDefinition = { readonly name: string; readonly query: string; readonly emitEnabled: boolean };

/** A projection as the file holds it. */
export type StoredProjection = ProjectionDefinition & {
  readonly enabled: boolean;
  /** Everything up to this position went through the code. */
  readonly position: number;
  /** JSON; undefined before the first event. */
  readonly state: string | undefined;
};

/** The statements over the `projections` table. Writes belong inside EventLog.write. */
export type ProjectionTable = {
  all(): StoredProjection[];
  save(projection: StoredProjection): void;
  saveProgress(progress: Pick<StoredProjection, "name" | "position" | "state">): void;
  remove(name: string): void;
};

/** Only files of servers that run custom projections have this table. */
const TABLE = `CREATE TABLE IF NOT EXISTS projections (
  name TEXT PRIMARY KEY,
  query TEXT NOT NULL,
  emit INTEGER NOT NULL,
  enabled INTEGER NOT NULL,
  position INTEGER NOT NULL,
  state TEXT
) WITHOUT ROWID`;

/** Makes the table where it is not there, and prepares the statements over it. */
export function openProjectionTable(database: DatabaseSync): ProjectionTable {
  database.exec(TABLE);
  const all = prepareQuery(database, "SELECT name, query, emit, enabled, position, state FROM projections ORDER BY name");
  const save = prepareQuery(
    database,
    "INSERT OR REPLACE INTO projections (name, query, emit, enabled, position, state) VALUES (?, ?, ?, ?, ?, ?)",
  );
  const saveProgress = prepareQuery(database, "UPDATE projections SET position = ?, state = ? WHERE name = ?");
  const remove = prepareQuery(database, "DELETE FROM projections WHERE name = ?");
  return {
    all: () => all.all().map(toProjection),
    save({ name, query, emitEnabled, enabled, position, state }) {
      save.run(name, query, Number(emitEnabled), Number(enabled), position, state ?? null);
    },
    saveProgress: ({ name, position, state }) => saveProgress.run(position, state ?? null, name),
    remove: (name) => remove.run(name),
  };
}

function toProjection(row: Row): StoredProjection {
  return {
    name: textAt(row, 0),
    query: textAt(row, 1),
    emitEnabled: integerAt(row, 2) === 1,
    enabled: integerAt(row, 3) === 1,
    position: integerAt(row, 4),
    state: typeof row[5] === "string" ? row[5] : undefined,
  };
}
