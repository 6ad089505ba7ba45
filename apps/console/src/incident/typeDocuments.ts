import { graphql } from "@ballast/schema/graphql";

/** Types of incidents, and which of them are offered. */
export const offeredTypesDocument = graphql(`
  query OfferedIncidentTypes($severity: Int, $services: [String!]) {
    offered: incidentTypes(severity: $severity, services: $services) { id }
    incidentTypes { id name }
  }
`);
