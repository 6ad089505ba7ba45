import { graphql, type ResultOf } from "@ballast/schema/graphql";

/** What merging an incident into another one would do. */
export const mergePreviewDocument = graphql(`
  query MergePreview($incidentId: ID!, $intoIncidentId: ID!) {
    mergePreview(incidentId: $incidentId, intoIncidentId: $intoIncidentId) { refusal remedy seen effects { sentence warns } }
  }
`);
export type MergePreview = NonNullable<ResultOf<typeof mergePreviewDocument>["mergePreview"]>;
