import { defineSlice } from "../engine/slice.ts";
import { customerIncidentProjection } from "./customerIncidentProjection.ts";
import { customerProjection, type CustomerRow } from "./customerProjection.ts";
import { customerQueries, type CustomerQueries } from "./customerQueries.ts";

declare module "../engine/registry.ts" {
  interface Queries {
    readonly customers: CustomerQueries;
  }
  interface Rows {
    readonly customer: CustomerRow;
  }
}

/** Customers, and what reached them. */
export const customerSlice = defineSlice({
  projections: [customerProjection, customerIncidentProjection], queries: { customers: customerQueries },
});
