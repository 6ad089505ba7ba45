import type { WorkflowSlice } from "../reactor/slice.ts";
import { rollbackReactions } from "./reactions.ts";
import { rollbackActivities } from "./rollback.activities.ts";

/** What is open of rollbacks is followed with the deploys: they are records of one kind. */
export const rollbackSlice: WorkflowSlice = {
  reactions: rollbackReactions, follow: () => [], activities: { rollback: rollbackActivities },
};
