import { maintenanceDecider, overAt, type Maintenance } from "@ballast/domain/maintenance";
import type { AsOf } from "../engine/asOf.ts";
import type { Database } from "../engine/database.ts";
import { defineProjection, rowIsState, type RowOf } from "../engine/projection.ts";
import { is, tableOf, type SliceRequest } from "../engine/query.ts";
import { defineSlice } from "../engine/slice.ts";

/** Work on services: what the domain says it is, and when it was planned as it is. */
export type MaintenanceRow = RowOf<Maintenance> & { readonly plannedAt: string };

const folded = rowIsState(maintenanceDecider, ({ metadata, event }, before: Pick<MaintenanceRow, "plannedAt"> | null) => ({
  plannedAt: event.type === "MaintenancePlanned" ? metadata.occurredAt : (before?.plannedAt ?? metadata.occurredAt),
}));

/** Maintenance by id. */
const maintenanceProjection = defineProjection({
  kind: "maintenance",
  columns: {
    fromMs: { type: "integer", of: (row: MaintenanceRow) => Date.parse(row.from), index: true },
    announced: { type: "integer", of: (row) => row.announced !== null },
    overMs: { type: "integer", of: (row) => Date.parse(overAt(row)), index: true },
  },
  handlers: {
    MaintenancePlanned: folded, MaintenanceAnnounced: folded, MaintenanceUnannounced: folded, MaintenanceEnded: folded,
  },
  search: ({ title, plannedAt }) => ({ title, detail: "", body: "", at: plannedAt }),
});

/** Queries over maintenance. */
export type MaintenanceQueries = ReturnType<typeof maintenanceQueries>;

function maintenanceQueries(db: () => Database) {
  const table = tableOf(db, maintenanceProjection);
  return {
    get: table.get,
    /** That begins last first; only what is not over at a moment, where told. */
    list: ({ notOverAt, slice, asOf }: {
      readonly notOverAt?: string | undefined; readonly slice?: SliceRequest; readonly asOf?: AsOf | undefined;
    } = {}) =>
      table.list({
        where: [notOverAt === undefined ? undefined : { sql: 'r."overMs" > ?', params: [Date.parse(notOverAt)] }],
        sort: { column: "fromMs", descending: true }, slice, asOf,
      }),
    /** What readers are told of, and was not over then. */
    announcedSince: (from: string) => table.all([is("announced", true), { sql: 'r."overMs" > ?', params: [Date.parse(from)] }]),
    /** What was under way at some time since then. */
    since: (from: string) => table.all([{ sql: 'r."overMs" > ?', params: [Date.parse(from)] }]),
  };
}

declare module "../engine/registry.ts" {
  interface Queries {
    readonly maintenances: MaintenanceQueries;
  }
  interface Rows {
    readonly maintenance: MaintenanceRow;
  }
}

/** Work on services that people know of beforehand. */
export const maintenanceSlice = defineSlice({ projections: [maintenanceProjection], queries: { maintenances: maintenanceQueries } });
