import { actionSlice } from "./action/slice.ts";
import { customerSlice } from "./customer/slice.ts";
import { deploySlice } from "./deploy/slice.ts";
import { drillSlice } from "./drill/slice.ts";
import { flagSlice } from "./flag/slice.ts";
import { forumSlice } from "./forum/slice.ts";
import { objectiveSlice } from "./objective/slice.ts";
import type { WorkflowSlice } from "./reactor/slice.ts";
import { oncallSlice } from "./oncall/slice.ts";
import { publicationSlice } from "./publication/slice.ts";
import { personSlice } from "./person/slice.ts";
import { programSlice } from "./program/slice.ts";
import { readinessSlice } from "./readiness/slice.ts";
import { responseSlice } from "./response/slice.ts";
import { reviewSlice } from "./review/slice.ts";
import { riskSlice } from "./risk/slice.ts";
import { rollbackSlice } from "./rollback/slice.ts";

/** Everything the worker carries and the reactor reacts to. Workflow code is listed in `workflows.ts`: it runs in a sandbox of its own. */
export const slices: readonly WorkflowSlice[] = [
  deploySlice, rollbackSlice, responseSlice, customerSlice, flagSlice, riskSlice, objectiveSlice, actionSlice, programSlice,
  readinessSlice, reviewSlice, oncallSlice, personSlice, forumSlice, publicationSlice, drillSlice,
];
