import type { WorkflowSlice } from "../reactor/slice.ts";
import { drillActivities } from "./drill.activities.ts";
import { cancelIncidentOf, makeWayFor, scoreDrill, WORST_SEVERITIES } from "./ending.ts";
import { openDrills, plannedBy, startDrill, takeUpDrill, tellOfCallingOff } from "./openDrills.ts";

/** Drills: begun at their time, stopped where people need it or a real incident opens, ended by themselves, scored afterwards. */
export const drillSlice: WorkflowSlice = {
  reactions: {
    DrillPlanned: async (recorded, reaction) => {
      const planned = plannedBy(recorded);
      if (planned !== null) await startDrill(reaction, planned, { again: false });
    },
    DrillCalledOff: async (by, reaction) => {
      await cancelIncidentOf(reaction, { drillId: by.id, reason: by.event.data.reason, by });
      await tellOfCallingOff(reaction, by.id);
    },
    IncidentDeclared: async (by, reaction) => {
      const { drill, severity } = by.event.data;
      if (!drill && severity <= WORST_SEVERITIES) await makeWayFor(reaction, by.id, by);
    },
    IncidentReopened: async (by, reaction) => {
      await takeUpDrill(reaction, by.id);
      await makeWayFor(reaction, by.id, by);
    },
    SeveritySet: async (by, reaction) => {
      if (by.event.data.to <= WORST_SEVERITIES) await makeWayFor(reaction, by.id, by);
    },
    IncidentStateChanged: (by, reaction) => scoreDrill(reaction, by.id, by),
    IncidentMerged: (by, reaction) => scoreDrill(reaction, by.id, by),
    MilestoneCorrected: (by, reaction) => scoreDrill(reaction, by.id, by),
  },
  follow: () => [openDrills()],
  activities: { delivery: drillActivities },
};
