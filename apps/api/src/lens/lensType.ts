import "reflect-metadata";
import { answerStandings, standingOf, type AnswerStanding as Standing } from "@ballast/domain/lens";
import type { Stored } from "@ballast/readmodel";
import type { AssessmentRow, LensRow } from "@ballast/readmodel/lens";
import type { LensQuestion as Question } from "@ballast/schema";
import { Field, ID, Int, ObjectType } from "type-graphql";
import { ActorType, toActor } from "../events/actorType.ts";
import { enumType } from "../graphql/enums.ts";
import { recordNode, RecordNode } from "../graphql/node.ts";
import { DateTime } from "../graphql/scalars.ts";
import { oncePerScope, type Scope } from "../graphql/scope.ts";

export const LensState = enumType("LensState", { options: ["imported", "retired"] as const }, "Whether a lens is answered any more.");
export const AnswerStanding = enumType(
  "AnswerStanding", { options: answerStandings },
  "How the answer to a question stands: the risk that its lens says; it does not apply; no rule of the lens says; nobody has answered.",
);

@ObjectType({ description: "What a lens says in words, with a page about it.", simpleResolvers: true })
export class LensText {
  @Field(() => String, { description: "The words." }) text!: string;
  @Field(() => String, { nullable: true, description: "The page." }) url!: string | null;
}

@ObjectType({ description: "Something that one may do, or does.", simpleResolvers: true })
export class LensChoice {
  @Field(() => ID, { description: "Its id in the lens." }) id!: string;
  @Field(() => String, { description: "What it is." }) title!: string;
  @Field(() => LensText, { nullable: true, description: "More of it." }) help!: LensText | null;
  @Field(() => LensText, { nullable: true, description: "What to do where one does not." }) plan!: LensText | null;
}

@ObjectType({ description: "What a lens asks.", simpleResolvers: true })
export class LensQuestion {
  @Field(() => ID, { description: "Its id in the lens." }) id!: string;
  @Field(() => String, { description: "The question." }) title!: string;
  @Field(() => String, { description: "More of it." }) description!: string;
  @Field(() => LensText, { nullable: true, description: "What helps to answer it." }) help!: LensText | null;
  @Field(() => [LensChoice], { description: "What may be answered." }) choices!: readonly LensChoice[];
}

@ObjectType({ description: "Questions about one thing.", simpleResolvers: true })
export class LensPillar {
  @Field(() => ID, { description: "Its id in the lens." }) id!: string;
  @Field(() => String, { description: "What it is about." }) name!: string;
  @Field(() => [LensQuestion], { description: "Its questions, in the order of the lens." }) questions!: readonly LensQuestion[];
}

@ObjectType({
  implements: RecordNode, description: "Questions to look at something with, from a file of AWS Well-Architected.", simpleResolvers: true,
})
export class Lens extends RecordNode {
  @Field(() => String, { description: "What it is called." }) name!: string;
  @Field(() => String, { description: "What it is for." }) description!: string;
  @Field(() => String, { nullable: true, description: "What its author calls this version." }) release!: string | null;
  @Field(() => Int, { description: "How many versions were read here." }) version!: number;
  @Field(() => LensState, { description: "Whether it is answered any more." }) state!: LensRow["status"];
  @Field(() => Int, { description: "How many questions it asks." }) questionCount!: number;
  @Field(() => [LensPillar], { description: "What it asks." }) pillars!: readonly LensPillar[];
  @Field(() => DateTime, { description: "When this version was read." }) importedAt!: string;
  @Field(() => ActorType, { description: "By whom." }) importedBy!: ActorType;
  @Field(() => Int, { description: "Revision of the record, for `expectedRevision`." }) revision!: number;
  row!: Stored<LensRow>;
}

@ObjectType({ description: "How the answers to a lens stand.", simpleResolvers: true })
export class LensProgress {
  @Field(() => Int, { description: "How many questions there are." }) questions!: number;
  @Field(() => Int, { description: "How many of them were answered, or do not apply." }) answered!: number;
  @Field(() => Int, { description: "Answers with a high risk." }) high!: number;
  @Field(() => Int, { description: "Answers with a medium risk." }) medium!: number;
  @Field(() => Int, { description: "Answers without one." }) none!: number;
  @Field(() => Int, { description: "Questions that do not apply." }) notApplicable!: number;
}

@ObjectType({ implements: RecordNode, description: "What is answered to a lens.", simpleResolvers: true })
export class Assessment extends RecordNode {
  @Field(() => DateTime, { description: "When it was begun." }) begunAt!: string;
  @Field(() => ActorType, { description: "By whom." }) begunBy!: ActorType;
  @Field(() => LensProgress, { description: "How it stands." }) progress!: LensProgress;
  @Field(() => Int, { description: "Revision of the record, for `expectedRevision`." }) revision!: number;
  row!: Stored<AssessmentRow>;
}

declare module "../graphql/context.ts" {
  interface RecordTypes {
    readonly Lens: Lens;
    readonly Assessment: Assessment;
  }
}

/** Questions of a lens in its order. */
export const questionsOf = ({ pillars }: Pick<LensRow, "pillars">): readonly Question[] => pillars.flatMap(({ questions }) => questions);

/** How each question of these stands, by its id. */
export function standingsOf(questions: readonly Question[], { answers }: Pick<AssessmentRow, "answers">): ReadonlyMap<string, Standing> {
  const known = new Map(answers.map((answer) => [answer.questionId, answer]));
  return new Map(questions.map((question) => [question.id, standingOf(question, known.get(question.id))]));
}

/** Counts how questions stand. */
export function progressOf(standings: Iterable<Standing>): LensProgress {
  const all = [...standings];
  const count = (of: Standing): number => all.filter((one) => one === of).length;
  return {
    questions: all.length, answered: all.length - count("unanswered"), high: count("HIGH_RISK"), medium: count("MEDIUM_RISK"),
    none: count("NO_RISK"), notApplicable: count("notApplicable"),
  };
}

/** A row for GraphQL. */
export function toLens(row: Stored<LensRow>, scope: Scope): Lens {
  const { name, description, release, version, status: state, pillars, imported, revision } = row;
  return {
    ...recordNode("Lens", row.id, scope), name, description, release, version, state, pillars, questionCount: questionsOf(row).length,
    importedAt: imported.at, importedBy: toActor(imported.by), revision, row,
  };
}

/** A row for GraphQL. */
export function toAssessment(row: Stored<AssessmentRow>, scope: Scope): Assessment {
  const lens = lensById(scope, row.lensId);
  return {
    ...recordNode("Assessment", row.id, scope), begunAt: row.begun.at, begunBy: toActor(row.begun.by),
    progress: progressOf(lens === null ? [] : standingsOf(questionsOf(lens.row), row).values()), revision: row.revision, row,
  };
}

/** The lens with this id. */
export const lensById = oncePerScope((scope, id): Lens | null => {
  const row = scope.context.readModel.lenses.get(id, scope.asOf);
  return row === undefined ? null : toLens(row, scope);
});

/** The assessment with this id. */
export const assessmentById = oncePerScope((scope, id): Assessment | null => {
  const row = scope.context.readModel.lenses.assessment(id, scope.asOf);
  return row === undefined ? null : toAssessment(row, scope);
});
