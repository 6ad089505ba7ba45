import { openMessages } from "../reactor/openMessages.ts";
import type { WorkflowSlice } from "../reactor/slice.ts";
import { againActivities } from "./again.activities.ts";
import { handingOnActivities } from "./handingOn.activities.ts";
import { incidentActivities } from "./incident.activities.ts";
import { openLookings } from "./openLookings.ts";
import { openIncidents, openPages } from "./openResponses.ts";
import { pageActivities } from "./page.activities.ts";
import { handedOn, responseReactions } from "./reactions.ts";
import { sendingActivities } from "./sending.activities.ts";

export const responseSlice: WorkflowSlice = {
  reactions: responseReactions,
  // Pages first: one whose incident has ended is its response's business.
  follow: (undone) => [openPages(undone), openIncidents(undone), openLookings(), openMessages(handedOn)],
  activities: {
    response: (parts) => ({ ...incidentActivities(parts), ...pageActivities(parts), ...againActivities(parts) }),
    // Runs that bring a message are carried by this queue.
    delivery: handingOnActivities,
    sending: sendingActivities,
  },
};
