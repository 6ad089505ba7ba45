import "reflect-metadata";
import { daysBetween, forumStates, isOpenSitting, lastDayOf, nextSittingOn, sittingStates } from "@ballast/domain/forum";
import { dayIn } from "@ballast/domain/program";
import type { Stored } from "@ballast/readmodel";
import type { ForumRow, SittingRow } from "@ballast/readmodel/forum";
import { cadenceUnits, dueKinds, forumKinds, type DueKind as Due, type ForumKind as Kind } from "@ballast/schema";
import { Field, ID, Int, ObjectType } from "type-graphql";
import { ActorType, toActor } from "../events/actorType.ts";
import type { RecordOf } from "../graphql/context.ts";
import { enumType } from "../graphql/enums.ts";
import { recordNode, RecordNode } from "../graphql/node.ts";
import { typeNamed } from "../graphql/records.ts";
import { DateTime } from "../graphql/scalars.ts";
import { momentOf, oncePerScope, type Scope } from "../graphql/scope.ts";

export const ForumKind = enumType("ForumKind", { options: forumKinds }, "What a series of reviews looks at.");
export const ForumState = enumType("ForumState", { options: forumStates }, "Whether a series of reviews still comes again.");
export const CadenceUnit = enumType("CadenceUnit", { options: cadenceUnits }, "In what a cadence is counted.");
export const SittingState = enumType("SittingState", { options: sittingStates }, "Where one review of a series is on its way.");
export const DueKind = enumType("DueKind", { options: dueKinds }, "What is due; `other`: somebody wants to talk of it.");

@ObjectType("Cadence", { description: "Every so many weeks or months.", simpleResolvers: true })
export class CadenceType {
  @Field(() => Int, { description: "How many." }) every!: number;
  @Field(() => CadenceUnit, { description: "Of what." }) unit!: "week" | "month";
}

@ObjectType({ implements: RecordNode, description: "A series of reviews that comes again by itself.", simpleResolvers: true })
export class Forum extends RecordNode {
  @Field(() => String, { description: "What it is called." }) title!: string;
  @Field(() => ForumKind, { description: "What it looks at." }) kind!: Kind;
  @Field(() => String, { nullable: true, description: "Whom it is about, of a review of a vendor." }) vendor!: string | null;
  @Field(() => CadenceType, { description: "How often it comes." }) cadence!: CadenceType;
  @Field(() => String, { description: "The day of the first one: the others are counted from it." }) firstOn!: string;
  @Field(() => Int, { description: "How many days ahead the next one is opened, and its owner told." }) tellDaysBefore!: number;
  @Field(() => ForumState, { description: "Whether it comes again." }) state!: ForumRow["status"];
  @Field(() => String, { nullable: true, description: "Why it does not come again; null while it does." }) ended!: string | null;
  @Field(() => String, { nullable: true, description: "The day on which the next one is due; null once it was ended." }) nextDueOn!:
    string | null;
  @Field(() => Int, { description: "Whole days since that day; 0 while it lies ahead." }) overdueDays!: number;
  @Field(() => DateTime, { description: "When it was founded." }) foundedAt!: string;
  @Field(() => ActorType, { description: "By whom." }) foundedBy!: ActorType;
  @Field(() => Int, { description: "Revision of the record, for `expectedRevision`." }) revision!: number;
  row!: Stored<ForumRow>;
}

@ObjectType({ description: "Something that a review talks of.", simpleResolvers: true })
export class DueItem {
  @Field(() => ID, { description: "Its id." }) id!: string;
  @Field(() => DueKind, { description: "Why it stands here." }) kind!: Due;
  @Field(() => String, { description: "What it is called." }) title!: string;
  @Field(() => String, {
    nullable: true, description: "Where it is shown in the console; null of what no record says.",
  }) url!: string | null;
  @Field(() => ID, { nullable: true, description: "The record's global id." }) recordId!: string | null;
  @Field(() => String, {
    nullable: true, description: "The day on which it is due or ends; null where it has none.",
  }) dueOn!: string | null;
  @Field(() => Boolean, { description: "Whether it was talked of." }) done!: boolean;
  @Field(() => String, { description: "What was said of it." }) note!: string;
  @Field(() => Int, { description: "How often something was: what you saw, for `seenRevision`." }) revision!: number;
}

@ObjectType({ description: "What a review decided.", simpleResolvers: true })
export class SittingDecision {
  @Field(() => ID, { description: "Its id." }) id!: string;
  @Field(() => String, { description: "What was decided." }) text!: string;
  @Field(() => String, { description: "Why." }) reason!: string;
  @Field(() => typeNamed("Person"), { nullable: true, description: "By whom." }) by!: RecordOf<"Person"> | null;
  @Field(() => DateTime, { nullable: true, description: "When." }) at!: string | null;
  @Field(() => ID, { nullable: true, description: "The item of the agenda that it is about." }) itemId!: string | null;
  @Field(() => String, { nullable: true, description: "Why it holds no more; null while it does." }) undone!: string | null;
}

@ObjectType({ description: "What a finding of a review became.", simpleResolvers: true })
export class CarriedBy {
  @Field(() => String, { description: "risk or action." }) kind!: string;
  @Field(() => ID, { nullable: true, description: "Its global id; null where the reader may not know of it." }) id!: string | null;
  @Field(() => String, { description: "What it is called." }) name!: string;
  @Field(() => String, { nullable: true, description: "Where it is shown in the console." }) url!: string | null;
}

@ObjectType({ description: "What a review found. It is open until it is a risk, an action, or dismissed.", simpleResolvers: true })
export class Finding {
  @Field(() => ID, { description: "Its id." }) id!: string;
  @Field(() => String, { description: "What it is about." }) title!: string;
  @Field(() => String, { description: "More of it." }) text!: string;
  @Field(() => ID, { nullable: true, description: "The item of the agenda at which it came up." }) itemId!: string | null;
  @Field(() => Boolean, { description: "Whether nobody has said yet what becomes of it." }) open!: boolean;
  @Field(() => CarriedBy, { nullable: true, description: "What carries it on." }) became!: CarriedBy | null;
  @Field(() => String, { nullable: true, description: "Why it was dismissed; null unless it was." }) dismissed!: string | null;
  @Field(() => typeNamed("Person"), { nullable: true, description: "Who noted it." }) notedBy!: RecordOf<"Person"> | null;
  @Field(() => typeNamed("Sitting"), { description: "The review that found it." }) sitting!: Sitting;
}

@ObjectType({ description: "A day that a review was moved from.", simpleResolvers: true })
export class SittingMove {
  @Field(() => String, { description: "The day before." }) from!: string;
  @Field(() => String, { description: "The day since." }) to!: string;
  @Field(() => String, { description: "Why." }) reason!: string;
}

@ObjectType({ implements: RecordNode, description: "One review of a series.", simpleResolvers: true })
export class Sitting extends RecordNode {
  @Field(() => SittingState, { description: "Where it is on its way." }) state!: SittingRow["status"];
  @Field(() => String, { description: "The day on which it is due." }) dueOn!: string;
  @Field(() => Int, { description: "Whole days since that day, while it was not held; else 0." }) overdueDays!: number;
  @Field(() => String, { description: "Which day it is on the program's clock: that on which it is held unless told." }) today!: string;
  @Field(() => [SittingMove], { description: "Every day that it was moved from, oldest first." }) moves!: readonly SittingMove[];
  @Field(() => DateTime, { nullable: true, description: "When people began to meet." }) begunAt!: string | null;
  @Field(() => String, { nullable: true, description: "The day on which it was held." }) heldOn!: string | null;
  @Field(() => String, { description: "What was said when it was closed." }) summary!: string;
  @Field(() => String, { nullable: true, description: "Why there was none; null unless it was skipped." }) skipped!: string | null;
  @Field(() => DateTime, { description: "When it was opened." }) openedAt!: string;
  @Field(() => ActorType, { description: "By whom; Ballast itself where its time had come." }) openedBy!: ActorType;
  @Field(() => Int, { description: "Revision of the record, for `expectedRevision`." }) revision!: number;
  row!: Stored<SittingRow>;
}

declare module "../graphql/context.ts" {
  interface RecordTypes {
    readonly Forum: Forum;
    readonly Sitting: Sitting;
  }
}

/** The day of a scope's moment, on the program's clock. */
export const todayOf = (scope: Pick<Scope, "asOf" | "context">): string => dayOn(momentOf(scope).toISOString(), scope);

/** The day of a moment, on the program's clock as it stands in a scope. */
export const dayOn = (at: string, { asOf, context }: Pick<Scope, "asOf" | "context">): string =>
  dayIn(at, context.readModel.programSettings.timeZone(asOf));

/** The reviews of a forum, the latest first. */
export const sittingsOf = oncePerScope((scope, forumId): readonly Stored<SittingRow>[] =>
  scope.context.readModel.forums.sittings({ filter: { forumId }, asOf: scope.asOf }));

/** The day on which the next one is due: that of the one that is open, else the first of the cadence after all there were. */
export function nextDueOn(forum: ForumRow, scope: Scope): string | null {
  if (forum.status === "ended") return null;
  const known = sittingsOf(scope, forum.forumId);
  const open = known.filter(isOpenSitting).map(({ dueOn }) => dueOn).toSorted().at(0);
  return open ?? nextSittingOn(forum, { last: known.map(lastDayOf).toSorted().at(-1) ?? null, today: todayOf(scope) });
}

/** A row for GraphQL. */
export function toForum(row: Stored<ForumRow>, scope: Scope): Forum {
  const { title, kind, vendor, cadence, firstOn, tellDaysBefore, status: state, ended, founded, revision } = row;
  const next = nextDueOn(row, scope);
  return {
    ...recordNode("Forum", row.id, scope), title, kind, vendor, cadence, firstOn, tellDaysBefore, state, ended, nextDueOn: next,
    overdueDays: next === null ? 0 : Math.max(0, daysBetween(next, todayOf(scope))), foundedAt: founded.at,
    foundedBy: toActor(founded.by), revision, row,
  };
}

/** A row for GraphQL. */
export function toSitting(row: Stored<SittingRow>, scope: Scope): Sitting {
  const { status: state, dueOn, moves, begunAt, heldOn, summary, skipped, opened, revision } = row;
  return {
    ...recordNode("Sitting", row.id, scope), state, dueOn, moves, begunAt, heldOn, summary, skipped,
    today: todayOf(scope), overdueDays: isOpenSitting(row) ? Math.max(0, daysBetween(dueOn, todayOf(scope))) : 0, openedAt: opened.at,
    openedBy: toActor(opened.by), revision, row,
  };
}

/** The forum with this id. */
export const forumById = oncePerScope((scope, id): Forum | null => {
  const row = scope.context.readModel.forums.get(id, scope.asOf);
  return row === undefined ? null : toForum(row, scope);
});

/** The review with this id. */
export const sittingById = oncePerScope((scope, id): Sitting | null => {
  const row = scope.context.readModel.forums.sitting(id, scope.asOf);
  return row === undefined ? null : toSitting(row, scope);
});
