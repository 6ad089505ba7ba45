import type { Check } from "@ballast/schema";
import type { AsOf } from "../engine/asOf.ts";
import type { Database } from "../engine/database.ts";
import { defineProjection } from "../engine/projection.ts";
import { is, tableOf } from "../engine/query.ts";
import { defineSlice } from "../engine/slice.ts";

/** Looks at a site of a service from outside, of a month. */
export interface ChecksRow {
  readonly id: string;
  readonly serviceId: string;
  readonly site: string;
  readonly month: string;
  /** In the order in which they became known. */
  readonly checks: readonly Check[];
}

/** Months of checks by id. */
const checkProjection = defineProjection({
  kind: "check",
  columns: {
    serviceId: { type: "text", of: (row: ChecksRow) => row.serviceId, index: true },
    site: { type: "text", of: (row) => row.site },
    month: { type: "text", of: (row) => row.month },
  },
  handlers: {
    ChecksRecorded: (row, { checkId, serviceId, site, month, checks }) => ({
      id: checkId, serviceId, site, month, checks: [...(row?.checks ?? []), ...checks],
    }),
  },
});

/** Queries over checks. */
export type CheckQueries = ReturnType<typeof checkQueries>;

function checkQueries(db: () => Database) {
  const table = tableOf(db, checkProjection);
  return {
    /** All checks of a service by site, sites by name. */
    bySite(serviceId: string, asOf?: AsOf): ReadonlyMap<string, readonly Check[]> {
      const rows = table.all([is("serviceId", serviceId)], { sort: { column: "site", descending: false }, asOf });
      return new Map([...Map.groupBy(rows, ({ site }) => site)].map(([site, months]) => [site, months.flatMap(({ checks }) => checks)]));
    },
  };
}

declare module "../engine/registry.ts" {
  interface Queries {
    readonly checks: CheckQueries;
  }
  interface Rows {
    readonly check: ChecksRow;
  }
}

/** Looks at sites from outside. */
export const checkSlice = defineSlice({ projections: [checkProjection], queries: { checks: checkQueries } });
