import { command, graphql } from "@ballast/schema/graphql";
import type { ResultOf } from "@ballast/schema/graphql";
import { pageLineFields } from "./pageLine.ts";

const pageFields = graphql(
  `fragment PageFields on Page { ...PageLineFields revision incident { id number reference title drill sentence state severity open } }`,
  [pageLineFields],
);
/** A page with what it is about. */
export type PageRecord = ResultOf<typeof pageFields>;

/** Pages, newest first. */
export const pagesDocument = graphql(`
  query Pages($first: Int, $after: String, $open: Boolean, $person: ID, $asOf: AsOf) {
    pages(first: $first, after: $after, open: $open, person: $person, asOf: $asOf) { totalCount pageInfo { hasNextPage endCursor } edges { node { ...PageFields } } }
  }
`, [pageFields]);

/** One page, by its own id. */
export const pageDocument = graphql(`
  query Page($id: ID!, $asOf: AsOf) { node(id: $id, asOf: $asOf) { ... on Page { ...PageFields } } }
`, [pageFields]);

/** Answers a page. */
export const acknowledgePage = command("acknowledgePage", "page { id state }");

/** Answers many pages in one press; what became of each is answered. */
export const acknowledgePages = command("acknowledgePages", "answers { pageId acknowledged problem }");

/** Says anew when one looks again at a page that one has answered. */
export const lookAgain = command("lookAgain", "page { id }");

/** Hands a page on: whoever gets it is called by a page of their own. */
export const handOnPage = command("handOnPage", "page { id state } toPageId");

/** Whom one may call: schedules and policies; people are asked for by themselves. */
export const receiversDocument = graphql(`query PageReceivers { rotations { id name onNow { id name } } escalationPolicies { id name sentence } }`);

/** What is recorded of pages. */
export const pageEvents = [
  "PageRequested", "PageStarted", "PageRunReplaced", "PageStepClaimed", "PageSent", "PageDeliveryRefused", "PageDeliveryFailed",
  "PageDelivered", "PageNotDelivered",
  "PageUnanswered", "PageEscalated", "PageAcknowledged", "PageStopped", "LookAgainSet", "PageHandedOn",
];
