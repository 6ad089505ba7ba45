export {
  answerStandings, assessmentDecider, begunAssessment, riskOf, standingOf, type Answer, type AnswerStanding, type Assessment,
  type AssessmentCommand, type BegunAssessment,
} from "./assessment.ts";
export { choicesIn, holds, readCondition, type Condition } from "./condition.ts";
export { knownLens, lensDecider, type ImportedLens, type Lens, type LensCommand } from "./lensDecider.ts";
export { LENS_SCHEMA, OTHERWISE, parseLens, readLens, type LensContent } from "./lensFile.ts";
