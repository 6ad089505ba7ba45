import type { Database } from "./engine/database.ts";
import type { Queries } from "./engine/registry.ts";
import type { QueriesOf } from "./engine/slice.ts";
import { slices } from "./slices.ts";

export type { Queries } from "./engine/registry.ts";

type Makers = { readonly [Name in keyof Queries]: QueriesOf<Name> };
/** What all of them have together. */
type Together<Union> = (Union extends unknown ? (one: Union) => void : never) extends (all: infer All) => void ? All : never;
type Listed = Together<(typeof slices)[number]["queries"]>;

const makers: Makers = Object.assign({}, ...slices.map(({ queries }) => queries)) as Listed;

/**
 * All queries over a database, synchronous: the fold is in this process. `db` is asked again for each, because a rebuilt one may have taken
 * its place.
 */
export function queriesOver(db: () => Database): Queries {
  const queries: { -readonly [Name in keyof Queries]?: Queries[Name] } = {};
  // Each is called only when all are there (`QueriesOf`).
  const complete = queries as Queries;
  const make = <Name extends keyof Queries>(name: Name): void => {
    queries[name] = makers[name](db, complete);
  };
  for (const name of Object.keys(makers) as (keyof Queries)[]) make(name);
  return complete;
}
