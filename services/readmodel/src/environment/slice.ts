import { environmentDecider, type Environment } from "@ballast/domain/environment";
import type { EnvironmentEvent } from "@ballast/schema";
import type { AsOf } from "../engine/asOf.ts";
import type { Database } from "../engine/database.ts";
import { defineProjection, type HappenedAs, type Stored } from "../engine/projection.ts";
import { tableOf } from "../engine/query.ts";
import { defineSlice } from "../engine/slice.ts";

/** An environment as all services know it: what the domain says it is, with its name. */
export interface EnvironmentPolicyRow extends Environment {
  readonly id: string;
  /** Null: what is usual in all environments. */
  readonly name: string | null;
}

const folded = (row: EnvironmentPolicyRow | null, { event, id }: HappenedAs<EnvironmentEvent>): EnvironmentPolicyRow =>
  ({ ...environmentDecider.evolve(row ?? environmentDecider.initialState, event), id, name: event.data.environment });

/** Environments of which something was said, by id. */
const environmentProjection = defineProjection({
  kind: "environment",
  columns: { name: { type: "text", of: (row: EnvironmentPolicyRow) => row.name, index: true } },
  handlers: {
    FlagPolicySet: (row, _, recorded) => folded(row, recorded), UsualCleanUpSet: (row, _, recorded) => folded(row, recorded),
  },
});

/** Queries over environments. */
export type EnvironmentQueries = ReturnType<typeof environmentQueries>;

function environmentQueries(db: () => Database) {
  const table = tableOf(db, environmentProjection);
  return {
    get: table.get,
    /** After how many days temporary flags are to be cleaned up in an environment: what is said of it, else of all; null: of neither. */
    cleanUpAfterDays(asOf?: AsOf): (environment: string) => number | null {
      const said = new Map(table.all([], { asOf }).map((row) => [row.name, row.cleanUpAfterDays]));
      return (environment) => said.get(environment) ?? said.get(null) ?? null;
    },
    /** Those of which something was said, by name. */
    all: (asOf?: AsOf): readonly Stored<EnvironmentPolicyRow & { readonly name: string }>[] =>
      table.all([], { sort: { column: "name", descending: false }, asOf })
        .flatMap((row) => (row.name === null ? [] : [{ ...row, name: row.name }])),
  };
}

declare module "../engine/registry.ts" {
  interface Queries {
    readonly environments: EnvironmentQueries;
  }
}

/** Environments. */
export const environmentSlice = defineSlice({ projections: [environmentProjection], queries: { environments: environmentQueries } });
