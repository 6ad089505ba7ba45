import type { Database } from "./database.ts";
import type { Projection } from "./projection.ts";
import type { Queries } from "./registry.ts";
import type { SideTable } from "./tables.ts";

/** Builds queries over a database. `others` are asked when a query is: while queries are built, not all of them are there. */
export type QueriesOf<Name extends keyof Queries> = (db: () => Database, others: Queries) => Queries[Name];

/** What a slice brings to the read model: rows to fold, tables beside them, and what can be asked. */
export interface Slice<Name extends keyof Queries> {
  readonly projections: readonly Projection[];
  readonly sideTables: readonly SideTable[];
  readonly queries: { readonly [Each in Name]: QueriesOf<Each> };
}

/** Defines a slice. */
export function defineSlice<Name extends keyof Queries>({
  projections = [], sideTables = [], queries,
}: Partial<Slice<Name>> & Pick<Slice<Name>, "queries">): Slice<Name> {
  return { projections, sideTables, queries };
}
