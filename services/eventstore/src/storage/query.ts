import type { DatabaseSync, SQLInputValue, StatementSync } from "node:sqlite";
import { isRow } from "./columns.ts";
import type { Row } from "./columns.ts";

/** A prepared statement whose rows are arrays, which node:sqlite builds faster than objects. */
export type Query = {
  all(...values: SQLInputValue[]): readonly Row[];
  first(...values: SQLInputValue[]): Row | undefined;
  /** The rows up to the one after which it is `enough`; no more are read. */
  until(enough: (row: Row) => boolean, ...values: SQLInputValue[]): readonly Row[];
  run(...values: SQLInputValue[]): void;
};

/** Prepares `sql` once for many uses. */
export function prepareQuery(database: DatabaseSync, sql: string): Query {
  const statement: StatementSync = database.prepare(sql);
  statement.setReturnArrays(true);
  return {
    all(...values) {
      const rows: unknown[] = statement.all(...values);
      return rows.filter(isRow);
    },
    until(enough, ...values) {
      const taken: Row[] = [];
      for (const row of statement.iterate(...values)) {
        if (!isRow(row)) continue;
        taken.push(row);
        if (enough(row)) break;
      }
      return taken;
    },
    first(...values) {
      const row: unknown = statement.get(...values);
      return isRow(row) ? row : undefined;
    },
    run(...values) {
      statement.run(...values);
    },
  };
}
