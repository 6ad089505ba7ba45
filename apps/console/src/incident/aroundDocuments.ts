import { graphql } from "@ballast/schema/graphql";
import type { ResultOf } from "@ballast/schema/graphql";
import { actorFields, commitFields, historyFields, rollbackPreviewFields } from "../data/fields.ts";

/** What changed before the incident, ranked; asked for apart, because previews of undoing take a moment. */
export const relatedChangesDocument = graphql(`
  query IncidentRelatedChanges($id: ID!, $asOf: AsOf) {
    incident(id: $id, asOf: $asOf) {
      id
      relatedChanges {
        score link reasons beforeStartMs
        deploy {
          id version environment kind state sentence requestedAt effect { sentence } service { id slug name } requestedBy { ...ActorFields }
          commits { ...CommitFields } lane { rollbackPreview { ...RollbackPreviewFields } }
        }
      }
      relatedFlagChanges { score link reasons beforeStartMs at sentence from to flag { id name details { owner { id name } services { slug responders { id onNow { id name } } } } } targeting { id environment killed parts sentence steps(first: 30) { revision parts } } }
    }
  }
`, [actorFields, commitFields, rollbackPreviewFields]);
export type RelatedChange = NonNullable<ResultOf<typeof relatedChangesDocument>["incident"]>["relatedChanges"][number];

/** A flag that was turned before the incident. */
export type RelatedFlagChange = NonNullable<ResultOf<typeof relatedChangesDocument>["incident"]>["relatedFlagChanges"][number];

/** What was recorded about an incident. */
export const incidentHistoryDocument = graphql(`
  query IncidentHistory($id: ID!, $first: Int, $asOf: AsOf) {
    incident(id: $id, asOf: $asOf) { id history(first: $first) { totalCount edges { node { ...HistoryFields } } } }
  }
`, [historyFields]);

/** Tells that an incident changed; what changed is read with the page. */
export const incidentChangedDocument = graphql(`
  subscription IncidentChanged($incidentId: ID!) { incidentChanged(incidentId: $incidentId) { id revision } }
`);
