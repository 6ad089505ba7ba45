import { command, graphql } from "@ballast/schema/graphql";
import type { ActionSort, ResultOf, VariablesOf } from "@ballast/schema/graphql";
import { asAsked } from "../api/dataProvider.ts";
import type { ResourceBinding } from "../api/dataProvider.ts";
import { clientError } from "../api/errors.ts";
import { call } from "../api/graphqlClient.ts";
import { actorFields, historyFields, nodesOf } from "../data/fields.ts";
import { actionLineFields } from "../promises/actionDocuments.ts";

export const actionsDocument = graphql(`
  query Actions($first: Int, $after: String, $filter: ActionFilter, $sort: ActionSort, $asOf: AsOf) {
    actions(first: $first, after: $after, filter: $filter, sort: $sort, asOf: $asOf) {
      totalCount pageInfo { hasNextPage endCursor } edges { node { ...ActionLineFields } }
    }
  }
`, [actionLineFields]);
type ActionFilter = NonNullable<VariablesOf<typeof actionsDocument>["filter"]>;

/** How many there are, and how many of them want somebody. */
export const actionCountsDocument = graphql(`
  query ActionCounts($asOf: AsOf) {
    toDo: actions(first: 1, filter: { states: [proposed, open] }, asOf: $asOf) { totalCount }
    late: actions(first: 1, filter: { overdue: true }, asOf: $asOf) { totalCount }
    proposed: actions(first: 1, filter: { states: [proposed] }, asOf: $asOf) { totalCount }
    unverified: actions(first: 1, filter: { states: [done] }, asOf: $asOf) { totalCount }
  }
`);
export type ActionCounts = ResultOf<typeof actionCountsDocument>;

export const actionDocument = graphql(`
  query Action($id: ID!, $asOf: AsOf) {
    action(id: $id, asOf: $asOf) {
      ...ActionLineFields text links registeredBy { ...ActorFields } finishedAt finishedBy { id name } finishNote verifiedBy { name } verifyNote
      dropped endedAt ledger: slips { at by { ...ActorFields } from to reason } history(first: 50) { totalCount edges { node { ...HistoryFields } } }
    }
  }
`, [actionLineFields, actorFields, historyFields]);
/** An action with everything around it. */
export type ActionRecord = NonNullable<ResultOf<typeof actionDocument>["action"]>;

/** Actions that somebody may want to act on by name, the most urgent first. */
export const actionVerbsDocument = graphql(`
  query ActionVerbs($filter: ActionFilter) { actions(first: 30, filter: $filter) { totalCount edges { node { id reference title state dueOn owner { name } } } } }
`);

export const changeAction = command("changeAction", "action { id }");
export const promiseActionDue = command("promiseActionDue", "action { id }");
export const finishAction = command("finishAction", "action { id }");
export const verifyAction = command("verifyAction", "action { id }");
export const dropAction = command("dropAction", "action { id }");
export const reopenAction = command("reopenAction", "action { id }");

/** Actions for the data provider. */
export const actionsBinding: ResourceBinding = {
  list: async ({ filter, sort, first, after, asOf, signal }) => {
    const variables = { first, after, ...asAsked<ActionFilter, ActionSort>({ filter, sort }), asOf };
    const { actions } = await call(actionsDocument, variables, signal === undefined ? {} : { signal });
    return { rows: [...nodesOf(actions)], totalCount: actions.totalCount, ...actions.pageInfo };
  },
  one: () => Promise.reject(clientError("NO_RECORD", "Actions are read by their view.", "Open the action itself.")),
};
