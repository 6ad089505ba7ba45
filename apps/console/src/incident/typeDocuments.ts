import { graphql } from "@ballast/schema/graphql";

/** Types of incidents, and which of them are offered. */
export const offeredTypesDocument = graphql(`
  query OfferedIncidentTypes($severity: Int, $services: [String!]) {
    offered: incidentTypes(severity: $severity, services: $services) { id }
    incidentTypes { id name }
  }
`);

/** What a way in leads to. */
export const joinOfferDocument = graphql(`
  query JoinOffer($secret: String!) {
    joinOffer(secret: $secret) { reference severity private open note expiresAt joined incident { id title } }
  }
`);

/** By what severities are proposed. */
export const offeredMatrixDocument = graphql(`
  query OfferedMatrix { severityMatrix { version rows { effect cells { severity says } } } }
`);
