import { defineSlice } from "../engine/slice.ts";
import { integrationProjection, type IntegrationRow } from "./integrationProjection.ts";
import { integrationQueries, type IntegrationQueries } from "./integrationQueries.ts";

declare module "../engine/registry.ts" {
  interface Queries {
    readonly integrations: IntegrationQueries;
  }
  interface Rows {
    readonly integration: IntegrationRow;
  }
}

/** Other systems that may send us something. */
export const integrationSlice = defineSlice({ projections: [integrationProjection], queries: { integrations: integrationQueries } });
