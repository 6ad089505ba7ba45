import type { WorkflowSlice } from "../reactor/slice.ts";
import { chasingActivities } from "./chasing.activities.ts";
import { follow, openActions } from "./openActions.ts";
import { openTellings, tellOnDay } from "./tellings.ts";

/** Actions: who does them is reminded, and those above them are told, until they are done or dropped. */
export const actionSlice: WorkflowSlice = {
  reactions: {
    ActionRegistered: follow, ActionImported: follow, ActionImportCorrected: follow, ActionDescribed: follow, ActionDuePromised: follow,
    ActionFinished: follow, ActionDropped: follow, ActionReopened: follow,
    ActionReminded: (recorded, reaction) => tellOnDay(recorded, recorded.event.data, reaction),
  },
  follow: () => [openActions(), openTellings()],
  activities: { delivery: chasingActivities },
};
