import { command, graphql, type ResultOf } from "@ballast/schema/graphql";
import { historyFields } from "../data/fields.ts";

const templateFields = graphql(`
  fragment UpdateTemplateFields on UpdateTemplate { id name visibility state body nextUpdateInMinutes writtenAt removed revision }
`);
/** What an update may start from. */
export type UpdateTemplate = ResultOf<typeof templateFields>;

export const updateTemplatesDocument = graphql(`
  query UpdateTemplates($asOf: AsOf) { updateTemplates(asOf: $asOf) { ...UpdateTemplateFields } }
`, [templateFields]);
export const updateTemplateDocument = graphql(`
  query UpdateTemplate($id: ID!, $asOf: AsOf) {
    updateTemplate(id: $id, asOf: $asOf) { ...UpdateTemplateFields history(first: 500) { totalCount edges { node { ...HistoryFields } } } }
  }
`, [templateFields, historyFields]);
export const templateFactsDocument = graphql(`query TemplateFacts { templateFacts { name says isPublic } }`);
export const updateTemplateEvents = ["UpdateTemplateWritten", "UpdateTemplateRemoved"];

export const writeUpdateTemplate = command("writeUpdateTemplate", "updateTemplate { id }");
export const removeUpdateTemplate = command("removeUpdateTemplate");
