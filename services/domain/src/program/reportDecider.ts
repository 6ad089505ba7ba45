import type { DataOf, ReportEvent } from "@ballast/schema";
import { aggregate } from "../aggregate.ts";

/** The report of a week, once it was made. */
export interface MadeReport extends DataOf<"LeadershipReportMade"> {
  readonly status: "made";
}

export type Report = { readonly status: "absent" } | MadeReport;

export type ReportCommand = { readonly type: "MakeLeadershipReport" } & DataOf<"LeadershipReportMade">;

const evolve = (_: Report, { data }: ReportEvent): Report => ({ status: "made", ...data });

/** Made once: who makes it second makes nothing, and the first stays what the week's report is. */
const decide = ({ type: _, ...data }: ReportCommand, report: Report): readonly ReportEvent[] =>
  report.status === "made" ? [] : [{ type: "LeadershipReportMade", data }];

/** The report of a week, by its Monday. */
export const reportDecider = aggregate("report", {
  initialState: { status: "absent" } as Report, evolve, decide, keyOf: (monday: string) => [monday],
});
