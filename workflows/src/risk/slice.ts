import type { WorkflowSlice } from "../reactor/slice.ts";
import { acceptanceActivities } from "./acceptance.activities.ts";
import { openAcceptances, startAcceptance } from "./openAcceptances.ts";
import { openForecasts } from "./openForecasts.ts";

/** Risks: what somebody lives with for a time ends by itself. */
export const riskSlice: WorkflowSlice = {
  reactions: {
    AcceptanceApproved: async ({ event: { data } }, reaction) => void (await startAcceptance(reaction, data, { again: false })),
  },
  follow: () => [openAcceptances(), openForecasts()],
  activities: { delivery: acceptanceActivities },
};
