import type { RecordedEvent } from "@ballast/eventlog";
import { doFor, eventsIn } from "../reactor/byEvent.ts";
import { bring, openMessages } from "../reactor/openMessages.ts";
import type { Reaction, WorkflowSlice } from "../reactor/slice.ts";
import { againActivities } from "./again.activities.ts";
import { chatNews } from "./chatNews.ts";
import { chatActivities } from "./chats.activities.ts";
import { handingOnActivities } from "./handingOn.activities.ts";
import { incidentActivities } from "./incident.activities.ts";
import { openLookings } from "./openLookings.ts";
import { openIncidents, openPages } from "./openResponses.ts";
import { pageActivities } from "./page.activities.ts";
import { handedOn, responseReactions } from "./reactions.ts";
import { sendingActivities } from "./sending.activities.ts";
import { stakeholderNews } from "./stakeholderNews.ts";
import { stakeholderActivities } from "./stakeholders.activities.ts";
import { taskActivities } from "./task.activities.ts";
import { taskNews } from "./taskNews.ts";

const news = [bring(stakeholderNews), bring(chatNews), bring(taskNews)];
/** Incidents are answered first, and then told of. */
const reactions: WorkflowSlice["reactions"] = Object.fromEntries(
  eventsIn([responseReactions, ...news]).map((type) => [
    type,
    async (recorded: RecordedEvent, reaction: Reaction): Promise<void> => {
      await doFor(responseReactions, recorded, reaction);
      for (const one of news) await doFor(one, recorded, reaction);
    },
  ]),
);

export const responseSlice: WorkflowSlice = {
  reactions,
  // Pages first: one whose incident has ended is its response's business.
  follow: (undone) => [
    openPages(undone), openIncidents(undone), openLookings(), openMessages(handedOn), openMessages(stakeholderNews),
    openMessages(chatNews), openMessages(taskNews),
  ],
  activities: {
    response: (parts) => ({ ...incidentActivities(parts), ...pageActivities(parts), ...againActivities(parts) }),
    // Runs that bring a message are carried by this queue.
    delivery: (parts) => ({
      ...handingOnActivities(parts), ...stakeholderActivities(parts), ...chatActivities(parts), ...taskActivities(parts),
    }),
    sending: sendingActivities,
  },
};
