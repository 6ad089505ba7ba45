import { numberOf, type Database } from "./database.ts";
import type { Projection } from "./projection.ts";
import { axisTable, docTable, positionTable } from "./tables.ts";
import type { Built } from "./versionTable.ts";

/** The texts of a projection's past rows: each once, whichever axes it is a version of. */
export interface DocStore {
  /** Where the row's text is kept; written down the first time. */
  put(built: Built): number;
  /** Drops those texts of a row that no axis has a version with any more: of the given ones, after a past was told again. */
  sweep(id: string, docIds: readonly number[]): void;
  /** After rows were dropped from memory: nobody holds a text's place any more. */
  forget(): void;
}

/** Prepares the statements. */
export function createDocStore(db: Database, { kind, axes }: Projection): DocStore {
  const insert = `INSERT INTO ${docTable(kind)} (doc) VALUES (?) RETURNING docId`;
  const tables = [positionTable(kind), ...axes.map((axis) => axisTable(kind, axis))];
  const used = tables.map((table) => `SELECT docId FROM ${table} WHERE id = ?`).join(" UNION ");
  const remove = `DELETE FROM ${docTable(kind)} WHERE docId IN (SELECT value FROM json_each(?)) AND docId NOT IN (${used})`;
  // A row in memory may still know the place of a text that is gone; places are never used twice.
  const swept = new Set<number>();
  return {
    put(built) {
      if (built.docId === undefined || swept.has(built.docId)) built.docId = numberOf(db.get(insert, built.json), "docId");
      return built.docId;
    },
    sweep(id, docIds) {
      if (docIds.length === 0) return;
      db.run(remove, JSON.stringify(docIds), ...tables.map(() => id));
      for (const docId of docIds) swept.add(docId);
    },
    forget: () => swept.clear(),
  };
}
