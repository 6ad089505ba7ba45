import { defineSlice } from "../engine/slice.ts";
import { laneProjection, type LaneRow } from "./laneProjection.ts";
import { laneQueries, type LaneQueries } from "./laneQueries.ts";
import { laneReleaseProjection } from "./laneReleaseProjection.ts";

declare module "../engine/registry.ts" {
  interface Queries {
    readonly lanes: LaneQueries;
  }
  interface Rows {
    readonly lane: LaneRow;
  }
}

/** What is live where, and for whom. */
export const laneSlice = defineSlice({ projections: [laneProjection, laneReleaseProjection], queries: { lanes: laneQueries } });
