import { command, graphql, type ResultOf } from "@ballast/schema/graphql";
import { historyFields } from "../data/fields.ts";

const typeFields = graphql(`
  fragment IncidentTypeFields on IncidentType {
    id name roles { name purpose } checklist { text who } links { label url } conferenceLink severities services { id slug name }
    writtenAt removed revision
  }
`);
/** A type of incidents. */
export type IncidentType = ResultOf<typeof typeFields>;

export const incidentTypesDocument = graphql(`
  query IncidentTypes($asOf: AsOf) { incidentTypes(asOf: $asOf) { ...IncidentTypeFields } }
`, [typeFields]);
export const incidentTypeDocument = graphql(`
  query IncidentType($id: ID!, $asOf: AsOf) {
    incidentType(id: $id, asOf: $asOf) { ...IncidentTypeFields history(first: 500) { totalCount edges { node { ...HistoryFields } } } }
  }
`, [typeFields, historyFields]);
export const incidentTypeEvents = ["IncidentTypeWritten", "IncidentTypeRemoved"];

export const writeIncidentType = command("writeIncidentType", "incidentType { id }");
export const removeIncidentType = command("removeIncidentType");
