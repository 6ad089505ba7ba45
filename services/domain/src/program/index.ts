export {
  colourOf, colours, paceOf, triggersOf, type BudgetFacts, type Colour, type ProgramFacts, type Trigger,
} from "./triggers.ts";
export { dayIn, mondayOf, weekBegan } from "./week.ts";
export {
  MOST_REPORT_READERS, programDecider, USUAL_PROGRAM_ZONE, type ProgramCommand, type ProgramSettings, type SetProgram,
} from "./programDecider.ts";
export { reportHtml, reportMarkdown, titleOf, type ReportContent, type ReportedItem, type ReportedObjective } from "./leadershipReport.ts";
export { reportDecider, type MadeReport, type Report, type ReportCommand } from "./reportDecider.ts";
