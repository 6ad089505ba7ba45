import type { ProgramEvent, ReportEvent } from "@ballast/schema";
import type { Sentences, Telling } from "../events/saying.ts";
import type { Known } from "../graphql/context.ts";
import type { Slice } from "../slice.ts";
import { programMutations } from "./programMutations.ts";
import { ProgramItemResolver, ProgramListsResolver, ProgramResolver } from "./programResolver.ts";
import { toWeeklyReport, weeklyReportById } from "./reportType.ts";
import { ProgramSettingsResolver, programSettingsById, toProgramSettings } from "./settingsType.ts";
import { writingReports } from "./writingReports.ts";

const sentences: Sentences<ReportEvent | ProgramEvent> = {
  LeadershipReportMade: ({ monday }) => `The leadership report of the week of ${monday} was made`,
  LeadershipReportWritten: ({ readerIds }) => `The week's report was written for ${readerIds.length === 1 ? "its reader" : "its readers"}`,
  LeadershipReportSent: ({ personId, channels }, { person }) =>
    `The week's report was ${channels.length === 0 ? "not sent" : "sent"} to ${person(personId)}${channels.length === 0 ? ": no way of theirs takes it" : ""}`,
  ProgramZoneSet: ({ timeZone }, { by }) => `${by} set the program's clock to ${timeZone}`,
  ReportReaderAdded: ({ personId }, { by, person }) => `${by} sees to it that ${person(personId)} gets each week's report`,
  ReportReaderRemoved: ({ personId }, { by, person }) => `${by} sees to it that ${person(personId)} gets no more weekly reports`,
};
const telling: Telling<ReportEvent | ProgramEvent> = {
  LeadershipReportMade: "everybody",
  LeadershipReportWritten: { silent: "that it was made is told, and who gets it hears" },
  LeadershipReportSent: { silent: "who it was sent to has it" },
  ProgramZoneSet: "followers",
  ReportReaderAdded: "followers",
  ReportReaderRemoved: "followers",
};
/** What it said then is made again from its place in the log, without what has become private since. */
const shown = {
  LeadershipReportWritten: (data) => ({ ...data, markdown: "", html: "", pdf: null }),
} satisfies Known["shown"];

/** The program: what of everything else its board shows, the reports of its weeks, and who reads them. */
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
      history: "When it was made, and to whom it was sent.",
      search: { none: "it is found by its week" },
      servicesOf: null,
    },
    ProgramSettings: {
      category: "program",
      find: programSettingsById,
      of: toProgramSettings,
      name: () => "the program",
      view: { none: "it is set up where its board is", instead: "/program" },
      history: "Who changed how it is set up.",
      search: { none: "there is one" },
      servicesOf: null,
    },
  },
  resolvers: [ProgramResolver, ProgramItemResolver, ProgramListsResolver, ProgramSettingsResolver],
  mutations: programMutations,
  duties: [writingReports],
  sentences, telling, shown,
} satisfies Slice;
