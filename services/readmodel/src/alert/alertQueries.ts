import type { AsOf } from "../engine/asOf.ts";
import type { Database } from "../engine/database.ts";
import type { Stored } from "../engine/projection.ts";
import { is, isOneOf, tableOf, type ListSlice, type SliceRequest } from "../engine/query.ts";
import { alertProjection, type AlertRow } from "./alertProjection.ts";
import { unseenClearProjection, type UnseenClearRow } from "./unseenClearProjection.ts";

/** Which alerts. */
export interface AlertFilter {
  readonly serviceId?: string | undefined;
  readonly serviceIds?: readonly string[] | undefined;
  readonly integrationId?: string | undefined;
  readonly groupKey?: string | undefined;
  readonly firing?: boolean | undefined;
  /** 0: those of the time when an alert was one firing. */
  readonly ordinal?: number | undefined;
  /** Those that lasted at some time in the window. */
  readonly during?: { readonly from: string; readonly to: string } | undefined;
}

/** A list of alerts, the newest first. */
export interface AlertListRequest {
  readonly filter?: AlertFilter | undefined;
  readonly slice?: SliceRequest | undefined;
  readonly asOf?: AsOf | undefined;
}

/** Queries over alerts. */
export type AlertQueries = ReturnType<typeof alertQueries>;

/** Builds the queries. */
export function alertQueries(db: () => Database) {
  const table = tableOf(db, alertProjection);
  const unseen = tableOf(db, unseenClearProjection);
  const newest = { column: "startsMs", descending: true } as const;
  return {
    /** An episode by its id. */
    get: table.get,
    getMany: table.getMany,
    /** The last episode of an alert. */
    latest: (alertId: string, asOf?: AsOf): Stored<AlertRow> | undefined =>
      table.list({ where: [is("alertId", alertId)], sort: { column: "ordinal", descending: true }, slice: { first: 1 }, asOf }).nodes[0],
    /** Episodes of an alert, the last first. */
    episodes: (alertId: string, most: number, asOf?: AsOf): readonly Stored<AlertRow>[] =>
      table.list({ where: [is("alertId", alertId)], sort: { column: "ordinal", descending: true }, slice: { first: most }, asOf }).nodes,
    /** How many fire, and how many began since then. */
    counts: (since: string, asOf?: AsOf): { readonly firing: number; readonly since: number } => ({
      firing: table.count([is("firing", true)], asOf),
      since: table.count([{ sql: 'r."startsMs" >= ?', params: [Date.parse(since)] }], asOf),
    }),
    /** How many fire with severity 1 of which rules say that they lead to no incident. */
    silenced: (asOf?: AsOf): number => table.count([is("silenced", true)], asOf),
    /** Alerts that have cleared and were never seen firing, the last ones first. */
    clearedUnseen: (integrationId: string, most: number, asOf?: AsOf): readonly Stored<UnseenClearRow>[] =>
      unseen.list({
        where: [is("integrationId", integrationId)], sort: { column: "receivedMs", descending: true }, slice: { first: most }, asOf,
      }).nodes,
    list: ({ filter = {}, slice, asOf }: AlertListRequest = {}): ListSlice<Stored<AlertRow>> =>
      table.list({ where: conditions(filter), sort: newest, slice, asOf }),
    /** Those that fire and are held: until then at the latest where told, else all; `most` of them. */
    held: (most: number, until?: string): readonly Stored<AlertRow>[] =>
      table.all([
        { sql: 'r."heldMs" > 0', params: [] },
        until === undefined ? undefined : { sql: 'r."heldMs" <= ?', params: [Date.parse(until)] },
      ], { sort: { column: "heldMs", descending: false }, limit: most }),
    /** Episodes that were heard of since then, the oldest first: part by part, each from where the one before ended. */
    since: (from: string, { after, most }: { readonly after?: string | undefined; readonly most: number }): ListSlice<Stored<AlertRow>> =>
      table.list({
        where: [{ sql: 'r."heardMs" >= ?', params: [Date.parse(from)] }], sort: { column: "heardMs", descending: false },
        slice: { first: most, after },
      }),
    all: (filter: AlertFilter = {}, asOf?: AsOf) => table.all(conditions(filter), { sort: newest, asOf }),
  };
}

const conditions = ({ serviceId, serviceIds, integrationId, groupKey, firing, ordinal, during }: AlertFilter) => [
  is("serviceId", serviceId),
  isOneOf("serviceId", serviceIds),
  is("integrationId", integrationId),
  is("groupKey", groupKey),
  is("firing", firing),
  is("ordinal", ordinal),
  during === undefined
    ? undefined
    : { sql: 'r."startsMs" < ? AND r."endsMs" >= ?', params: [Date.parse(during.to), Date.parse(during.from)] },
];
