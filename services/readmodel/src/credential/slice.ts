import { defineSlice } from "../engine/slice.ts";
import { credentialProjection, type CredentialRow } from "./credentialProjection.ts";
import { credentialQueries, type CredentialQueries } from "./credentialQueries.ts";

declare module "../engine/registry.ts" {
  interface Queries {
    readonly credentials: CredentialQueries;
  }
  interface Rows {
    readonly credential: CredentialRow;
  }
}

/** What a password or a token is checked against. */
export const credentialSlice = defineSlice({ projections: [credentialProjection], queries: { credentials: credentialQueries } });
