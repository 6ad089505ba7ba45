import { defineSlice } from "../engine/slice.ts";
import { reportQueries, type ReportQueries } from "./reportQueries.ts";

declare module "../engine/registry.ts" {
  interface Queries {
    readonly reports: ReportQueries;
  }
}

/** What the domain's reports are made from. */
export const reportSlice = defineSlice({ queries: { reports: reportQueries } });
