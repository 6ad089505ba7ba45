import type { ResourceBinding } from "../api/dataProvider.ts";
import { clientError } from "../api/errors.ts";
import { gql } from "../api/document.ts";
import { call } from "../api/graphqlClient.ts";
import { nodesOf } from "../data/fields.ts";
import type { Connection } from "../data/fields.ts";
import type { AsOfInput } from "../shell/asOf.ts";
import { incidentLineFields } from "./incidentDocuments.ts";
import type { IncidentLine } from "./incidentDocuments.ts";

type Filter = Readonly<Record<string, unknown>>;

/** A page of incidents. */
export const incidentsDocument = gql<
  { incidents: Connection<IncidentLine> & { pageInfo: { hasNextPage: boolean; endCursor: string | null } } },
  { first: number; after: string | undefined; filter: Filter; sort: string | undefined; asOf: AsOfInput | undefined }
>`
  query Incidents($first: Int, $after: String, $filter: IncidentFilter, $sort: IncidentSort, $asOf: AsOf) {
    incidents(first: $first, after: $after, filter: $filter, sort: $sort, asOf: $asOf) {
      totalCount pageInfo { hasNextPage endCursor } edges { node { ${incidentLineFields} } }
    }
  }
`;

const incidentLineDocument = gql<{ incident: IncidentLine | null }, { id: string; asOf: AsOfInput | undefined }>`
  query IncidentLine($id: ID!, $asOf: AsOf) { incident(id: $id, asOf: $asOf) { ${incidentLineFields} } }
`;

/** How many incidents answer a question, and how many of them are open or resolved. */
export const incidentCountsDocument = gql<{ all: { totalCount: number }; open: { totalCount: number } }, { all: Filter; open: Filter }>`
  query IncidentCounts($all: IncidentFilter, $open: IncidentFilter, $asOf: AsOf) {
    all: incidents(first: 1, filter: $all, asOf: $asOf) { totalCount }
    open: incidents(first: 1, filter: $open, asOf: $asOf) { totalCount }
  }
`;

/** Incidents that began in a month. */
export interface MonthCount {
  month: string;
  count: number;
  byImpact: Readonly<Record<string, number>>;
}

/** Incidents a month, for the picture over the list. */
export const monthsDocument = gql<{ incidentsPerMonth: readonly MonthCount[] }, { filter: Filter }>`
  query IncidentsPerMonth($filter: IncidentFilter, $asOf: AsOf) { incidentsPerMonth(filter: $filter, asOf: $asOf) { month count byImpact } }
`;

/** Incidents for the data provider. */
export const incidentsBinding: ResourceBinding = {
  list: async ({ filter, sort, first, after, asOf, signal }) => {
    const variables = { first, after, filter, sort: sort === undefined ? undefined : `${sort.field}_${sort.order}`, asOf };
    const { incidents } = await call(incidentsDocument, variables, signal === undefined ? {} : { signal });
    return { rows: [...nodesOf(incidents)], totalCount: incidents.totalCount, ...incidents.pageInfo };
  },
  one: async (id, { asOf, signal }) => {
    const { incident } = await call(incidentLineDocument, { id, asOf }, signal === undefined ? {} : { signal });
    if (incident === null) throw clientError("NOT_FOUND", "There is no such incident.", "Check the link; while you look back, it may not have been declared yet.");
    return incident;
  },
};
