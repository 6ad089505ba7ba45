import type { ReportEvent } from "@ballast/schema";
import type { Sentences, Telling } from "../events/saying.ts";
import type { Slice } from "../slice.ts";
import { ProgramItemResolver, ProgramResolver } from "./programResolver.ts";
import { toWeeklyReport, weeklyReportById } from "./reportType.ts";

const sentences: Sentences<ReportEvent> = {
  LeadershipReportMade: ({ monday }) => `The leadership report of the week of ${monday} was made`,
};
const telling: Telling<ReportEvent> = { LeadershipReportMade: "everybody" };

/** The program: what of everything else its board shows, and the reports of its weeks. */
export const programSlice = {
  records: {
    WeeklyReport: {
      category: "report",
      find: weeklyReportById,
      of: toWeeklyReport,
      name: (scope, id) => {
        const report = weeklyReportById(scope, id);
        return report === null ? "a report" : `the report of ${report.monday}`;
      },
      view: { none: "a report is read as text", instead: "/program" },
      history: "When it was made.",
      search: { none: "it is found by its week" },
      servicesOf: null,
    },
  },
  resolvers: [ProgramResolver, ProgramItemResolver],
  sentences, telling,
} satisfies Slice;
