import type { AsOf } from "../engine/asOf.ts";
import type { Database } from "../engine/database.ts";
import { tableOf } from "../engine/query.ts";
import { rotationProjection } from "./rotationProjection.ts";

/** Queries over rotations. Who is on call is the domain's to say: `onCallAt({ ...rotation, left: people.left() }, at)`. */
export type RotationQueries = ReturnType<typeof rotationQueries>;

/** Builds the queries. */
export function rotationQueries(db: () => Database) {
  const table = tableOf(db, rotationProjection);
  return {
    get: table.get,
    getMany: table.getMany,
    /** By name. */
    all: (asOf?: AsOf) => table.all([], { sort: { column: "name", descending: false }, asOf }),
  };
}
