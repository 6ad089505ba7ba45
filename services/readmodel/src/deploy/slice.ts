import { defineSlice } from "../engine/slice.ts";
import { deployProjection } from "./deployProjection.ts";
import { deployQueries, type DeployQueries } from "./deployQueries.ts";
import type { DeployRow } from "./deployRow.ts";

declare module "../engine/registry.ts" {
  interface Queries {
    readonly deploys: DeployQueries;
  }
  interface Rows {
    readonly deploy: DeployRow;
  }
}

/** Deploys, rollbacks, and deploys of other systems. */
export const deploySlice = defineSlice({ projections: [deployProjection], queries: { deploys: deployQueries } });
