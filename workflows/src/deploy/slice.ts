import type { WorkflowSlice } from "../reactor/slice.ts";
import { deployActivities } from "./deploy.activities.ts";
import { openDeploys } from "./openDeploys.ts";
import { deployReactions } from "./reactions.ts";

export const deploySlice: WorkflowSlice = {
  reactions: deployReactions, follow: (undone) => [openDeploys(undone)], activities: { delivery: deployActivities },
};
