export {
  colourOf, colours, paceOf, triggersOf, type BudgetFacts, type Colour, type ProgramFacts, type Trigger,
} from "./triggers.ts";
export { reportHtml, reportMarkdown, type ReportContent, type ReportedItem, type ReportedObjective } from "./leadershipReport.ts";
export { reportDecider, type MadeReport, type Report, type ReportCommand } from "./reportDecider.ts";
