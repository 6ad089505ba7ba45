import type { AsOf } from "../engine/asOf.ts";
import type { Database } from "../engine/database.ts";
import type { Stored } from "../engine/projection.ts";
import { is, tableOf, type Condition, type Page, type PageRequest, type Sort } from "../engine/query.ts";
import { hasText } from "../engine/textFilter.ts";
import { flagProjection, type FlagRow } from "./flagProjection.ts";

/** Which flags. Text looks at keys, environments and what was noted with their changes. */
export interface FlagFilter {
  readonly serviceId?: string | undefined;
  /** Exactly this one. */
  readonly key?: string | undefined;
  /** Whether they are there still. */
  readonly present?: boolean | undefined;
  readonly text?: string | undefined;
}

export type FlagSort = "KEY_ASC" | "CHANGED_DESC";

const sorts: Readonly<Record<FlagSort, Sort<"key" | "changedMs">>> = {
  KEY_ASC: { column: "key", descending: false },
  CHANGED_DESC: { column: "changedMs", descending: true },
};

/** A list of flags. */
export interface FlagListRequest {
  readonly filter?: FlagFilter | undefined;
  readonly sort?: FlagSort | undefined;
  readonly page?: PageRequest | undefined;
  readonly asOf?: AsOf | undefined;
}

/** A flag of another system. */
export type ObservedFlagRow = Extract<FlagRow, { readonly status: "observed" }>;

/** Queries over flags. */
export type FlagQueries = ReturnType<typeof flagQueries>;

/** Builds the queries. */
export function flagQueries(db: () => Database) {
  const table = tableOf(db, flagProjection);
  return {
    get: table.get,
    list: ({ filter = {}, sort = "CHANGED_DESC", page, asOf }: FlagListRequest = {}): Page<Stored<FlagRow>> => table.list({ where: conditions(filter), sort: sorts[sort], page, asOf }),
    /** All that other systems hold of a service by key, those included that are gone. */
    ofService: (serviceId: string, asOf?: AsOf): readonly Stored<ObservedFlagRow>[] =>
      table.all([is("serviceId", serviceId)], { sort: sorts.KEY_ASC, asOf }).filter((row) => row.status === "observed"),
  };
}

const conditions = ({ serviceId, key, present, text }: FlagFilter): readonly (Condition | undefined)[] =>
  [is("serviceId", serviceId), is("key", key), is("present", present === undefined ? undefined : Number(present)), hasText("flag", text)];
