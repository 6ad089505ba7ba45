import { graphql } from "../graphql/document.ts";
import { csvLine } from "./csv.ts";
import { everyNode } from "./names.ts";
import type { TableClient } from "./table.ts";

export const tableActions = graphql(`
  query TableActions($after: String) {
    actions(first: 500, after: $after, sort: REGISTERED_ASC) {
      pageInfo { hasNextPage endCursor }
      edges {
        node {
          reference title text kind state owner { login } ownerName dueOn slips { from } daysLate links cameOf { kind name }
          risk { reference } registeredAt finishedAt
        }
      }
    }
  }
`);

/** Columns of an action in a CSV: those that an import reads, and what was made of them here. */
const columns = [
  "id", "title", "text", "kind", "state", "owner", "due", "links", "incident", "createdAt", "doneAt", "firstDue", "daysLate", "cameOf",
  "risk",
];

/** All actions as lines of a CSV. */
export async function actionLines(client: TableClient): Promise<readonly string[]> {
  const all = await everyNode(async (after) => (await client.query(tableActions, { after })).actions);
  return [csvLine(columns), ...all.map(({ cameOf, slips, dueOn, ...action }) => csvLine([
    action.reference, action.title, action.text, action.kind, action.state, action.owner?.login ?? action.ownerName, dueOn,
    action.links.join(" "), cameOf !== null && (cameOf.kind === null || cameOf.kind === "incident") ? cameOf.name : null,
    action.registeredAt, action.finishedAt, slips[0]?.from ?? dueOn, action.daysLate, cameOf?.name ?? null,
    action.risk?.reference ?? null,
  ]))];
}
