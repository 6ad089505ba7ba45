import type { IncidentSort, VariablesOf } from "@ballast/schema/graphql";
import { asAsked } from "../api/dataProvider.ts";
import type { ResourceBinding } from "../api/dataProvider.ts";
import { clientError } from "../api/errors.ts";
import { graphql } from "@ballast/schema/graphql";
import type { ResultOf } from "@ballast/schema/graphql";
import { call } from "../api/graphqlClient.ts";
import { nodesOf } from "../data/fields.ts";
import { incidentLineFields } from "../response/incidentDocuments.ts";

/** A slice of incidents. */
export const incidentsDocument = graphql(`
  query Incidents($first: Int, $after: String, $filter: IncidentFilter, $sort: IncidentSort, $asOf: AsOf) {
    incidents(first: $first, after: $after, filter: $filter, sort: $sort, asOf: $asOf) {
      totalCount pageInfo { hasNextPage endCursor } edges { node { ...IncidentLineFields } }
    }
  }
`, [incidentLineFields]);
export type IncidentFilter = NonNullable<VariablesOf<typeof incidentsDocument>["filter"]>;

export const incidentLineDocument = graphql(`
  query IncidentLine($id: ID!, $asOf: AsOf) { incident(id: $id, asOf: $asOf) { ...IncidentLineFields } }
`, [incidentLineFields]);

/** How many incidents answer a question, and how many of them are open or resolved. */
export const incidentCountsDocument = graphql(`
  query IncidentCounts($all: IncidentFilter, $open: IncidentFilter, $asOf: AsOf) {
    all: incidents(first: 1, filter: $all, asOf: $asOf) { totalCount }
    open: incidents(first: 1, filter: $open, asOf: $asOf) { totalCount }
  }
`);

/** Incidents a month, for the picture over the list. */
export const monthsDocument = graphql(`
  query IncidentsPerMonth($filter: IncidentFilter, $asOf: AsOf) { incidentsPerMonth(filter: $filter, asOf: $asOf) { month count byImpact } }
`);
/** How many are open, exercises left out. */
export const openIncidentsDocument = graphql(
  `query OpenIncidents($asOf: AsOf) { incidents(first: 1, filter: { open: true, drill: false }, asOf: $asOf) { totalCount } }`,
);

/** Incidents that began in a month. */
export type MonthCount = ResultOf<typeof monthsDocument>["incidentsPerMonth"][number];

/** Incidents for the data provider. */
export const incidentsBinding: ResourceBinding = {
  list: async ({ filter, sort, first, after, asOf, signal }) => {
    const variables = { first, after, ...asAsked<IncidentFilter, IncidentSort>({ filter, sort }), asOf };
    const { incidents } = await call(incidentsDocument, variables, signal === undefined ? {} : { signal });
    return { rows: [...nodesOf(incidents)], totalCount: incidents.totalCount, ...incidents.pageInfo };
  },
  one: async (id, { asOf, signal }) => {
    const { incident } = await call(incidentLineDocument, { id, asOf }, signal === undefined ? {} : { signal });
    if (incident === null)
      throw clientError(
        "NOT_FOUND",
        "There is no such incident.",
        "Check the link; while you look back, it may not have been declared yet.",
      );
    return incident;
  },
};
