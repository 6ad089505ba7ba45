import type { Slice } from "../app/slice.ts";
import { view } from "../app/view.ts";
import { readAhead } from "../data/ahead.ts";
import { programDocument, shownFirst } from "./programDocuments.ts";

/** The program's board: what a week begins with. */
export const program: Slice = {
  views: [
    view("/program", () => import("./ProgramView.tsx").then((m) => m.ProgramView), ({ client }) => (
      readAhead(client, programDocument, shownFirst)
    )),
    view("/program/overdue", () => import("./OverdueView.tsx").then((m) => m.OverdueView)),
  ],
  place: { key: "program", to: "/program", label: "Program", icon: "trend", keys: "g w", heading: "Improve" },
  records: {
    report: { type: "WeeklyReport", icon: "reports", list: null },
    program: { type: "ProgramSettings", icon: "trend", list: null },
  },
};
