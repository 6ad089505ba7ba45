import { defineSlice } from "../engine/slice.ts";
import { rotationProjection, type RotationRow } from "./rotationProjection.ts";
import { rotationQueries, type RotationQueries } from "./rotationQueries.ts";

declare module "../engine/registry.ts" {
  interface Queries {
    readonly rotations: RotationQueries;
  }
  interface Rows {
    readonly rotation: RotationRow;
  }
}

/** Who takes turns. */
export const rotationSlice = defineSlice({ projections: [rotationProjection], queries: { rotations: rotationQueries } });
