import type { Slice } from "../slice.ts";
import { actionSentences, actionTelling } from "./actionEvents.ts";
import { actionMutations } from "./actionMutations.ts";
import { actionDays } from "./actionDays.ts";
import { actionDue } from "./actionDue.ts";
import { actionProgram } from "./actionProgram.ts";
import { ActionResolver, IncidentActionsResolver, RiskActionsResolver } from "./actionResolver.ts";
import { actionById, mayKnowAction, toAction, unknownActions } from "./actionType.ts";
import { mergingActions } from "./merging.ts";
import { isHiddenAction, servicesOfAction } from "./hiddenActions.ts";

/** What somebody has to do. */
export const actionSlice = {
  records: {
    Action: {
      category: "action",
      find: actionById,
      of: toAction,
      name(scope, id) {
        const action = actionById(scope, id);
        return action === null ? "an action" : `${action.reference}, ${action.title}`;
      },
      view: "actions",
      history: "What happened to the action, newest first.",
      search: { state: (scope, id) => actionById(scope, id)?.state ?? null },
      mayKnow: mayKnowAction,
      unknown: unknownActions,
      hides: (scope, id) => !mayKnowAction(scope, id),
      servicesOf: servicesOfAction,
      hiddenFrom: isHiddenAction,
    },
  },
  merging: mergingActions,
  resolvers: [ActionResolver, IncidentActionsResolver, RiskActionsResolver],
  mutations: actionMutations,
  sentences: actionSentences,
  telling: actionTelling,
  program: actionProgram,
  calendar: actionDays,
  due: actionDue,
} satisfies Slice;
