import type { DataOf, ReportEvent } from "@ballast/schema";
import { aggregate } from "../aggregate.ts";
import { Rejection } from "../rejection.ts";

/** The report of a week, once it was made; `readerIds` are those who get it, once it was written for them, and `sentTo` who has it. */
export interface MadeReport extends DataOf<"LeadershipReportMade"> {
  readonly status: "made" | "written";
  /** The place in the log that it is about, once more was recorded of it than that it was made. */
  readonly place: string | null;
  readonly readerIds: readonly string[];
  readonly sentTo: readonly string[];
}

export type Report = { readonly status: "absent" } | MadeReport;

export type ReportCommand =
  | ({ readonly type: "MakeLeadershipReport" } & DataOf<"LeadershipReportMade">)
  | ({ readonly type: "WriteLeadershipReport" } & DataOf<"LeadershipReportWritten">)
  | ({ readonly type: "NoteReportSent" } & DataOf<"LeadershipReportSent">);

function evolve(report: Report, event: ReportEvent): Report {
  if (event.type === "LeadershipReportMade") return { status: "made", ...event.data, place: null, readerIds: [], sentTo: [] };
  if (report.status === "absent") return report;
  // What it says stands in the event: a state that is read again and again need not carry it.
  if (event.type === "LeadershipReportWritten") {
    const { place, readerIds } = event.data;
    return { ...report, status: "written", place, readerIds };
  }
  return { ...report, sentTo: [...report.sentTo, event.data.personId] };
}

/** Made, written and sent to each once: who comes second changes nothing, and the first stays what the week's report is. */
function decide(command: ReportCommand, report: Report): readonly ReportEvent[] {
  if (command.type === "MakeLeadershipReport") {
    const { type: _, ...data } = command;
    return report.status === "absent" ? [{ type: "LeadershipReportMade", data }] : [];
  }
  if (report.status === "absent") throw new Rejection("NOT_FOUND", "that week's report was not made", ["reportId"]);
  if (command.type === "WriteLeadershipReport") {
    const { type: _, ...data } = command;
    return report.status === "written" ? [] : [{ type: "LeadershipReportWritten", data }];
  }
  const { type: _, ...data } = command;
  return report.sentTo.includes(data.personId) ? [] : [{ type: "LeadershipReportSent", data }];
}

/** The report of a week, by its Monday. */
export const reportDecider = aggregate("report", {
  initialState: { status: "absent" } as Report, evolve, decide, keyOf: (monday: string) => [monday],
});
