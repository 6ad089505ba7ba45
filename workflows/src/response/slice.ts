import type { WorkflowSlice } from "../reactor/slice.ts";
import { incidentActivities } from "./incident.activities.ts";
import { openIncidents, openPages } from "./openResponses.ts";
import { pageActivities } from "./page.activities.ts";
import { responseReactions } from "./reactions.ts";
import { sendingActivities } from "./sending.activities.ts";

export const responseSlice: WorkflowSlice = {
  reactions: responseReactions,
  // Pages first: one whose incident has ended is its response's business.
  follow: (undone) => [openPages(undone), openIncidents(undone)],
  activities: { response: (parts) => ({ ...incidentActivities(parts), ...pageActivities(parts) }), sending: sendingActivities },
};
