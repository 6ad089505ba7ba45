import { defineSlice } from "../engine/slice.ts";
import { serviceProjection, type ServiceRow } from "./serviceProjection.ts";
import { serviceQueries, type ServiceQueries } from "./serviceQueries.ts";

declare module "../engine/registry.ts" {
  interface Queries {
    readonly services: ServiceQueries;
  }
  interface Rows {
    readonly service: ServiceRow;
  }
}

/** Services as they are described. */
export const serviceSlice = defineSlice({ projections: [serviceProjection], queries: { services: serviceQueries } });
