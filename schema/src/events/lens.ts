import { z } from "zod";
import { defineEvent, type EventsOf } from "../defineEvent.ts";
import { line, reason, text, uuid, webLink } from "../scalars.ts";

/** What a rule of a lens says of an answer. */
export const lensRisks = ["HIGH_RISK", "MEDIUM_RISK", "NO_RISK"] as const;
export type LensRisk = (typeof lensRisks)[number];

/** Id of a pillar, a question or a choice, as its lens has it. */
const lensId = z.string().regex(/^[A-Za-z0-9_.-]{1,128}$/);
/** What a lens says in words, with a page about it. */
const told = z.object({ text: z.string().max(6_000), url: webLink.nullable() });

/** Something that one may do, or does; `plan` is what to do where one does not. */
export const lensChoice = z.object({ id: lensId, title: line, help: told.nullable(), plan: told.nullable() });
export type LensChoice = z.infer<typeof lensChoice>;
/** Which risk an answer has: the first of these whose condition holds. */
export const lensRule = z.object({ condition: z.string().min(1).max(4_000), risk: z.enum(lensRisks) });
export const lensQuestion = z.object({
  id: lensId, title: line, description: z.string().max(6_000), help: told.nullable(), choices: z.array(lensChoice).min(1).max(50),
  rules: z.array(lensRule).min(1).max(30),
});
export type LensQuestion = z.infer<typeof lensQuestion>;
export const lensPillar = z.object({ id: lensId, name: line, questions: z.array(lensQuestion).max(100) });
export type LensPillar = z.infer<typeof lensPillar>;

const content = {
  name: line,
  description: z.string().max(6_000),
  /** What its author calls this version; null where it says none. */
  release: line.nullable(),
  pillars: z.array(lensPillar).min(1).max(30),
};

/** Questions to look at something with: an AWS Well-Architected custom lens, of schema version 2021-11-01. */
export const lensEvents = {
  /** Read from a file: the first version, or another one than before. */
  LensImported: defineEvent({ type: "LensImported", schema: z.object({ lensId: uuid, version: z.int().min(1), ...content }) }),
  LensRetired: defineEvent({ type: "LensRetired", schema: z.object({ lensId: uuid, reason }) }),
};
export type LensEvent = EventsOf<typeof lensEvents>;

const id = { assessmentId: uuid };

/** What is answered to a lens, about one service, by one series of reviews, or about everything. */
export const assessmentEvents = {
  AssessmentBegun: defineEvent({
    type: "AssessmentBegun", schema: z.object({ ...id, lensId: uuid, serviceId: uuid.nullable(), forumId: uuid.nullable(), ownerId: uuid }),
  }),
  QuestionAnswered: defineEvent({
    type: "QuestionAnswered",
    schema: z.object({
      ...id, questionId: lensId,
      /** What is done; none: nothing of it. */
      choiceIds: z.array(lensId).max(50),
      note: text,
      /** Why the question does not apply; null where it does. */
      notApplicable: reason.nullable(),
      answeredBy: uuid,
    }),
  }),
  AnswerTakenBack: defineEvent({ type: "AnswerTakenBack", schema: z.object({ ...id, questionId: lensId, reason }) }),
  /** The answers as they are at this event, by a name: where it stands in the log is the milestone. */
  MilestoneSet: defineEvent({ type: "MilestoneSet", schema: z.object({ ...id, milestoneId: uuid, name: line }) }),
  /** A risk carries what an answer says. */
  AnswerBecameRisk: defineEvent({ type: "AnswerBecameRisk", schema: z.object({ ...id, questionId: lensId, riskId: uuid }) }),
};
export type AssessmentEvent = EventsOf<typeof assessmentEvents>;
