import { gql } from "../api/document.ts";
import { command } from "../data/command.ts";
import type { Connection } from "../data/fields.ts";
import type { IncidentState } from "../incident/incidentDocuments.ts";
import type { PageLine } from "../incident/pageLine.ts";
import { pageLineFields } from "../incident/pageLine.ts";

/** A page with what it is about. */
export type PageRecord = PageLine & {
  revision: number;
  incident: { id: string; number: number | null; reference: string; title: string; sentence: string; state: IncidentState; severity: number | null; open: boolean };
};
const pageFields = `${pageLineFields} revision incident { id number reference title sentence state severity open }`;

/** Pages, newest first. */
export const pagesDocument = gql<{ pages: Connection<PageRecord> & { pageInfo: { hasNextPage: boolean; endCursor: string | null } } }, { first: number; open: boolean | null; person: string | null; after: string | null }>`
  query Pages($first: Int, $after: String, $open: Boolean, $person: ID, $asOf: AsOf) {
    pages(first: $first, after: $after, open: $open, person: $person, asOf: $asOf) { totalCount pageInfo { hasNextPage endCursor } edges { node { ${pageFields} } } }
  }
`;

/** One page, by its own id. */
export const pageDocument = gql<{ node: PageRecord | null }, { id: string }>`
  query Page($id: ID!, $asOf: AsOf) { node(id: $id, asOf: $asOf) { ... on Page { ${pageFields} } } }
`;

/** Answers a page. */
export const acknowledgePage = command<{ pageId: string }, { page: { id: string; state: string } | null }>("acknowledgePage", "page { id state }");

/** What is recorded of pages. */
export const pageEvents = ["PageRequested", "PageStarted", "PageRunReplaced", "PageStepClaimed", "PageSent", "PageDeliveryRefused", "PageDeliveryFailed", "PageUnanswered", "PageEscalated", "PageAcknowledged", "PageStopped"];
