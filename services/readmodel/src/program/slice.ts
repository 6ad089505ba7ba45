import { reportDecider, type MadeReport } from "@ballast/domain/program";
import type { AsOf } from "../engine/asOf.ts";
import type { Database } from "../engine/database.ts";
import { defineProjection, rowIsState, type Keyed, type Stored } from "../engine/projection.ts";
import { tableOf } from "../engine/query.ts";
import { defineSlice } from "../engine/slice.ts";

/** The report of a week; its row's position is where in the log it is about. */
export type ReportRow = Keyed & MadeReport;

/** Reports by id. */
export const reportProjection = defineProjection({
  kind: "report",
  columns: { monday: { type: "text", of: (row: ReportRow) => row.monday, index: true } },
  handlers: { LeadershipReportMade: rowIsState(reportDecider, () => ({})) },
});

/** Queries over the reports to the leadership. */
export type WeeklyReportQueries = ReturnType<typeof weeklyReportQueries>;

function weeklyReportQueries(db: () => Database) {
  const table = tableOf(db, reportProjection);
  return {
    get: table.get,
    /** The newest first. */
    all: (asOf?: AsOf): readonly Stored<ReportRow>[] => table.all([], { sort: { column: "monday", descending: true }, asOf }),
  };
}

declare module "../engine/registry.ts" {
  interface Queries {
    readonly weeklyReports: WeeklyReportQueries;
  }
  interface Rows {
    readonly report: ReportRow;
  }
}

/** The program: the reports of its weeks. */
export const programSlice = defineSlice({ projections: [reportProjection], queries: { weeklyReports: weeklyReportQueries } });
