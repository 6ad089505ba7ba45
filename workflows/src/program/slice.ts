import type { WorkflowSlice } from "../reactor/slice.ts";
import { weeklyReports } from "./weeklyReports.ts";

/** The program: every week has its report. */
export const programSlice: WorkflowSlice = { reactions: {}, follow: () => [weeklyReports()], activities: {} };
