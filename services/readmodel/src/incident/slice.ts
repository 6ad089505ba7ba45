import { defineSlice } from "../engine/slice.ts";
import { attachedAlertProjection } from "./attachedAlertProjection.ts";
import { incidentProjection } from "./incidentProjection.ts";
import { incidentQueries, type IncidentQueries } from "./incidentQueries.ts";
import type { IncidentRow } from "./incidentRow.ts";
import { incidentRecordTable } from "./recordTable.ts";
import { timelineProjection } from "./timeline/timelineProjection.ts";
import { timelineQueries, type TimelineQueries } from "./timeline/timelineQueries.ts";
import { updateProjection } from "./updateProjection.ts";

declare module "../engine/registry.ts" {
  interface Queries {
    readonly incidents: IncidentQueries;
    readonly timeline: TimelineQueries;
  }
  interface Rows {
    readonly incident: IncidentRow;
  }
}

/** Incidents, with what was said of them and the timelines that are made of it. */
export const incidentSlice = defineSlice({
  projections: [incidentProjection, attachedAlertProjection, updateProjection, timelineProjection],
  sideTables: [incidentRecordTable],
  queries: { incidents: incidentQueries, timeline: timelineQueries },
});
