import { defineSlice } from "../engine/slice.ts";
import { changedForTable } from "./changedForTable.ts";
import { targetingProjection, type TargetingRow } from "./targetingProjection.ts";
import { targetingQueries, type TargetingQueries } from "./targetingQueries.ts";

declare module "../engine/registry.ts" {
  interface Queries {
    readonly targetings: TargetingQueries;
  }
  interface Rows {
    readonly targeting: TargetingRow;
  }
}

/** Managed flags in their environments. */
export const targetingSlice = defineSlice({
  projections: [targetingProjection], sideTables: [changedForTable], queries: { targetings: targetingQueries },
});

export type { TargetingRow } from "./targetingProjection.ts";
export type { TargetingStep } from "./targetingQueries.ts";
