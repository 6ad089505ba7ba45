import { defineSlice } from "../engine/slice.ts";
import { searchQueries, type SearchQueries } from "./searchQueries.ts";

declare module "../engine/registry.ts" {
  interface Queries {
    readonly search: SearchQueries;
  }
}

/** Everything with words in it. */
export const searchSlice = defineSlice({ queries: { search: searchQueries } });
