import type { AssessmentEvent, DataOf, EventType, LensQuestion, LensRisk } from "@ballast/schema";
import { aggregate } from "../aggregate.ts";
import { Rejection } from "../rejection.ts";
import { sameContent } from "../sameContent.ts";
import { holds, readCondition } from "./condition.ts";
import { OTHERWISE } from "./lensFile.ts";

/** The answer to one question, as it was given last. */
export type Answer = Omit<DataOf<"QuestionAnswered">, "assessmentId">;

/** What is answered to a lens. */
export interface BegunAssessment extends DataOf<"AssessmentBegun"> {
  readonly status: "begun";
  readonly answers: readonly Answer[];
  readonly milestones: readonly Omit<DataOf<"MilestoneSet">, "assessmentId">[];
  /** Which risk carries what which answer says. */
  readonly risks: readonly Omit<DataOf<"AnswerBecameRisk">, "assessmentId">[];
}
export type Assessment = { readonly status: "absent" } | BegunAssessment;

type Named<Name extends string, Type extends EventType> = { readonly type: Name; readonly now: string } & DataOf<Type>;
/** `question` is what the lens asks: choices that it has not are refused. */
export type AssessmentCommand =
  | Named<"BeginAssessment", "AssessmentBegun">
  | (Named<"AnswerQuestion", "QuestionAnswered"> & { readonly question: LensQuestion })
  | Named<"TakeBackAnswer", "AnswerTakenBack">
  | Named<"SetMilestone", "MilestoneSet">
  | Named<"CarryAnswer", "AnswerBecameRisk">;

/** So many milestones are enough for a review a week over years. */
const MOST_MILESTONES = 300;

function evolve(assessment: Assessment, event: AssessmentEvent): Assessment {
  if (event.type === "AssessmentBegun")
    return assessment.status === "absent" ? { ...event.data, status: "begun", answers: [], milestones: [], risks: [] } : assessment;
  if (assessment.status === "absent") return assessment;
  const { assessmentId: _, ...said } = event.data;
  const without = <One extends { readonly questionId: string }>(known: readonly One[], questionId: string): readonly One[] =>
    known.filter((one) => one.questionId !== questionId);
  switch (event.type) {
    case "QuestionAnswered":
      return { ...assessment, answers: [...without(assessment.answers, event.data.questionId), said as Answer] };
    case "AnswerTakenBack":
      return { ...assessment, answers: without(assessment.answers, event.data.questionId) };
    case "MilestoneSet":
      return { ...assessment, milestones: [...assessment.milestones, said as BegunAssessment["milestones"][number]] };
    case "AnswerBecameRisk":
      return { ...assessment, risks: [...without(assessment.risks, event.data.questionId), said as BegunAssessment["risks"][number]] };
  }
}

/**
 * The assessment, or a refusal.
 * @throws Rejection NOT_FOUND
 */
export function begunAssessment(assessment: Assessment, assessmentId: string): BegunAssessment {
  if (assessment.status === "absent") throw new Rejection("NOT_FOUND", `there is no assessment ${assessmentId}`, ["assessmentId"]);
  return assessment;
}

function begin({ type: _, now: __, ...data }: Extract<AssessmentCommand, { type: "BeginAssessment" }>, assessment: Assessment) {
  if (data.serviceId !== null && data.forumId !== null)
    throw new Rejection("INVALID_INPUT", "it is about a service, or of a series of reviews, not both", ["forumId"]);
  return assessment.status === "absent" ? [{ type: "AssessmentBegun", data } as const] : [];
}

function answer(
  { type: _, now: __, question, ...data }: Extract<AssessmentCommand, { type: "AnswerQuestion" }>, { answers }: BegunAssessment,
): readonly AssessmentEvent[] {
  const stranger = data.choiceIds.find((id) => !question.choices.some((choice) => choice.id === id));
  if (stranger !== undefined) throw new Rejection("INVALID_INPUT", `${question.id} has no choice ${stranger}`, ["choiceIds"]);
  if (data.notApplicable !== null && data.choiceIds.length > 0)
    throw new Rejection("INVALID_INPUT", "what does not apply is not answered as well", ["choiceIds"]);
  const order = question.choices.map(({ id }) => id);
  const said = { ...data, choiceIds: order.filter((id) => data.choiceIds.includes(id)) };
  const known = answers.find(({ questionId }) => questionId === data.questionId);
  const same = known !== undefined && sameContent(known.choiceIds, said.choiceIds) && known.note === said.note
    && known.notApplicable === said.notApplicable;
  return same ? [] : [{ type: "QuestionAnswered", data: said }];
}

function decide(command: AssessmentCommand, state: Assessment): readonly AssessmentEvent[] {
  if (command.type === "BeginAssessment") return begin(command, state);
  const assessment = begunAssessment(state, command.assessmentId);
  switch (command.type) {
    case "AnswerQuestion": return answer(command, assessment);
    case "TakeBackAnswer": {
      const { type: _, now: __, ...data } = command;
      return assessment.answers.some(({ questionId }) => questionId === data.questionId) ? [{ type: "AnswerTakenBack", data }] : [];
    }
    case "SetMilestone": {
      const { type: _, now: __, ...data } = command;
      if (assessment.milestones.some(({ milestoneId }) => milestoneId === data.milestoneId)) return [];
      if (assessment.milestones.length >= MOST_MILESTONES)
        throw new Rejection("TOO_LARGE", `an assessment has at most ${String(MOST_MILESTONES)} milestones`, ["assessmentId"]);
      return [{ type: "MilestoneSet", data }];
    }
    case "CarryAnswer": {
      const { type: _, now: __, ...data } = command;
      const known = assessment.risks.find(({ questionId }) => questionId === data.questionId);
      return known?.riskId === data.riskId ? [] : [{ type: "AnswerBecameRisk", data }];
    }
  }
}

/** What is answered to a lens: there is one for a lens and what it is about, so that the next time can be compared with the last. */
export const assessmentDecider = aggregate("assessment", {
  initialState: { status: "absent" } as Assessment, evolve, decide, keyOf: (lensId: string, about: string) => [lensId, about],
});

/** How an answer stands; `unsaid`: no rule of its question holds. */
export const answerStandings = ["HIGH_RISK", "MEDIUM_RISK", "NO_RISK", "notApplicable", "unsaid", "unanswered"] as const;
export type AnswerStanding = (typeof answerStandings)[number];

/** The risk of these choices: of the first rule, in the order of the lens, that holds; else of its `default`; null: none says. */
export function riskOf({ rules }: Pick<LensQuestion, "rules">, choiceIds: readonly string[]): LensRisk | null {
  const chosen = new Set(choiceIds);
  const found = rules.find(({ condition }) => {
    const read = condition === OTHERWISE ? null : readCondition(condition);
    return read !== null && holds(read, chosen);
  });
  return (found ?? rules.find(({ condition }) => condition === OTHERWISE))?.risk ?? null;
}

/** How the answer to a question stands. A choice that a newer version of the lens has not counts as not made. */
export function standingOf(question: LensQuestion, answer: Pick<Answer, "choiceIds" | "notApplicable"> | undefined): AnswerStanding {
  if (answer === undefined) return "unanswered";
  if (answer.notApplicable !== null) return "notApplicable";
  return riskOf(question, answer.choiceIds.filter((id) => question.choices.some((choice) => choice.id === id))) ?? "unsaid";
}
