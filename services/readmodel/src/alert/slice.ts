import { defineSlice } from "../engine/slice.ts";
import { alertProjection, type AlertRow } from "./alertProjection.ts";
import { alertQueries, type AlertQueries } from "./alertQueries.ts";
import { unseenClearProjection } from "./unseenClearProjection.ts";

declare module "../engine/registry.ts" {
  interface Queries {
    readonly alerts: AlertQueries;
  }
  interface Rows {
    readonly alert: AlertRow;
  }
}

/** Episodes of alerts. */
export const alertSlice = defineSlice({ projections: [alertProjection, unseenClearProjection], queries: { alerts: alertQueries } });
