import { defineSlice } from "../engine/slice.ts";
import { commitTable } from "./commitTable.ts";
import { releaseProjection, type ReleaseRow } from "./releaseProjection.ts";
import { releaseQueries, type ReleaseQueries } from "./releaseQueries.ts";

declare module "../engine/registry.ts" {
  interface Queries {
    readonly releases: ReleaseQueries;
  }
  interface Rows {
    readonly release: ReleaseRow;
  }
}

/** Sealed releases and their commits. */
export const releaseSlice = defineSlice({
  projections: [releaseProjection], sideTables: [commitTable], queries: { releases: releaseQueries },
});
