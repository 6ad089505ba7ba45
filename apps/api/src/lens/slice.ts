import type { AssessmentEvent, LensEvent } from "@ballast/schema";
import { because, type Sentences, type Telling } from "../events/saying.ts";
import { nameOf } from "../graphql/records.ts";
import type { Slice } from "../slice.ts";
import { count } from "../words.ts";
import { lensMutations, servicesOfAssessment } from "./lensMutations.ts";
import { AssessmentResolver, LensResolver, RiskAssessmentsResolver, ServiceAssessmentsResolver } from "./lensResolver.ts";
import { assessmentById, lensById, toAssessment, toLens } from "./lensType.ts";

const sentences: Sentences<LensEvent | AssessmentEvent> = {
  LensImported({ name, version, pillars }, { by }) {
    const questions = count(pillars.flatMap((pillar) => pillar.questions).length, "question");
    return `${by} imported ${version === 1 ? "" : `version ${String(version)} of `}the lens ${name}, with ${questions}`;
  },
  LensRetired: ({ lensId, reason }, { by, lens }) => `${by} retired the lens ${lens(lensId)}${because(reason)}`,
  AssessmentBegun: ({ assessmentId }, { by, assessment }) => `${by} began ${assessment(assessmentId)}`,
  QuestionAnswered: ({ assessmentId, questionId, notApplicable, note }, { by, assessment }) =>
    notApplicable === null
      ? `${by} answered ${questionId} in ${assessment(assessmentId)}${because(note)}`
      : `${by} said that ${questionId} does not apply in ${assessment(assessmentId)}${because(notApplicable)}`,
  AnswerTakenBack: ({ assessmentId, questionId, reason }, { by, assessment }) =>
    `${by} took back the answer to ${questionId} in ${assessment(assessmentId)}${because(reason)}`,
  MilestoneSet: ({ assessmentId, name }, { by, assessment }) => `${by} set the milestone ${name} in ${assessment(assessmentId)}`,
  AnswerBecameRisk: ({ assessmentId, questionId, riskId }, { by, assessment, risk }) =>
    `${by} made ${risk(riskId)} of the answer to ${questionId} in ${assessment(assessmentId)}`,
};

const telling: Telling<LensEvent | AssessmentEvent> = {
  LensImported: "followers",
  LensRetired: "followers",
  AssessmentBegun: "followers",
  QuestionAnswered: "followers",
  AnswerTakenBack: "followers",
  MilestoneSet: "everybody",
  AnswerBecameRisk: "followers",
};

/** Lenses to look at something with, and what is answered to them. */
export const lensSlice = {
  records: {
    Lens: {
      category: "lens",
      find: lensById,
      of: toLens,
      name: (scope, id) => lensById(scope, id)?.name ?? "a lens",
      view: "lenses",
      history: "What was read of it, newest first.",
      search: { state: (scope, id) => lensById(scope, id)?.state ?? null },
      servicesOf: null,
    },
    Assessment: {
      category: "assessment",
      find: assessmentById,
      of: toAssessment,
      name(scope, id) {
        const row = assessmentById(scope, id)?.row;
        if (row === undefined) return "an assessment";
        const about = row.serviceId !== null
          ? ` of ${nameOf(scope, "Service", row.serviceId)}`
          : row.forumId === null ? "" : ` by ${nameOf(scope, "Forum", row.forumId)}`;
        return `${nameOf(scope, "Lens", row.lensId)}${about}`;
      },
      view: "assessments",
      history: "What was answered, newest first.",
      search: {
        title(scope, { id, title }) {
          const row = assessmentById(scope, id)?.row;
          return row === undefined ? title : nameOf(scope, "Assessment", id);
        },
      },
      servicesOf: servicesOfAssessment,
    },
  },
  resolvers: [AssessmentResolver, LensResolver, RiskAssessmentsResolver, ServiceAssessmentsResolver],
  mutations: lensMutations,
  sentences,
  telling,
  program: { changed: [{ types: ["MilestoneSet"], one: "milestone of a lens", many: "milestones of lenses", view: "/lenses" }] },
} satisfies Slice;
