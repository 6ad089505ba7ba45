import { command, graphql } from "@ballast/schema/graphql";
import type { ResultOf } from "@ballast/schema/graphql";
import { actorFields, historyFields } from "../data/fields.ts";

const progressFields = graphql(`fragment LensProgressFields on LensProgress { questions answered high medium none notApplicable }`);
export type Progress = ResultOf<typeof progressFields>;

const assessmentFields = graphql(`
  fragment AssessmentFields on Assessment {
    id begunAt revision progress { ...LensProgressFields } lens { id name } service { slug name } forum { id title } owner { id name }
    milestones { name at }
  }
`, [progressFields]);
/** What is answered to a lens, as lists show it. */
export type AssessmentLine = ResultOf<typeof assessmentFields>;

export const lensesDocument = graphql(`
  query Lenses($retired: Boolean, $asOf: AsOf) {
    lenses(retired: $retired, asOf: $asOf) { id name description release version state questionCount importedAt }
    assessments(asOf: $asOf) { ...AssessmentFields }
  }
`, [assessmentFields]);
export type LensLine = ResultOf<typeof lensesDocument>["lenses"][number];

export const lensDocument = graphql(`
  query Lens($id: ID!, $asOf: AsOf) {
    lens(id: $id, asOf: $asOf) {
      id name description release version state questionCount importedAt revision importedBy { ...ActorFields }
      pillars { id name questions { id title choices { id title } } } history(first: 50) { totalCount edges { node { ...HistoryFields } } }
    }
    assessments(lens: $id, asOf: $asOf) { ...AssessmentFields }
    forums(asOf: $asOf) { id title }
  }
`, [assessmentFields, actorFields, historyFields]);
/** A series of reviews that may answer a lens. */
export type ForumChoice = ResultOf<typeof lensDocument>["forums"][number];
export type LensRecord = NonNullable<ResultOf<typeof lensDocument>["lens"]>;

export const assessmentDocument = graphql(`
  query Assessment($id: ID!, $since: ID, $asOf: AsOf) {
    assessment(id: $id, asOf: $asOf) {
      id begunAt revision progress { ...LensProgressFields } lens { id name description } service { slug name } forum { id title }
      owner { id name } changes(since: $since) { questionId title before after }
      milestones { id name at by { ...ActorFields } position progress { ...LensProgressFields } }
      pillars {
        id name progress { ...LensProgressFields }
        questions {
          standing choiceIds note notApplicable answeredAt answeredBy { name } risk { id reference }
          question { id title description help { text url } choices { id title help { text url } plan { text url } } }
        }
      }
      history(first: 50) { totalCount edges { node { ...HistoryFields } } }
    }
  }
`, [progressFields, actorFields, historyFields]);
/** What is answered to a lens, with everything around it. */
export type AssessmentRecord = NonNullable<ResultOf<typeof assessmentDocument>["assessment"]>;
export type Asked = AssessmentRecord["pillars"][number]["questions"][number];

export const importLens = command("importLens", "lens { id name }");
export const retireLens = command("retireLens", "lens { id }");
export const beginAssessment = command("beginAssessment", "assessment { id }");
export const answerQuestion = command("answerQuestion", "assessment { id }");
export const takeBackAnswer = command("takeBackAnswer", "assessment { id }");
export const setAssessmentMilestone = command("setAssessmentMilestone", "assessment { id }");
export const makeRisksOfAssessment = command("makeRisksOfAssessment", "assessment { id }");

/** What is recorded of lenses, and of what is answered to them. */
export const lensEvents = [
  "LensImported", "LensRetired", "AssessmentBegun", "QuestionAnswered", "AnswerTakenBack", "MilestoneSet", "AnswerBecameRisk",
];
