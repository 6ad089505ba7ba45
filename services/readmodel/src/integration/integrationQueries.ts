import type { Database } from "../engine/database.ts";
import type { Stored } from "../engine/projection.ts";
import { is, isOneOf, tableOf } from "../engine/query.ts";
import { integrationProjection, type IntegrationRow } from "./integrationProjection.ts";

/** Queries over integrations, those of now: they hold secrets and leave no history. */
export type IntegrationQueries = ReturnType<typeof integrationQueries>;

/** Builds the queries. */
export function integrationQueries(db: () => Database) {
  const table = tableOf(db, integrationProjection);
  return {
    get: (id: string) => table.get(id),
    byKeyHash: (keyHash: string): Stored<IntegrationRow> | undefined => (keyHash === "" ? undefined : table.find([is("keyHash", keyHash)])),
    /** By name; those that were removed too. */
    all: (ids?: readonly string[]): readonly Stored<IntegrationRow>[] =>
      table.all([isOneOf("id", ids)], { sort: { column: "name", descending: false } }),
  };
}
