import { graphql, type ResultOf } from "@ballast/schema/graphql";
import { csvLine } from "../print/csv.ts";
import { acting } from "./session.ts";

const actionsDocument = graphql(`
  query ActionExport($after: String) {
    actions(first: 500, after: $after, sort: REGISTERED_ASC) {
      pageInfo { hasNextPage endCursor }
      edges {
        node {
          reference title text kind state owner { login } ownerName dueOn slips { from } daysLate links cameOf { kind name } risk { reference }
          registeredAt finishedAt
        }
      }
    }
  }
`);
type Page = ResultOf<typeof actionsDocument>["actions"];
type Exported = Page["edges"][number]["node"];

/** Columns of an action in a CSV: those that an import reads, and what was made of them here. */
const columns = [
  "id", "title", "text", "kind", "state", "owner", "due", "links", "incident", "createdAt", "doneAt", "firstDue", "daysLate", "cameOf",
  "risk",
];

const line = (action: Exported): string => {
  const { cameOf, slips, dueOn } = action;
  return csvLine([
    action.reference,
    action.title,
    action.text,
    action.kind,
    action.state,
    action.owner?.login ?? action.ownerName,
    dueOn,
    action.links.join(" "),
    cameOf !== null && (cameOf.kind === null || cameOf.kind === "incident") ? cameOf.name : null,
    action.registeredAt,
    action.finishedAt,
    slips[0]?.from ?? dueOn,
    action.daysLate,
    cameOf?.name ?? null,
    action.risk?.reference ?? null,
  ]);
};

/** `ballast export actions`. */
export const exportActions = acting(async (session) => {
  const all: Exported[] = [];
  for (let after: string | null = null; ;) {
    const page: Page = (await session.client.query(actionsDocument, { after })).actions;
    all.push(...page.edges.map(({ node }) => node));
    if (!page.pageInfo.hasNextPage) break;
    after = page.pageInfo.endCursor;
  }
  session.show(all, () => [csvLine(columns), ...all.map(line)]);
});
