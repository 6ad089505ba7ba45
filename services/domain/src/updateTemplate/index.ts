export { filledIn, isFact, templateFacts, unfilled, type TemplateFact, type TemplateFacts } from "@ballast/schema/templateFacts";
export {
  updateTemplateDecider, type UpdateTemplate, type UpdateTemplateCommand, type WrittenUpdateTemplate,
} from "./updateTemplateDecider.ts";
