import { defineSlice } from "../engine/slice.ts";
import { importProjection, type ImportRow } from "./importProjection.ts";
import { importQueries, type ImportQueries } from "./importQueries.ts";

declare module "../engine/registry.ts" {
  interface Queries {
    readonly imports: ImportQueries;
  }
  interface Rows {
    readonly import: ImportRow;
  }
}

/** Imports, as they go on or went. */
export const importSlice = defineSlice({ projections: [importProjection], queries: { imports: importQueries } });
