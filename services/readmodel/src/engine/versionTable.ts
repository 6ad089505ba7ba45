import { numberOf, type Database } from "./database.ts";
import type { Built, DocStore } from "./docStore.ts";
import type { Projection } from "./projection.ts";
import { OPEN } from "./tables.ts";

/** The version that holds on one axis, from `from` on. */
export interface OpenVersion {
  built: Built | null;
  from: number;
}

/** No version yet. */
export const noVersion = (): OpenVersion => ({ built: null, from: 0 });

/**
 * The versions of a projection's rows along one axis that hold no more. The one that holds stands in the current
 * table; only where an axis has another (what arrived last did not happen last) it stands here, with an open end.
 */
export interface VersionTable {
  /** The open version ends where the next begins; one that began at the same moment leaves no trace. */
  advance(version: OpenVersion, next: Built, from: number): void;
  /** Replaces a row's whole history; returns its open version. */
  rewrite(id: string, versions: readonly { readonly built: Built; readonly from: number }[]): OpenVersion;
  /** Keeps an open version that is not the current row; without one, forgets what was kept. */
  keep(id: string, version: OpenVersion | null): void;
}

/** Prepares the statements of one version table. */
export function createVersionTable(
  db: Database,
  table: string,
  { columns, docs }: Pick<Projection, "columns"> & { readonly docs: DocStore },
): VersionTable {
  const names = Object.keys(columns);
  const insert = `INSERT INTO ${table} (id, fromKey, toKey${names.map((name) => `, "${name}"`).join("")}, docId) VALUES (?, ?, ?${names.map(() => ", ?").join("")}, ?)`;
  const removeOpen = `DELETE FROM ${table} WHERE id = ? AND toKey = ${OPEN}`;
  const textsOf = `SELECT docId FROM ${table} WHERE id = ?`;
  const removeAll = `DELETE FROM ${table} WHERE id = ?`;

  const write = (built: Built, from: number, to: number): void => {
    db.run(insert, built.row.id, from, to, ...built.values, docs.put(built));
  };
  const advance = (version: OpenVersion, next: Built, from: number): void => {
    if (version.built !== null && version.from < from) write(version.built, version.from, from);
    version.built = next;
    version.from = from;
  };
  return {
    advance,
    rewrite(id, versions) {
      const before = db.all(textsOf, id).map((row) => numberOf(row, "docId"));
      db.run(removeAll, id);
      const open = noVersion();
      for (const { built, from } of versions) advance(open, built, from);
      docs.sweep(id, before);
      return open;
    },
    keep(id, version) {
      const before = db.all(`${textsOf} AND toKey = ${OPEN}`, id).map((row) => numberOf(row, "docId"));
      db.run(removeOpen, id);
      if (version !== null && version.built !== null) write(version.built, version.from, OPEN);
      docs.sweep(id, before);
    },
  };
}
