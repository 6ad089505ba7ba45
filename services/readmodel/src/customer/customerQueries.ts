import { momentOf, sourceOf, type AsOf } from "../engine/asOf.ts";
import type { Database } from "../engine/database.ts";
import type { Projection, Stored } from "../engine/projection.ts";
import { is, isOneOf, tableOf, type Condition, type ListSlice, type SliceRequest, type Sort } from "../engine/query.ts";
import { hasText } from "../engine/textFilter.ts";
import { customerIncidentProjection, type CustomerIncidentRow } from "./customerIncidentProjection.ts";
import { customerProjection, type CustomerRow } from "./customerProjection.ts";
import { servedHistory, type ServedChange, type ServedRequest } from "./servedHistory.ts";

/** Which customers. Text looks at names, ids and everything that was said of them. */
export interface CustomerFilter {
  readonly plan?: string | undefined;
  readonly region?: string | undefined;
  /** Whether anybody said anything of them, or they were only seen. */
  readonly described?: boolean | undefined;
  /** As applications send them. */
  readonly externalIds?: readonly string[] | undefined;
  readonly text?: string | undefined;
}

export type CustomerSort = "NAME_ASC" | "NAME_DESC" | "SEEN_DESC";

const sorts: Readonly<Record<CustomerSort, Sort<"name" | "seenMs">>> = {
  NAME_ASC: { column: "name", descending: false },
  NAME_DESC: { column: "name", descending: true },
  SEEN_DESC: { column: "seenMs", descending: true },
};

/** A list of customers. */
export interface CustomerListRequest {
  readonly filter?: CustomerFilter | undefined;
  readonly sort?: CustomerSort | undefined;
  readonly slice?: SliceRequest | undefined;
  readonly asOf?: AsOf | undefined;
}

/** Queries over customers. */
export type CustomerQueries = ReturnType<typeof customerQueries>;

// One that is asked for its columns, whatever its rows.
const erased = customerProjection as Projection;

/** Builds the queries. */
export function customerQueries(db: () => Database) {
  const table = tableOf(db, customerProjection);
  const reached = tableOf(db, customerIncidentProjection);
  return {
    get: table.get,
    getMany: table.getMany,
    list: ({ filter = {}, sort = "NAME_ASC", slice, asOf }: CustomerListRequest = {}): ListSlice<Stored<CustomerRow>> =>
      table.list({ where: conditions(filter), sort: sorts[sort], slice, asOf }),
    /** How many there are. */
    count: (filter: CustomerFilter = {}, asOf?: AsOf): number => table.count(conditions(filter), asOf),
    /** The plans, or regions, that customers have, by name. */
    valuesOf(column: "plan" | "region", asOf?: AsOf): readonly string[] {
      const { sql, params } = sourceOf(erased, momentOf(db(), asOf), { doc: false });
      return db()
        .all(`SELECT DISTINCT r."${column}" AS value FROM ${sql} WHERE r."${column}" IS NOT NULL ORDER BY value LIMIT 500`, ...params)
        .map(({ value }) => String(value));
    },
    /** Incidents that are known to have reached a customer, with what it suffered there. */
    incidentsOf: (customer: string, asOf?: AsOf): readonly Stored<CustomerIncidentRow>[] =>
      reached.all([is("customer", customer)], { asOf }),
    /** When a customer was given another release in a lane, oldest first. */
    servedHistory: (request: ServedRequest, asOf?: AsOf): readonly ServedChange[] => servedHistory(db(), request, asOf),
  };
}

const conditions = ({ plan, region, described, externalIds, text }: CustomerFilter): readonly (Condition | undefined)[] => [
  is("plan", plan),
  is("region", region),
  is("described", described === undefined ? undefined : Number(described)),
  isOneOf("externalId", externalIds),
  hasText("customer", text),
];
