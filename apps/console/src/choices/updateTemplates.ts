import { graphql, type ResultOf } from "@ballast/schema/graphql";

export const offeredTemplatesDocument = graphql(`query OfferedTemplates { updateTemplates { id name visibility } }`);
export const templateDraftDocument = graphql(`
  query TemplateDraft($updateTemplateId: ID!, $incidentId: ID!) {
    updateDraft(updateTemplateId: $updateTemplateId, incidentId: $incidentId) { visibility state body nextUpdateInMinutes missing }
  }
`);
/** An update that starts from a template, with the incident's facts in it. */
export type UpdateDraft = NonNullable<ResultOf<typeof templateDraftDocument>["updateDraft"]>;
