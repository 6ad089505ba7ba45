import { defineSlice } from "../engine/slice.ts";
import { pageProjection, type PageRow } from "./pageProjection.ts";
import { pageQueries, type PageQueries } from "./pageQueries.ts";

declare module "../engine/registry.ts" {
  interface Queries {
    readonly pages: PageQueries;
  }
  interface Rows {
    readonly page: PageRow;
  }
}

/** Calls for people. */
export const pageSlice = defineSlice({ projections: [pageProjection], queries: { pages: pageQueries } });
