import { gql } from "../api/document.ts";
import { actorFields, commitFields, historyFields, rollbackPreviewFields } from "../data/fields.ts";
import type { Connection, HistoryEvent } from "../data/fields.ts";
import type { RelatedChange } from "./incidentDocuments.ts";

/** What changed before the incident, ranked; asked for apart, because previews of undoing take a moment. */
export const relatedChangesDocument = gql<{ incident: { id: string; relatedChanges: readonly RelatedChange[] } | null }, { id: string }>`
  query IncidentRelatedChanges($id: ID!, $asOf: AsOf) {
    incident(id: $id, asOf: $asOf) {
      id
      relatedChanges {
        score link reasons beforeStartMs
        deploy {
          id version environment kind state sentence requestedAt effect { sentence } service { id slug name } requestedBy { ${actorFields} }
          commits { ${commitFields} } lane { rollbackPreview { ${rollbackPreviewFields} } }
        }
      }
    }
  }
`;

/** What was recorded about an incident. */
export const incidentHistoryDocument = gql<{ incident: { id: string; history: Connection<HistoryEvent> } | null }, { id: string; first: number }>`
  query IncidentHistory($id: ID!, $first: Int, $asOf: AsOf) {
    incident(id: $id, asOf: $asOf) { id history(first: $first) { totalCount edges { node { ${historyFields} } } } }
  }
`;

/** Tells that an incident changed; what changed is read with the page. */
export const incidentChangedDocument = gql<{ incidentChanged: { id: string; revision: number } }, { incidentId: string }>`
  subscription IncidentChanged($incidentId: ID!) { incidentChanged(incidentId: $incidentId) { id revision } }
`;
