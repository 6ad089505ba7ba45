import type { AsOf } from "../engine/asOf.ts";
import type { Database } from "../engine/database.ts";
import type { Stored } from "../engine/projection.ts";
import { is, tableOf, type ListSlice, type SliceRequest } from "../engine/query.ts";
import { importProjection, type ImportRow } from "./importProjection.ts";

/** A list of imports, the newest first. */
export interface ImportListRequest {
  readonly serviceId?: string | undefined;
  readonly slice?: SliceRequest | undefined;
  readonly asOf?: AsOf | undefined;
}

/** Queries over imports. */
export type ImportQueries = ReturnType<typeof importQueries>;

/** Builds the queries. */
export function importQueries(db: () => Database) {
  const table = tableOf(db, importProjection);
  return {
    get: table.get,
    list: ({ serviceId, slice, asOf }: ImportListRequest = {}): ListSlice<Stored<ImportRow>> =>
      table.list({ where: [is("serviceId", serviceId)], sort: { column: "startedMs", descending: true }, slice, asOf }),
  };
}
