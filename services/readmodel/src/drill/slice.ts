import { drillDecider, type Drill } from "@ballast/domain/drill";
import type { Actor } from "@ballast/schema";
import type { AsOf } from "../engine/asOf.ts";
import type { Database } from "../engine/database.ts";
import { defineProjection, rowIsState, type RowOf } from "../engine/projection.ts";
import { is, tableOf, type SliceRequest } from "../engine/query.ts";
import { defineSlice } from "../engine/slice.ts";

/** When, and by whom. */
interface Planned {
  readonly plannedAt: string;
  readonly plannedBy: Actor;
}

/** A drill: what the domain says it is, and who planned it as it is, when. */
export type DrillRow = RowOf<Drill> & Planned;

const folded = rowIsState(drillDecider, ({ metadata: { occurredAt, actor }, event }, before: Planned | null): Planned =>
  event.type === "DrillPlanned" || before === null
    ? { plannedAt: occurredAt, plannedBy: actor }
    : { plannedAt: before.plannedAt, plannedBy: before.plannedBy });

const drillProjection = defineProjection({
  kind: "drill",
  columns: {
    // Where it stands in time: when it began, else when it may at the earliest.
    atMs: { type: "integer", of: (row: DrillRow) => Date.parse(row.begun?.at ?? row.from), index: true },
    status: { type: "text", of: (row) => row.status, index: true },
    // Who may know of one that is not announced and has not begun is asked of each reader.
    secret: { type: "integer", of: (row) => Number(row.status === "planned" && !row.announced) },
  },
  handlers: { DrillPlanned: folded, DrillAnnounced: folded, DrillBegun: folded, DrillCalledOff: folded, DrillScored: folded },
});

/** Which drills. */
export interface DrillFilter {
  readonly status?: DrillRow["status"] | undefined;
  /** Also those that are not announced and have not begun. */
  readonly secret: boolean;
}

/** Queries over drills. */
export type DrillQueries = ReturnType<typeof drillQueries>;

function drillQueries(db: () => Database) {
  const table = tableOf(db, drillProjection);
  const where = ({ status, secret }: DrillFilter) => [is("status", status), secret ? undefined : is("secret", 0)];
  return {
    get: table.get,
    /** What begins, or began, last first. */
    list: ({ filter, slice, asOf }: {
      readonly filter: DrillFilter; readonly slice?: SliceRequest; readonly asOf?: AsOf | undefined;
    }) => table.list({ where: where(filter), sort: { column: "atMs", descending: true }, slice, asOf }),
    /** Those that are over, the oldest first. */
    scored: (asOf?: AsOf) => table.all([is("status", "over")], { sort: { column: "atMs", descending: false }, asOf }),
  };
}

declare module "../engine/registry.ts" {
  interface Queries {
    readonly drills: DrillQueries;
  }
  interface Rows {
    readonly drill: DrillRow;
  }
}

/** Exercises of the response to incidents. */
export const drillSlice = defineSlice({ projections: [drillProjection], queries: { drills: drillQueries } });
