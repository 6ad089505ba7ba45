export { filledIn, isFact, templateFacts, unfilled, type TemplateFact, type TemplateFacts } from "../templateFacts.ts";
export {
  updateTemplateDecider, type UpdateTemplate, type UpdateTemplateCommand, type WrittenUpdateTemplate,
} from "./updateTemplateDecider.ts";
