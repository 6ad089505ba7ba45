import type { AsOf } from "../engine/asOf.ts";
import type { Database } from "../engine/database.ts";
import type { Stored } from "../engine/projection.ts";
import { is, isOneOf, tableOf, type Page, type PageRequest } from "../engine/query.ts";
import { alertProjection, type AlertRow } from "./alertProjection.ts";

/** Which alerts. */
export interface AlertFilter {
  readonly serviceId?: string | undefined;
  readonly serviceIds?: readonly string[] | undefined;
  readonly integrationId?: string | undefined;
  readonly groupKey?: string | undefined;
  readonly firing?: boolean | undefined;
  /** Those that lasted at some time in the window. */
  readonly during?: { readonly from: string; readonly to: string } | undefined;
}

/** A list of alerts, the newest first. */
export interface AlertListRequest {
  readonly filter?: AlertFilter | undefined;
  readonly page?: PageRequest | undefined;
  readonly asOf?: AsOf | undefined;
}

/** Queries over alerts. */
export type AlertQueries = ReturnType<typeof alertQueries>;

/** Builds the queries. */
export function alertQueries(db: () => Database) {
  const table = tableOf(db, alertProjection);
  const newest = { column: "startsMs", descending: true } as const;
  return {
    get: table.get,
    getMany: table.getMany,
    list: ({ filter = {}, page, asOf }: AlertListRequest = {}): Page<Stored<AlertRow>> => table.list({ where: conditions(filter), sort: newest, page, asOf }),
    all: (filter: AlertFilter = {}, asOf?: AsOf) => table.all(conditions(filter), { sort: newest, asOf }),
  };
}

const conditions = ({ serviceId, serviceIds, integrationId, groupKey, firing, during }: AlertFilter) => [
  is("serviceId", serviceId), isOneOf("serviceId", serviceIds), is("integrationId", integrationId), is("groupKey", groupKey), is("firing", firing),
  during === undefined ? undefined : { sql: 'r."startsMs" < ? AND r."endsMs" >= ?', params: [Date.parse(during.to), Date.parse(during.from)] },
];
