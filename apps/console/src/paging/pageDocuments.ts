import { command, graphql } from "@ballast/schema/graphql";
import type { ResultOf } from "@ballast/schema/graphql";
import { pageLineFields } from "./pageLine.ts";

const pageFields = graphql(
  `fragment PageFields on Page { ...PageLineFields revision incident { id number reference title sentence state severity open } }`,
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

/** What is recorded of pages. */
export const pageEvents = [
  "PageRequested", "PageStarted", "PageRunReplaced", "PageStepClaimed", "PageSent", "PageDeliveryRefused", "PageDeliveryFailed",
  "PageUnanswered", "PageEscalated", "PageAcknowledged", "PageStopped",
];
