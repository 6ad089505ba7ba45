import type { AsOf } from "../engine/asOf.ts";
import type { Database } from "../engine/database.ts";
import type { Stored } from "../engine/projection.ts";
import { is, tableOf } from "../engine/query.ts";
import { targetingProjection, type TargetingRow } from "./targetingProjection.ts";

/** Queries over managed flags in their environments. */
export type TargetingQueries = ReturnType<typeof targetingQueries>;

/** Builds the queries. */
export function targetingQueries(db: () => Database) {
  const table = tableOf(db, targetingProjection);
  const sort = { column: "environment", descending: false } as const;
  return {
    get: table.get,
    /** A flag in all its environments. */
    ofFlag: (flagId: string, asOf?: AsOf): readonly Stored<TargetingRow>[] => table.all([is("flagId", flagId)], { sort, asOf }),
    /** All that is managed in an environment. */
    inEnvironment: (environment: string, asOf?: AsOf): readonly Stored<TargetingRow>[] => table.all([is("environment", environment)], { sort, asOf }),
    /** Where somebody is asked for a word, or a change waits for its time. */
    pending: (asOf?: AsOf): readonly Stored<TargetingRow>[] => table.all([is("pending", 1)], { sort, asOf }),
  };
}
