import type { WorkflowSlice } from "../reactor/slice.ts";
import { dueActivities } from "./due.activities.ts";
import { openDues, openRamps } from "./openFlags.ts";
import { rampActivities } from "./ramp.activities.ts";
import { flagReactions } from "./reactions.ts";
import { staleFlags } from "./staleFlags.ts";

/** Managed flags: ramps, and what is due at a moment. */
export const flagSlice: WorkflowSlice = {
  reactions: flagReactions,
  follow: () => [openRamps(), openDues(), staleFlags()],
  activities: { delivery: (parts) => ({ ...rampActivities(parts), ...dueActivities(parts) }) },
};
