import { actionLateness, actionName } from "@ballast/domain/action";
import type { ActionRow } from "@ballast/readmodel/action";
import { badMinutesAYear } from "@ballast/schema/badMinutes";
import type { ProgramItem, ProgramShare, Scope } from "../graphql/context.ts";
import { toGlobalId } from "../graphql/globalId.ts";
import { find } from "../graphql/records.ts";
import { momentOf } from "../graphql/scope.ts";
import { count } from "../words.ts";

/** Bad minutes a year of a risk; null where nobody has estimated them. */
type MinutesOf = (riskId: string | null) => number | null;

/** What an action came of or makes smaller is what is at stake: its risk's minutes. Many actions share a risk, which is looked at once. */
function minutesIn(scope: Scope): MinutesOf {
  const known = new Map<string | null, number | null>();
  return (riskId) => {
    const before = known.get(riskId);
    if (before !== undefined) return before;
    const inputs = find(scope, "Risk", riskId)?.row.inputs ?? null;
    const minutes = inputs === null ? null : badMinutesAYear(inputs);
    known.set(riskId, minutes);
    return minutes;
  };
}

function itemOf(row: ActionRow, { today, minutesOf }: { readonly today: string; readonly minutesOf: MinutesOf }): ProgramItem {
  const { overdue } = actionLateness(row, today);
  const [slips, proposed] = [row.slips.length, row.status === "proposed"];
  const late = overdue > 0 ? `${count(overdue, "day")} overdue` : null;
  const slipped = slips > 0 ? `moved ${count(slips, "time")}` : null;
  const lacking = !proposed ? null : row.ownerId === null ? "nobody has taken it on" : "no day is promised";
  return {
    kind: "Action", nodeKind: "Action", id: row.actionId, title: `${actionName(row)} ${row.title}`, ownerId: row.ownerId, dueOn: row.dueOn,
    before: row.slips.map(({ from }) => from).toReversed(), overdueDays: overdue, minutes: minutesOf(row.riskId),
    why: [late, slipped, lacking].filter((word) => word !== null).join(", "), waitsFor: [], realDueOn: null,
    decision: overdue > 0 || slips >= 2 || proposed
      ? { word: proposed ? "Assign" : "Decide", view: `/actions/${toGlobalId("Action", row.actionId)}` }
      : null,
  };
}

/**
 * What of the actions stands on the program's board, as far as the scope may know of them: not those that somebody has promised, whose day
 * lies ahead and was never moved. There may be thousands.
 */
export const actionProgram: ProgramShare = {
  items(scope) {
    const [today, minutesOf] = [momentOf(scope).toISOString().slice(0, 10), minutesIn(scope)];
    return scope.context.readModel.actions
      .all({ filter: { pressingOn: today, viewer: scope.viewer }, asOf: scope.asOf })
      .map((row) => itemOf(row, { today, minutesOf }));
  },
  changed: [
    { types: ["ActionRegistered"], one: "new action", many: "new actions", view: "/actions" },
    { types: ["ActionFinished"], one: "action done", many: "actions done", view: "/actions" },
  ],
};
