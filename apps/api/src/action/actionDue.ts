import type { MayBeDue } from "@ballast/domain/forum";
import type { Scope } from "../graphql/context.ts";
import { find } from "../graphql/records.ts";

/** Actions that are promised for a day. Which services they concern says the risk that they make smaller. */
export const actionDue = (scope: Scope): readonly MayBeDue[] =>
  scope.context.readModel.actions
    .all({ filter: { states: ["open"], viewer: scope.viewer }, asOf: scope.asOf })
    .flatMap(({ actionId, dueOn, riskId }): readonly MayBeDue[] =>
      dueOn === null
        ? []
        : [{
            kind: "action", record: { kind: "action", recordId: actionId }, dueOn,
            serviceIds: find(scope, "Risk", riskId)?.row.serviceIds ?? null,
          }]);
