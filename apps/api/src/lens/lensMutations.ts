import { Rejection } from "@ballast/domain";
import { forumDecider, knownForum } from "@ballast/domain/forum";
import {
  assessmentDecider, begunAssessment, knownLens, lensDecider, parseLens, readLens, standingOf, type AssessmentCommand, type BegunAssessment,
  type ImportedLens,
} from "@ballast/domain/lens";
import { mitigationDecider, riskDecider } from "@ballast/domain/risk";
import { foldRecord, idOf, ids } from "@ballast/eventlog";
import { type LensQuestion, wholeText } from "@ballast/schema";
import { z } from "zod";
import { allows, permissions } from "../auth/permissions.ts";
import { defineMutation, type Mutation } from "../commands/defineMutation.ts";
import {
  dayField, field, idField, lineField, listOf, noteField, optional, otherwise, partIdField, reasonField, type InputFields,
  type InputOf,
} from "../commands/inputFields.ts";
import { refuseStrangers, registered, serviceField } from "../commands/named.ts";
import type { Run } from "../commands/runCommand.ts";
import { takeNumberOnce } from "../commands/takeNumber.ts";
import type { ApiContext, LogReader } from "../graphql/context.ts";

const lensField = idField("Lens", "The lens.");
const assessmentField = idField("Assessment", "What is answered.");
/** Ids of the lens's own. */
const lensPart = (description: string) => field(() => String, z.string().regex(/^[A-Za-z0-9_.-]{1,128}$/), description);
/** Characters; the format has no larger ones. */
const MOST_BYTES = 600_000;

const importLens = defineMutation({
  name: "importLens",
  description:
    "Reads a custom lens of AWS Well-Architected (schema version 2021-11-01): whole, or not at all. Another file of the same name is its next version.",
  permission: "forum.write",
  record: "Lens",
  input: { lens: field(() => String, z.string().min(2).max(MOST_BYTES), "What its file says: a text of JSON.") },
  touches: () => null,
  async act(run, { lens }) {
    const content = readLens(parseLens(lens));
    const lensId = idOf(lensDecider, content.name);
    await run.handle({
      aggregate: lensDecider, id: lensId, guarded: true, command: { type: "ImportLens", now: run.now, lensId, ...content },
    });
    return { id: lensId };
  },
});

const retireLens = defineMutation({
  name: "retireLens",
  description: "Says that a lens is not to be answered any more. What was answered stays.",
  permission: "forum.write",
  record: "Lens",
  input: { lensId: lensField, reason: reasonField("Why.") },
  touches: () => null,
  async act(run, { lensId, reason }) {
    await run.handle({ aggregate: lensDecider, id: lensId, guarded: true, command: { type: "RetireLens", now: run.now, lensId, reason } });
    return { id: lensId };
  },
});

const beginAssessment = defineMutation({
  name: "beginAssessment",
  description:
    "Begins to answer a lens: about one service, by a series of reviews, or about everything. There is one for each of these, so that the next time can be compared with the last.",
  permission: "review.write",
  record: "Assessment",
  input: {
    lensId: lensField,
    service: optional(serviceField("The service that it is about.")),
    forumId: optional(idField("Forum", "The series of reviews that answers it.")),
    ownerId: optional(idField("Person", "Who answers for it; the caller unless told.")),
  },
  touches: ({ service }) => (service === null ? null : [service.serviceId]),
  async act(run, { lensId, service, forumId, ownerId }, { log }) {
    const lens = knownLens(await foldRecord(log, lensDecider, lensId), lensId);
    if (lens.status === "retired") throw new Rejection("TRANSITION_NOT_ALLOWED", `${lens.name} was retired`, ["lensId"]);
    const serviceId = service === null ? null : (await registered(log, service)).serviceId;
    if (forumId !== null) knownForum(await foldRecord(log, forumDecider, forumId), forumId);
    await refuseStrangers(log, [ownerId ?? run.by], ["ownerId"]);
    const id = idOf(assessmentDecider, lensId, serviceId ?? forumId ?? "program");
    await run.handle({
      aggregate: assessmentDecider, id, guarded: true,
      command: { type: "BeginAssessment", now: run.now, assessmentId: id, lensId, serviceId, forumId, ownerId: ownerId ?? run.by },
    });
    return { id };
  },
});

/** Services of what is answered, for tokens that are limited to some. */
export async function servicesOfAssessment({ log }: Pick<LogReader, "log">, assessmentId: string): Promise<readonly string[]> {
  const assessment = await foldRecord(log, assessmentDecider, assessmentId);
  return assessment.status === "absent" || assessment.serviceId === null ? [] : [assessment.serviceId];
}

interface Asked {
  readonly assessment: BegunAssessment;
  readonly lens: ImportedLens;
}

async function asked({ log }: Pick<ApiContext, "log">, assessmentId: string): Promise<Asked> {
  const assessment = begunAssessment(await foldRecord(log, assessmentDecider, assessmentId), assessmentId);
  return { assessment, lens: knownLens(await foldRecord(log, lensDecider, assessment.lensId), assessment.lensId) };
}

function questionNamed({ pillars, name }: ImportedLens, questionId: string): LensQuestion {
  const found = pillars.flatMap(({ questions }) => questions).find(({ id }) => id === questionId);
  if (found === undefined) throw new Rejection("NOT_FOUND", `${name} does not ask ${questionId}`, ["questionId"]);
  return found;
}

/** Whoever writes reviews, or answers for this. */
function refuseUnlessOwner({ principal: { roles, person } }: Run, { ownerId }: Pick<BegunAssessment, "ownerId">): void {
  if (allows(roles, "review.write") || person.id === ownerId) return;
  throw new Rejection(
    "NOT_ALLOWED", `${person.name} does not answer for it; others need one of: ${permissions["review.write"].join(", ")}.`,
  );
}

interface Change<Fields extends InputFields> {
  readonly description: string;
  readonly input: Fields;
  readonly command: (input: InputOf<Fields> & { assessmentId: string }, at: Asked & { readonly run: Run }) => AssessmentCommand;
}

const changing = <const Fields extends InputFields>(name: string, { description, input, command }: Change<Fields>): Mutation =>
  defineMutation({
    name,
    description,
    permission: "forum.own",
    record: "Assessment",
    input: { assessmentId: assessmentField, ...input },
    touches: ({ assessmentId }, context) => servicesOfAssessment(context, assessmentId as string),
    async act(run, given, context) {
      const said = given as InputOf<Fields> & { assessmentId: string };
      const { assessmentId: id } = said;
      if (await run.earlier(assessmentDecider, id)) return { id };
      const of = await asked(context, id);
      refuseUnlessOwner(run, of.assessment);
      await run.handle({ aggregate: assessmentDecider, id, guarded: true, command: command(said, { ...of, run }) });
      return { id };
    },
  });

/** What the lens recommends where choices are not made, a line each. */
function planOf({ choices }: LensQuestion, made: readonly string[]): string {
  const lines = choices
    .filter(({ id, plan }) => plan !== null && !made.includes(id))
    .map(({ title, plan }) => `${title}: ${plan?.text ?? ""}${plan?.url ? ` ${plan.url}` : ""}`);
  return wholeText(lines.join("\n"), 19_000);
}

const words = { HIGH_RISK: "high", MEDIUM_RISK: "medium" } as const;

/** One question's risk, and what the lens recommends as its mitigation. Repeated, they are the same. */
async function carry(
  run: Run, context: ApiContext, { of, question, dueOn, ownerId }: {
    readonly of: Asked; readonly question: LensQuestion; readonly dueOn: string; readonly ownerId: string;
  },
): Promise<void> {
  const { assessment: { assessmentId, answers, serviceId }, lens } = of;
  const answer = answers.find(({ questionId }) => questionId === question.id);
  const standing = standingOf(question, answer);
  if (standing !== "HIGH_RISK" && standing !== "MEDIUM_RISK") return;
  const key = `${assessmentId}/${question.id}`;
  const [riskId, mitigationId] = [idOf(riskDecider, key), idOf(mitigationDecider, key)];
  if ((await foldRecord(context.log, riskDecider, riskId)).status === "absent") {
    const number = await takeNumberOnce(run, context.log, { counter: "risks", forId: riskId });
    const lacking = question.choices.filter(({ id, plan }) => plan !== null && !(answer?.choiceIds ?? []).includes(id));
    await run.handle({
      aggregate: riskDecider, id: riskId,
      command: {
        type: "RegisterRisk", now: run.now, riskId, number, title: question.title,
        category: wholeText(`${words[standing]} risk of ${lens.name}`, 300),
        statement: {
          if: wholeText(lacking.map(({ title }) => `not: ${title}`).join("; ") || question.title, 2_000),
          then: `${lens.name} says ${words[standing]} risk`,
          until: "what it recommends is done",
        },
        serviceIds: serviceId === null ? [] : [serviceId], ownerId, reviewEveryDays: 90, observedSince: run.now, inputs: null,
        reason: "answered so",
      },
    });
  }
  const plan = planOf(question, answer?.choiceIds ?? []);
  if (plan !== "" && (await foldRecord(context.log, mitigationDecider, mitigationId)).status === "absent") {
    const number = await takeNumberOnce(run, context.log, { counter: "mitigations", forId: mitigationId });
    await run.handle({
      aggregate: mitigationDecider, id: mitigationId,
      command: {
        type: "PlanMitigation", now: run.now, mitigationId, number, title: wholeText(`What ${lens.name} recommends`, 300),
        description: plan,
        riskIds: [riskId], ownerId, needs: [], effects: [], dueOn, waitedFor: [],
      },
    });
  }
  await run.handle({
    aggregate: assessmentDecider, id: assessmentId, commandId: ids.part(run.commandId, "carries", question.id),
    command: { type: "CarryAnswer", now: run.now, assessmentId, questionId: question.id, riskId },
  });
}

/** So many at once: a lens may ask three hundred questions. */
const MOST_AT_ONCE = 100;

const makeRisks = defineMutation({
  name: "makeRisksOfAssessment",
  description:
    "Registers a risk for each answer with a high or medium risk that none carries yet, with what the lens recommends as its mitigation; a hundred at once.",
  permission: "risk.write",
  record: "Assessment",
  input: {
    assessmentId: assessmentField,
    questionIds: optional(listOf(lensPart("A question; all of them unless told."), 100)),
    dueOn: dayField("The day that is promised for the mitigations, as 2026-12-15."),
    ownerId: optional(idField("Person", "Who answers for the risks; who answers for this unless told.")),
  },
  touches: ({ assessmentId }, context) => servicesOfAssessment(context, assessmentId),
  async act(run, { assessmentId, questionIds, dueOn, ownerId }, context) {
    const of = await asked(context, assessmentId);
    const owner = ownerId ?? of.assessment.ownerId;
    await refuseStrangers(context.log, [owner], ["ownerId"]);
    const carried = new Set(of.assessment.risks.map(({ questionId }) => questionId));
    const wanted = questionIds === null ? null : new Set(questionIds.map((id) => questionNamed(of.lens, id).id));
    const answers = new Map(of.assessment.answers.map((answer) => [answer.questionId, answer]));
    const risky = of.lens.pillars.flatMap(({ questions }) => questions).filter((question) => {
      const standing = standingOf(question, answers.get(question.id));
      return (standing === "HIGH_RISK" || standing === "MEDIUM_RISK") && !carried.has(question.id) && (wanted?.has(question.id) ?? true);
    });
    for (const question of risky.slice(0, MOST_AT_ONCE)) await carry(run, context, { of, question, dueOn, ownerId: owner });
    return { id: assessmentId };
  },
});

export const lensMutations: readonly Mutation[] = [
  importLens,
  retireLens,
  beginAssessment,
  changing("answerQuestion", {
    description: "Answers a question of a lens: with what is done, or why it does not apply. No choice: nothing of it is done.",
    input: {
      questionId: lensPart("The question."),
      choiceIds: otherwise(listOf(lensPart("A choice that is made."), 50), []),
      note: noteField("What to know of it."),
      notApplicable: optional(reasonField("Why it does not apply.")),
    },
    command: ({ assessmentId, questionId, choiceIds, note, notApplicable }, { run, lens }) => ({
      type: "AnswerQuestion", now: run.now, assessmentId, questionId, choiceIds, note, notApplicable, answeredBy: run.by,
      question: questionNamed(lens, questionId),
    }),
  }),
  changing("takeBackAnswer", {
    description: "Says that a question is not answered after all.",
    input: { questionId: lensPart("The question."), reason: reasonField("Why.") },
    command: ({ assessmentId, questionId, reason }, { run }) => ({
      type: "TakeBackAnswer", now: run.now, assessmentId, questionId, reason,
    }),
  }),
  changing("setAssessmentMilestone", {
    description: "Gives the answers as they are now a name: the next time is compared with it.",
    input: { name: lineField("What it is called."), milestoneId: optional(partIdField("Its id; from the command unless told.")) },
    command: ({ assessmentId, name, milestoneId }, { run }) => ({
      type: "SetMilestone", now: run.now, assessmentId, name, milestoneId: milestoneId ?? ids.part(run.commandId, "milestone"),
    }),
  }),
  makeRisks,
];
