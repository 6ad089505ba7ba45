import type { Database } from "../engine/database.ts";
import type { Stored } from "../engine/projection.ts";
import { is, tableOf } from "../engine/query.ts";
import { tokenProjection, type TokenRow } from "./tokenProjection.ts";

/** Queries over tokens. */
export type TokenQueries = ReturnType<typeof tokenQueries>;

/** Builds the queries. */
export function tokenQueries(db: () => Database) {
  const table = tableOf(db, tokenProjection);
  return {
    get: table.get,
    /** Of a person, or all; by name. */
    of: (personId?: string): readonly Stored<TokenRow>[] =>
      table.all([is("personId", personId)], { sort: { column: "name", descending: false } }),
  };
}
