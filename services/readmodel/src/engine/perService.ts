import { momentOf, sourceOf, type AsOf } from "./asOf.ts";
import { numberOf, textOf, type Database } from "./database.ts";
import type { Keyed, Projection } from "./projection.ts";
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
  const { sql, params } = sourceOf(projection as Projection, momentOf(db, asOf));
  const rows = db.all(`SELECT r.serviceId, max(r."${column}") AS ms FROM ${sql} GROUP BY r.serviceId`, ...params);
  return new Map(rows.map((row) => [textOf(row, "serviceId"), numberOf(row, "ms")]));
}
