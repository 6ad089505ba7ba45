import { assessmentDecider, lensDecider, type AssessmentCommand, type LensCommand } from "@ballast/domain/lens";
import { ids } from "@ballast/eventlog";
import fc from "fast-check";
import { expect, it } from "vitest";
import { rowsAreStates } from "../specification/randomHistories.ts";
import { assessmentProjection, lensProjection } from "./lensProjections.ts";

const now = "2026-12-03T10:00:00.000Z";
const [lensId, assessmentId, ana] = [ids.deploy("a lens"), ids.deploy("an assessment"), ids.person("ana")];
const question = (id: string) => ({
  id, title: id, description: "", help: null, choices: [{ id: "a", title: "a", help: null, plan: null }],
  rules: [{ condition: "a", risk: "NO_RISK" as const }],
});

const ofLens: fc.Arbitrary<LensCommand> = fc.oneof(
  fc.constantFrom("1", "2").map((release): LensCommand => ({
    type: "ImportLens", now, lensId, name: "Readiness", description: "", release, pillars: [{
      id: "p", name: "P", questions: [question("q")],
    }],
  })),
  fc.constant<LensCommand>({ type: "RetireLens", now, lensId, reason: "old" }),
);

it("a lens's row is, in every history, what the domain's state says", () => {
  rowsAreStates(
    { record: ["lens", lensId], decider: lensDecider, projection: lensProjection, command: ofLens },
    (state, row) => (state.status === "absent" ? expect(row).toBeNull() : expect(row).toMatchObject(state)),
  );
});

const questionId = fc.constantFrom("q", "__proto__");
const ofAssessment: fc.Arbitrary<AssessmentCommand> = fc.oneof(
  fc.constant<AssessmentCommand>({ type: "BeginAssessment", now, assessmentId, lensId, serviceId: null, forumId: null, ownerId: ana }),
  fc.tuple(questionId, fc.subarray(["a"])).map(([asked, choiceIds]): AssessmentCommand => ({
    type: "AnswerQuestion", now, assessmentId, questionId: asked, choiceIds, note: "", notApplicable: null, answeredBy: ana,
    question: question(asked),
  })),
  questionId.map((asked): AssessmentCommand => ({ type: "TakeBackAnswer", now, assessmentId, questionId: asked, reason: "x" })),
  fc.constantFrom("one", "two").map((name): AssessmentCommand => ({
    type: "SetMilestone", now, assessmentId, milestoneId: ids.deploy(name), name,
  })),
  questionId.map((asked): AssessmentCommand => ({ type: "CarryAnswer", now, assessmentId, questionId: asked, riskId: ids.deploy("r") })),
);

it("an assessment's row is what the domain's state says, with a place in the log for every milestone and a time for every answer", () => {
  rowsAreStates(
    { record: ["assessment", assessmentId], decider: assessmentDecider, projection: assessmentProjection, command: ofAssessment },
    (state, row) => {
      if (state.status === "absent") return expect(row).toBeNull();
      expect(row).toMatchObject(state);
      expect(row?.places.map(({ milestoneId }) => milestoneId)).toEqual(state.milestones.map(({ milestoneId }) => milestoneId));
      expect(row?.answeredAt.map((one) => one.questionId)).toEqual(state.answers.map((one) => one.questionId));
    },
  );
});
