import { defineSlice } from "../engine/slice.ts";
import { tokenProjection, type TokenRow } from "./tokenProjection.ts";
import { tokenQueries, type TokenQueries } from "./tokenQueries.ts";

declare module "../engine/registry.ts" {
  interface Queries {
    readonly tokens: TokenQueries;
  }
  interface Rows {
    readonly token: TokenRow;
  }
}

/** API tokens, without their secrets. */
export const tokenSlice = defineSlice({ projections: [tokenProjection], queries: { tokens: tokenQueries } });
