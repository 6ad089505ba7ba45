import { looksIntoDoc, momentOf, sourceOf, type AsOf } from "./asOf.ts";
import { numberOf, textOf, type Database } from "./database.ts";
import type { Keyed, Projection } from "./projection.ts";
import { all, type Condition } from "./query.ts";
import { currentTable } from "./tables.ts";

/** Services that have a row by a moment (ms), as known now; the projection has a column `serviceId`. */
export const servicesBy = <Row extends Keyed, Name extends string>(
  db: Database,
  { kind }: Projection<Row, Name | "serviceId">,
  { column, atMs }: { readonly column: NoInfer<Name>; readonly atMs: number },
): readonly string[] =>
  db.all(`SELECT DISTINCT serviceId FROM ${currentTable(kind)} WHERE "${column}" <= ?`, atMs).map((row) => textOf(row, "serviceId"));

/** When each service last had one, ms. */
export function lastPerService<Row extends Keyed, Name extends string>(
  db: Database,
  projection: Projection<Row, Name | "serviceId">,
  { column, asOf }: { readonly column: NoInfer<Name>; readonly asOf: AsOf | undefined },
): ReadonlyMap<string, number> {
  const { sql, params } = sourceOf(projection as Projection, momentOf(db, asOf), { doc: false });
  const rows = db.all(`SELECT r.serviceId, max(r."${column}") AS ms FROM ${sql} GROUP BY r.serviceId`, ...params);
  return new Map(rows.map((row) => [textOf(row, "serviceId"), numberOf(row, "ms")]));
}

/** The newest of each service's, of those that a condition names: its id, and the column's value. */
export function newestPerService<Row extends Keyed, Name extends string>(
  db: Database,
  projection: Projection<Row, Name | "serviceId">,
  { column, where, asOf }: { readonly column: NoInfer<Name>; readonly where: readonly Condition[]; readonly asOf: AsOf | undefined },
): ReadonlyMap<string, { readonly id: string; readonly ms: number }> {
  const moment = momentOf(db, asOf);
  const filter = all(where, moment);
  const { sql, params } = sourceOf(projection as Projection, moment, { doc: looksIntoDoc(filter.sql) });
  // Beside `max` SQLite answers the columns of the row that has it.
  const rows = db.all(
    `SELECT r.serviceId, r.id, max(r."${column}") AS ms FROM ${sql} WHERE ${filter.sql} GROUP BY r.serviceId`, ...params, ...filter.params,
  );
  return new Map(rows.map((row) => [textOf(row, "serviceId"), { id: textOf(row, "id"), ms: numberOf(row, "ms") }]));
}
