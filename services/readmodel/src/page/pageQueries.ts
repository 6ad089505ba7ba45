import type { AsOf } from "../engine/asOf.ts";
import type { Database } from "../engine/database.ts";
import type { Stored } from "../engine/projection.ts";
import { contains, is, isOneOf, isWithin, tableOf, type Condition, type ListSlice, type SliceRequest } from "../engine/query.ts";
import { hiddenFrom, type Viewer } from "../viewer/hiddenFrom.ts";
import { pageProjection, type PageRow } from "./pageProjection.ts";

/** Which pages. */
export interface PageFilter {
  readonly open?: boolean | undefined;
  /** Sent to this person, or asked for by name. */
  readonly personId?: string | undefined;
  readonly incidentId?: string | undefined;
  readonly incidentIds?: readonly string[] | undefined;
  /** Asked for at this instant or later. */
  readonly since?: string | undefined;
  /** Pages of private incidents are left out for who must not know of them. Absent: no limit. */
  readonly viewer?: Viewer | undefined;
}

/** A list of pages, the newest first. */
export interface PageListRequest {
  readonly filter?: PageFilter | undefined;
  readonly slice?: SliceRequest | undefined;
  readonly asOf?: AsOf | undefined;
}

/** Queries over pages: the inbox. */
export type PageQueries = ReturnType<typeof pageQueries>;

/** Builds the queries. */
export function pageQueries(db: () => Database) {
  const table = tableOf(db, pageProjection);
  const newest = { column: "requestedMs", descending: true } as const;
  const conditions = ({ open, personId, incidentId, incidentIds, since, viewer }: PageFilter) => [
    open === undefined ? undefined : open ? is("state", "open") : isOneOf("state", ["acknowledged", "stopped"]),
    contains("people", personId), is("incidentId", incidentId), isOneOf("incidentId", incidentIds),
    since === undefined ? undefined : isWithin("requestedMs", Date.parse(since), undefined), visibleTo(viewer),
  ];
  return {
    get: table.get,
    getMany: table.getMany,
    list: ({ filter = {}, slice, asOf }: PageListRequest = {}): ListSlice<Stored<PageRow>> =>
      table.list({ where: conditions(filter), sort: newest, slice, asOf }),
    all: (filter: PageFilter = {}, asOf?: AsOf) => table.all(conditions(filter), { sort: newest, asOf }),
  };
}

function visibleTo(viewer: Viewer | undefined): Condition | undefined {
  const hidden = viewer === undefined ? undefined : hiddenFrom(viewer);
  return hidden === undefined ? undefined : { sql: `r."incidentId" NOT IN (${hidden.sql})`, params: hidden.params };
}
