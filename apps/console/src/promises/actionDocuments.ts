import { command, graphql } from "@ballast/schema/graphql";
import type { ActionState, ResultOf } from "@ballast/schema/graphql";
import type { Tone } from "../marks/tone.ts";

export const actionLineFields = graphql(`
  fragment ActionLineFields on Action {
    id reference title kind state dueOn overdueDays daysLate revision registeredAt owner { id name } ownerName
    slips { from to reason } cameOf { kind name url } risk { id reference } minutesADay priceOfLateness
  }
`);
/** An action as lists show it. */
export type ActionLine = ResultOf<typeof actionLineFields>;

/** Actions that came of a record, or make a risk smaller. */
export const actionsAboutDocument = graphql(`
  query ActionsAbout($filter: ActionFilter, $asOf: AsOf) {
    actions(first: 100, filter: $filter, asOf: $asOf) { totalCount edges { node { ...ActionLineFields } } }
  }
`, [actionLineFields]);

export const registerAction = command("registerAction", "action { id reference }");

/** What is recorded of actions. */
export const actionEvents = [
  "ActionRegistered", "ActionImported", "ActionImportCorrected", "ActionDescribed", "ActionDuePromised", "ActionFinished",
  "ActionVerified", "ActionDropped", "ActionReopened",
];

/** Where an action stands, in a word and its tone. */
export const actionStates: Readonly<Record<ActionState, { readonly words: string; readonly tone: Tone }>> = {
  proposed: { words: "Proposed", tone: "attention" },
  open: { words: "Open", tone: "info" },
  done: { words: "Done, not verified", tone: "planned" },
  verified: { words: "Verified", tone: "good" },
  dropped: { words: "Dropped", tone: "idle" },
};

/** The state of a row: that it is late comes before that it is open. */
export const stateOf = ({ state, overdueDays }: Pick<ActionLine, "state" | "overdueDays">): { words: string; tone: Tone } =>
  overdueDays > 0 ? { words: "Late", tone: "bad" } : actionStates[state];
