import { actionName } from "@ballast/domain/action";
import type { CalendarEntry, Scope } from "../graphql/context.ts";
import { addressOf } from "../graphql/records.ts";

/** The days for which actions that are still to be done are promised. */
export function actionDays(scope: Scope): readonly CalendarEntry[] {
  return scope.context.readModel.actions
    .all({ filter: { states: ["open"], viewer: scope.viewer }, asOf: scope.asOf })
    .flatMap((row): readonly CalendarEntry[] =>
      row.dueOn === null
        ? []
        : [{
            key: `action-${row.actionId}`, title: `${actionName(row)} ${row.title}`, at: row.dueOn, ownerId: row.ownerId,
            text: row.slips.length === 0 ? "" : `Promised for ${row.slips.map(({ from }) => from).join(", ")} before.`,
            view: addressOf(scope, "Action", row.actionId),
          }],
    );
}
