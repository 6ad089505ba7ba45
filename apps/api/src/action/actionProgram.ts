import { actionLateness, actionName } from "@ballast/domain/action";
import type { ActionRow } from "@ballast/readmodel/action";
import { badMinutesAYear } from "@ballast/schema/badMinutes";
import type { ProgramItem, ProgramShare, Scope } from "../graphql/context.ts";
import { toGlobalId } from "../graphql/globalId.ts";
import { find } from "../graphql/records.ts";
import { momentOf } from "../graphql/scope.ts";
import { count } from "../words.ts";

/** What an action came of or makes smaller is what is at stake: its risk's minutes, where somebody has estimated them. */
function minutesOf(scope: Scope, { riskId }: ActionRow): number | null {
  const inputs = find(scope, "Risk", riskId)?.row.inputs ?? null;
  return inputs === null ? null : badMinutesAYear(inputs);
}

function itemOf(row: ActionRow, scope: Scope, today: string): ProgramItem {
  const { overdue } = actionLateness(row, today);
  const [slips, proposed] = [row.slips.length, row.status === "proposed"];
  const late = overdue > 0 ? `${count(overdue, "day")} overdue` : null;
  const slipped = slips > 0 ? `moved ${count(slips, "time")}` : null;
  const lacking = !proposed ? null : row.ownerId === null ? "nobody has taken it on" : "no day is promised";
  return {
    kind: "Action", nodeKind: "Action", id: row.actionId, title: `${actionName(row)} ${row.title}`, ownerId: row.ownerId, dueOn: row.dueOn,
    before: row.slips.map(({ from }) => from).toReversed(), overdueDays: overdue, minutes: minutesOf(scope, row),
    why: [late, slipped, lacking].filter((word) => word !== null).join(", "), waitsFor: [], realDueOn: null,
    decision: overdue > 0 || slips >= 2 || proposed
      ? { word: proposed ? "Assign" : "Decide", view: `/actions/${toGlobalId("Action", row.actionId)}` }
      : null,
  };
}

/** What of the actions stands on the program's board: all that are still to be done, as far as the scope may know of them. */
export const actionProgram: ProgramShare = {
  items(scope) {
    const today = momentOf(scope).toISOString().slice(0, 10);
    return scope.context.readModel.actions
      .all({ filter: { states: ["proposed", "open"], viewer: scope.viewer }, asOf: scope.asOf })
      .map((row) => itemOf(row, scope, today));
  },
  changed: [
    { types: ["ActionRegistered"], one: "new action", many: "new actions", view: "/actions" },
    { types: ["ActionFinished"], one: "action done", many: "actions done", view: "/actions" },
  ],
};
