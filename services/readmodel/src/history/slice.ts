import { defineSlice } from "../engine/slice.ts";
import { historyQueries, type HistoryQueries } from "./historyQueries.ts";

declare module "../engine/registry.ts" {
  interface Queries {
    readonly history: HistoryQueries;
  }
}

/** The events themselves. */
export const historySlice = defineSlice({ queries: { history: historyQueries } });
