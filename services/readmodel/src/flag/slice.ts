import { defineSlice } from "../engine/slice.ts";
import { flagProjection, type FlagRow } from "./flagProjection.ts";
import { flagQueries, type FlagQueries } from "./flagQueries.ts";

declare module "../engine/registry.ts" {
  interface Queries {
    readonly flags: FlagQueries;
  }
  interface Rows {
    readonly flag: FlagRow;
  }
}

/** Flags, as their sources tell them. */
export const flagSlice = defineSlice({ projections: [flagProjection], queries: { flags: flagQueries } });
