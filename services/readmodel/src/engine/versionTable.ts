import { numberOf, type Database } from "./database.ts";
import type { Built, DocStore } from "./docStore.ts";
import type { Projection } from "./projection.ts";
import { OPEN, ROW } from "./tables.ts";

/** The version that holds on one axis, from `from` on. */
export interface OpenVersion {
  built: Built | null;
  from: number;
}

/** A version, and since when it holds. */
export interface Began {
  readonly built: Built;
  readonly from: number;
}

/** No version yet. */
export const noVersion = (): OpenVersion => ({ built: null, from: 0 });

/**
 * The versions of a projection's rows along one axis that hold no more. The one that holds stands in the current
 * table; only where an axis has another (what arrived last did not happen last) it stands here, with an open end.
 */
export interface VersionTable {
  /** The open version ends where the next begins; one that began at the same moment leaves no trace. */
  advance(rowNo: number, version: OpenVersion, next: Began): void;
  /** Replaces a row's whole history; returns its open version. */
  rewrite(rowNo: number, versions: readonly Began[]): OpenVersion;
  /** Keeps an open version that is not the current row; without one, forgets what was kept. */
  keep(rowNo: number, version: OpenVersion | null): void;
}

/** Prepares the statements of one version table. */
export function createVersionTable(
  db: Database,
  table: string,
  { columns, docs }: Pick<Projection, "columns"> & { readonly docs: DocStore },
): VersionTable {
  const names = Object.keys(columns);
  const insert = `INSERT INTO ${table} (${ROW}, fromKey, toKey${names.map((name) => `, "${name}"`).join("")}, docId) VALUES (?, ?, ?${names.map(() => ", ?").join("")}, ?)`;
  const removeOpen = `DELETE FROM ${table} WHERE ${ROW} = ? AND toKey = ${OPEN}`;
  const textsOf = `SELECT docId FROM ${table} WHERE ${ROW} = ?`;
  const removeAll = `DELETE FROM ${table} WHERE ${ROW} = ?`;

  const write = (rowNo: number, { built, from }: Began, to: number): void => {
    db.run(insert, rowNo, from, to, ...built.values, docs.put(built));
  };
  const advance = (rowNo: number, version: OpenVersion, next: Began): void => {
    const { built, from } = version;
    if (built !== null && from < next.from) write(rowNo, { built, from }, next.from);
    version.built = next.built;
    version.from = next.from;
  };
  return {
    advance,
    rewrite(rowNo, versions) {
      const before = db.all(textsOf, rowNo).map((row) => numberOf(row, "docId"));
      db.run(removeAll, rowNo);
      const open = noVersion();
      for (const version of versions) advance(rowNo, open, version);
      docs.sweep(rowNo, before);
      return open;
    },
    keep(rowNo, version) {
      const before = db.all(`${textsOf} AND toKey = ${OPEN}`, rowNo).map((row) => numberOf(row, "docId"));
      db.run(removeOpen, rowNo);
      if (version !== null && version.built !== null) write(rowNo, { built: version.built, from: version.from }, OPEN);
      docs.sweep(rowNo, before);
    },
  };
}
