import { programDecider, reportDecider, USUAL_PROGRAM_ZONE, type MadeReport, type SetProgram } from "@ballast/domain/program";
import { idOf } from "@ballast/eventlog";
import type { AsOf } from "../engine/asOf.ts";
import type { Database } from "../engine/database.ts";
import { defineProjection, rowIsState, type Keyed, type Stored } from "../engine/projection.ts";
import { tableOf } from "../engine/query.ts";
import { defineSlice } from "../engine/slice.ts";

/** The report of a week. */
export type ReportRow = Keyed & MadeReport;

const reportAfter = rowIsState(reportDecider, () => ({}));

/** The place in the log that it is about: that of the event that says it was made. */
export const placeOf = ({ place, position }: Pick<Stored<ReportRow>, "place" | "position">): string => place ?? position;

/** Reports by id. */
export const reportProjection = defineProjection({
  kind: "report",
  columns: { monday: { type: "text", of: (row: ReportRow) => row.monday, index: true } },
  handlers: { LeadershipReportMade: reportAfter, LeadershipReportWritten: reportAfter, LeadershipReportSent: reportAfter },
});

/** How the program is set up; there is one at most. */
export type ProgramRow = Keyed & SetProgram;

const programAfter = rowIsState(programDecider, () => ({}));

/** The program by its id. */
export const programProjection = defineProjection({
  kind: "program",
  columns: {},
  handlers: { ProgramZoneSet: programAfter, ReportReaderAdded: programAfter, ReportReaderRemoved: programAfter },
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

/** Queries over how the program is set up. */
export type ProgramSettingsQueries = ReturnType<typeof programSettingsQueries>;

function programSettingsQueries(db: () => Database) {
  const table = tableOf(db, programProjection);
  const found = (asOf?: AsOf): Stored<ProgramRow> | undefined => table.get(idOf(programDecider), asOf);
  return {
    get: table.get,
    /** Undefined until somebody has said anything of it. */
    found,
    /** Whose calendar it goes by. */
    timeZone: (asOf?: AsOf): string => found(asOf)?.timeZone ?? USUAL_PROGRAM_ZONE,
  };
}

declare module "../engine/registry.ts" {
  interface Queries {
    readonly weeklyReports: WeeklyReportQueries;
    readonly programSettings: ProgramSettingsQueries;
  }
  interface Rows {
    readonly report: ReportRow;
    readonly program: ProgramRow;
  }
}

/** The program: how it is set up, and the reports of its weeks. */
export const programSlice = defineSlice({
  projections: [reportProjection, programProjection],
  queries: { weeklyReports: weeklyReportQueries, programSettings: programSettingsQueries },
});
