import "reflect-metadata";
import { reviewStates } from "@ballast/domain/review";
import type { Stored } from "@ballast/readmodel";
import type { ReviewRow } from "@ballast/readmodel/review";
import { agendaSubjects, factorEffects, interviewStates, reviewSections } from "@ballast/schema";
import { Field, Int, ObjectType } from "type-graphql";
import { ActorType, toActor } from "../events/actorType.ts";
import { connectionType } from "../graphql/connection.ts";
import { enumType } from "../graphql/enums.ts";
import { recordNode, RecordNode } from "../graphql/node.ts";
import { DateTime } from "../graphql/scalars.ts";
import { momentOf, oncePerScope, type Scope } from "../graphql/scope.ts";

export const ReviewState = enumType("ReviewState", { options: reviewStates }, "Where a review is on its way.");
export const ReviewSection = enumType("ReviewSection", { options: reviewSections }, "What a line of a review says something of.");
export const FactorEffect = enumType("FactorEffect", { options: factorEffects }, "What a contributing factor did.");
export const AgendaSubject = enumType("AgendaSubject", { options: agendaSubjects }, "What a topic of the agenda is about.");
export const InterviewState = enumType(
  "InterviewState", { options: interviewStates }, "Whether somebody is to be talked to before the meeting, and whether that was done.",
);

@ObjectType({ description: "A word for what contributed, and what it did.", simpleResolvers: true })
export class ReviewFactor {
  @Field(() => String, { description: "The same whoever names it: `configuration`." }) word!: string;
  @Field(() => FactorEffect, { description: "What it did." }) effect!: (typeof factorEffects)[number];
}

@ObjectType({ description: "A moment of the incident's timeline.", simpleResolvers: true })
export class ReviewMoment {
  @Field(() => String, { description: "Id of the entry there." }) entryId!: string;
  @Field(() => DateTime, { description: "When it was." }) at!: string;
}

@ObjectType({ description: "Something that somebody has written down in a review.", simpleResolvers: true })
export class ReviewLine {
  @Field(() => String, { description: "Names the line, whatever is rewritten in it." }) id!: string;
  @Field(() => ReviewSection, { description: "What it says something of." }) section!: ReviewRow["lines"][number]["section"];
  @Field(() => String, { description: "What was written." }) text!: string;
  @Field(() => ReviewFactor, { nullable: true, description: "Of a contributing factor." }) factor!: ReviewFactor | null;
  @Field(() => ReviewMoment, { nullable: true, description: "The moment that it is about." }) moment!: ReviewMoment | null;
  @Field(() => Int, { description: "How often it was rewritten: what you saw, for `seenRevision`." }) revision!: number;
  row!: ReviewRow["lines"][number];
  scope!: Scope;
  reviewId!: string;
}

@ObjectType({ description: "A topic of the agenda.", simpleResolvers: true })
export class AgendaTopic {
  @Field(() => AgendaSubject, { description: "What it is about." }) subject!: (typeof agendaSubjects)[number];
  @Field(() => String, { description: "What it is called." }) title!: string;
  @Field(() => Int, { description: "How many minutes it is meant to take." }) minutes!: number;
  @Field(() => Int, { description: "Seconds that it has taken before the topic that is talked about now was begun." })
  spentSeconds!: number;
}

@ObjectType({ description: "The meeting's clock.", simpleResolvers: true })
export class ReviewClock {
  @Field(() => DateTime, { description: "When the meeting began first." }) begunAt!: string;
  @Field(() => Int, { nullable: true, description: "The topic that is talked about, by its place in the agenda; null while nobody meets." })
  topic!: number | null;
  @Field(() => DateTime, { description: "Since when." }) since!: string;
}

@ObjectType({
  implements: RecordNode, description: "What people say about an incident afterwards, and what comes of it.", simpleResolvers: true,
})
export class Review extends RecordNode {
  @Field(() => ReviewState, { description: "Where it is on its way." }) state!: ReviewRow["status"];
  @Field(() => DateTime, { nullable: true, description: "When it has to be held at the latest; null: nobody has said." }) dueAt!:
    string | null;
  @Field(() => Boolean, { description: "Whether it should have been held by now." }) overdue!: boolean;
  @Field(() => [AgendaTopic], { description: "What the meeting talks about." }) agenda!: readonly AgendaTopic[];
  @Field(() => ReviewClock, { nullable: true, description: "The meeting's clock; null before the first one." }) clock!: ReviewClock | null;
  @Field(() => [ReviewLine], { description: "All that was written down, oldest first." }) lines!: readonly ReviewLine[];
  @Field(() => DateTime, { nullable: true, description: "When it was held." }) heldAt!: string | null;
  @Field(() => String, { nullable: true, description: "Why there is none; null unless it was skipped." }) skipped!: string | null;
  @Field(() => DateTime, { description: "When it was opened." }) openedAt!: string;
  @Field(() => ActorType, { description: "Who opened it; Ballast itself where the incident's review fell due." }) openedBy!: ActorType;
  @Field(() => Int, { description: "Revision of the record, for `expectedRevision`." }) revision!: number;
  row!: Stored<ReviewRow>;
}

declare module "../graphql/context.ts" {
  interface RecordTypes {
    readonly Review: Review;
  }
}

export const ReviewConnection = connectionType("Review", () => Review);

/** A row for GraphQL. Who may see it has been asked before. */
export function toReview(row: Stored<ReviewRow>, scope: Scope): Review {
  const { status: state, dueAt, agenda, meeting, lines, heldAt, skipped, openedAt, openedBy, revision } = row;
  const unheld = state === "preparing" || state === "meeting";
  return {
    ...recordNode("Review", row.id, scope),
    state,
    dueAt,
    overdue: unheld && dueAt !== null && Date.parse(dueAt) < momentOf(scope).getTime(),
    agenda: agenda.map((topic, place) => ({ ...topic, spentSeconds: Math.round((meeting?.spentMs[place] ?? 0) / 1_000) })),
    clock: meeting,
    lines: lines.map((line) => ({
      id: line.lineId, section: line.section, text: line.text, factor: line.factor, moment: line.moment, revision: line.revision,
      row: line, scope, reviewId: row.id,
    })),
    heldAt,
    skipped,
    openedAt,
    openedBy: toActor(openedBy),
    revision,
    row,
  };
}

/** Whether a scope may know of a review: that of a private incident tells of it. */
export const mayKnowReview = oncePerScope(({ context, viewer }, id): boolean =>
  viewer === "all" || context.readModel.reviews.mayKnow(id, viewer));

/** The review with this id, if there is one that the scope may know of. */
export const reviewById = oncePerScope((scope, id): Review | null => {
  const row = scope.context.readModel.reviews.get(id, scope.asOf);
  return row === undefined || !mayKnowReview(scope, id) ? null : toReview(row, scope);
});
