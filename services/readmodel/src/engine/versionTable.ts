import type { Bindable, Database } from "./database.ts";
import type { Keyed, Projection, Stored } from "./projection.ts";
import { OPEN } from "./tables.ts";

/** A row with all that its tables hold: built once, written to several tables. */
export interface Built {
  readonly row: Stored<Keyed>;
  readonly values: readonly Bindable[];
  readonly json: string;
}

/** The version that holds on one axis, from `from` on; `written` when the table has it with an open end. */
export interface OpenVersion {
  built: Built | null;
  from: number;
  written: boolean;
}

/** No version yet. */
export const noVersion = (): OpenVersion => ({ built: null, from: 0, written: false });

/** The versions of a projection's rows along one axis. */
export interface VersionTable {
  /** The open version ends where the next begins; one that began at the same moment leaves no trace. */
  advance(version: OpenVersion, next: Built, from: number): void;
  /** Replaces a row's whole history; returns its open version. */
  rewrite(id: string, versions: readonly { readonly built: Built; readonly from: number }[]): OpenVersion;
  /** Writes the open version, if it is not written yet. */
  flush(version: OpenVersion): void;
}

/** Prepares the statements of one version table. */
export function createVersionTable(db: Database, table: string, { columns }: Projection): VersionTable {
  const names = Object.keys(columns);
  const insert = `INSERT INTO ${table} (id, fromKey, toKey${names.map((name) => `, "${name}"`).join("")}, doc) VALUES (?, ?, ?${names.map(() => ", ?").join("")}, ?)`;
  const end = `UPDATE ${table} SET toKey = ? WHERE id = ? AND fromKey = ?`;
  const remove = `DELETE FROM ${table} WHERE id = ? AND fromKey = ?`;
  const removeAll = `DELETE FROM ${table} WHERE id = ?`;

  const write = ({ row, values, json }: Built, from: number, to: number): void => db.run(insert, row.id, from, to, ...values, json);
  const close = ({ built, from, written }: OpenVersion, to: number): void => {
    if (built === null) return;
    if (written && from === to) db.run(remove, built.row.id, from);
    else if (written) db.run(end, to, built.row.id, from);
    else if (from < to) write(built, from, to);
  };
  const advance = (version: OpenVersion, next: Built, from: number): void => {
    close(version, from);
    version.built = next;
    version.from = from;
    version.written = false;
  };
  return {
    advance,
    rewrite(id, versions) {
      db.run(removeAll, id);
      const open = noVersion();
      for (const { built, from } of versions) advance(open, built, from);
      return open;
    },
    flush(version) {
      if (version.built !== null && !version.written) write(version.built, version.from, OPEN);
      version.written = true;
    },
  };
}
