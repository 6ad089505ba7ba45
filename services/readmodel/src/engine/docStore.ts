import { numberOf, type Bindable, type Database } from "./database.ts";
import type { Keyed, Projection, Stored } from "./projection.ts";
import { changeBetween } from "./rowChange.ts";
import { axisTable, docTable, positionTable, ROW } from "./tables.ts";

/** A row with all that its tables hold: built once, written to several tables. */
export interface Built {
  readonly row: Stored<Keyed>;
  readonly values: readonly Bindable[];
  readonly json: string;
  /** Where its text is kept, once it is a past version of any axis. */
  docId?: number;
}

/**
 * The texts of a projection's past rows: each once, whichever axes it is a version of, and most of them as what changed
 * since the one before. A record of a hundred updates would else be written down a hundred times, each time longer.
 */
export interface DocStore {
  /** Where the row's text is kept; written down the first time. */
  put(built: Built): number;
  /** Drops those texts of a row that no axis has a version with any more: of the given ones, after a past was told again. */
  sweep(rowNo: number, docIds: readonly number[]): void;
  /** After rows were dropped from memory: nobody holds a text's place any more. */
  forget(): void;
}

/**
 * So many changes a text may be told by at any rate; by more as long as they are shorter than the text: what reading an old version costs.
 */
const FEW_CHANGES = 16;

/** The text of a row that was written down last; the next one may be told as a change of it. */
interface Last {
  readonly docId: number;
  readonly row: Stored<Keyed>;
  readonly changes: number;
  /** Their characters. */
  readonly length: number;
}

/** Prepares the statements. */
export function createDocStore(db: Database, { kind, axes }: Projection): DocStore {
  const docs = docTable(kind);
  const insert = `INSERT INTO ${docs} (docId, doc, baseId) VALUES (?, ?, ?)`;
  const tables = [positionTable(kind), ...axes.map((axis) => axisTable(kind, axis))];
  const used = tables.map((table) => `SELECT docId FROM ${table} WHERE ${ROW} = ?`).join(" UNION ");
  // What a text that is still used is a change of is used as well; what only such texts needed that go, goes with them.
  const withBases = (name: string, first: string): string =>
    `${name} (docId) AS (${first} UNION SELECT d.baseId FROM ${docs} d JOIN ${name} n ON d.docId = n.docId WHERE d.baseId IS NOT NULL)`;
  const superfluous = `WITH RECURSIVE ${withBases("needed", used)}, ${withBases("given", "SELECT value FROM json_each(?)")} SELECT docId FROM given EXCEPT SELECT docId FROM needed`;
  const remove = `DELETE FROM ${docs} WHERE docId IN (SELECT value FROM json_each(?))`;
  // A row in memory may still know the place of a text that is gone; places are never used twice.
  const swept = new Set<number>();
  // The next place is counted here: to have SQLite say which it took costs four times what writing the text does.
  let newest: number | null = null;
  const nextPlace = (): number => (newest = (newest ?? numberOf(db.get(`SELECT max(docId) AS newest FROM ${docs}`), "newest")) + 1);
  const lasts = new Map<string, Last>();
  const write = ({ row, json }: Built): number => {
    const last = lasts.get(row.id);
    const base =
      last === undefined || (last.changes >= FEW_CHANGES && last.length > json.length) || swept.has(last.docId) ? undefined : last;
    const change = base === undefined ? null : changeBetween(base.row, row, json);
    const docId = nextPlace();
    db.run(insert, docId, change ?? json, change === null ? null : (base?.docId ?? null));
    const told =
      change === null ? { changes: 0, length: 0 } : { changes: (base?.changes ?? 0) + 1, length: (base?.length ?? 0) + change.length };
    lasts.set(row.id, { docId, row, ...told });
    return docId;
  };
  return {
    put(built) {
      if (built.docId === undefined || swept.has(built.docId)) built.docId = write(built);
      return built.docId;
    },
    sweep(rowNo, docIds) {
      if (docIds.length === 0) return;
      const gone = db.all(superfluous, ...tables.map(() => rowNo), JSON.stringify(docIds)).map((row) => numberOf(row, "docId"));
      db.run(remove, JSON.stringify(gone));
      for (const docId of gone) swept.add(docId);
    },
    forget() {
      swept.clear();
      lasts.clear();
    },
  };
}
