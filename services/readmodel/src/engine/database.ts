import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";
import { tell } from "./rowChange.ts";

/** A value that can be bound to a statement. */
export type Bindable = string | number | bigint | boolean | null;

/** A row as SQLite gives it. */
export interface SqlRow {
  readonly [column: string]: unknown;
}

/** A database with its statements kept prepared. */
export interface Database {
  run(sql: string, ...params: readonly Bindable[]): void;
  all(sql: string, ...params: readonly Bindable[]): readonly SqlRow[];
  get(sql: string, ...params: readonly Bindable[]): SqlRow | undefined;
  exec(sql: string): void;
  /** What was worked out under this name since the last transaction; worked out now where it was not. */
  once<T>(name: string, work: () => T): T;
  /** Commits what `work` does, or none of it. */
  transaction<T>(work: () => T): T;
  close(): void;
}

/** Most statements come from a fixed set; lists with many filters make a few hundred more. */
const MOST_STATEMENTS = 500;
/** So much is remembered between two transactions; beyond it, all is worked out anew. */
const MOST_REMEMBERED = 2_000;

/**
 * Opens a read model's file. Rows and checkpoint are lost together or not at all, so `synchronous=NORMAL` is safe:
 * after a power loss the log is read again from the older checkpoint.
 */
export function openDatabase(file: string): Database {
  const db = new DatabaseSync(file);
  db.exec("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA wal_autocheckpoint=16000");
  return over(db, "BEGIN IMMEDIATE").database;
}

/** A file that somebody else writes, as it was at one moment after the other. */
export interface Moments {
  readonly database: Database;
  /** All that `work` reads is of one moment, which is now. What was remembered is kept while nobody has written. */
  at<T>(work: () => Promise<T>): Promise<T>;
}

/**
 * Opens a read model's file to read it beside whoever folds it.
 * @throws SQLite's error where there is none
 */
export function openForReading(file: string): Moments {
  const db = new DatabaseSync(file, { readOnly: true });
  const { database, forget } = over(db, "BEGIN");
  const version = db.prepare("PRAGMA data_version");
  let seen: unknown = null;
  return {
    database,
    async at(work) {
      db.exec("BEGIN");
      try {
        // Only what reads begins the moment.
        database.get("SELECT 1 FROM sqlite_schema LIMIT 1");
        const written = version.get()?.["data_version"];
        if (written !== seen) forget();
        seen = written;
        return await work();
      } finally {
        if (db.isTransaction) db.exec("COMMIT");
      }
    },
  };
}

/** What is common to whoever writes a file and whoever reads it. */
function over(db: DatabaseSync, begin: string): { readonly database: Database; readonly forget: () => void } {
  db.exec("PRAGMA cache_size=-16384; PRAGMA temp_store=MEMORY; PRAGMA mmap_size=67108864; PRAGMA busy_timeout=5000");
  db.function("tell", { deterministic: true }, (texts) => (typeof texts === "string" ? tell(texts) : null));
  const statements = new Map<string, StatementSync>();
  const remembered = new Map<string, unknown>();
  const prepared = (sql: string): StatementSync => {
    const known = statements.get(sql);
    if (known !== undefined) return known;
    if (statements.size >= MOST_STATEMENTS) statements.clear();
    const statement = db.prepare(sql);
    statements.set(sql, statement);
    return statement;
  };
  const database: Database = {
    run: (sql, ...params) => void prepared(sql).run(...params.map(toSql)),
    all: (sql, ...params) => prepared(sql).all(...params.map(toSql)),
    get: (sql, ...params) => prepared(sql).get(...params.map(toSql)),
    exec: (sql) => db.exec(sql),
    once<T>(name: string, work: () => T): T {
      if (remembered.has(name)) return remembered.get(name) as T;
      const value = work();
      if (remembered.size >= MOST_REMEMBERED) remembered.clear();
      remembered.set(name, value);
      return value;
    },
    transaction(work) {
      remembered.clear();
      db.exec(begin);
      try {
        const result = work();
        db.exec("COMMIT");
        return result;
      } catch (error) {
        if (db.isTransaction) db.exec("ROLLBACK");
        throw error;
      }
    },
    close() {
      statements.clear();
      if (db.isOpen) db.close();
    },
  };
  return { database, forget: () => { remembered.clear(); } };
}

const toSql = (value: Bindable): SQLInputValue => (typeof value === "boolean" ? Number(value) : value);

/** A text column of a row; "" where it is not text. */
export const textOf = (row: SqlRow | undefined, column: string): string => {
  const value = row?.[column];
  return typeof value === "string" ? value : "";
};

/** A number column of a row; 0 where it is not a number. */
export const numberOf = (row: SqlRow | undefined, column: string): number => {
  const value = row?.[column];
  return typeof value === "number" ? value : 0;
};
