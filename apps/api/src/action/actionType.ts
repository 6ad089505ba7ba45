import "reflect-metadata";
import { actionLateness, actionName, actionStates } from "@ballast/domain/action";
import type { Stored } from "@ballast/readmodel";
import type { ActionRow } from "@ballast/readmodel/action";
import { actionKinds } from "@ballast/schema";
import { Field, Int, ObjectType } from "type-graphql";
import { ActorType, toActor } from "../events/actorType.ts";
import { movedSlips, Slip } from "../events/slip.ts";
import { connectionType } from "../graphql/connection.ts";
import { enumType } from "../graphql/enums.ts";
import { recordNode, RecordNode } from "../graphql/node.ts";
import { DateTime } from "../graphql/scalars.ts";
import { momentOf, oncePerScope, type Scope } from "../graphql/scope.ts";

export const ActionKind = enumType(
  "ActionKind", { options: actionKinds }, "Whether it mends what has just broken, or changes how things are.",
);
export const ActionState = enumType(
  "ActionState",
  { options: actionStates },
  "Where an action stands: proposed until somebody owns it and a day is promised; done until somebody else has seen it.",
);

@ObjectType({ implements: RecordNode, description: "What somebody has to do.", simpleResolvers: true })
export class Action extends RecordNode {
  @Field(() => Int, { nullable: true, description: "n of ACT-n; null of one that another system brought." }) number!: number | null;
  @Field(() => String, { description: "ACT-n, or what the other system calls it." }) reference!: string;
  @Field(() => ActionKind, { description: "Short-term or long-term." }) kind!: ActionRow["kind"];
  @Field(() => String, { description: "What is to be done." }) title!: string;
  @Field(() => String, { description: "More of it." }) text!: string;
  @Field(() => ActionState, { description: "Where it stands." }) state!: ActionRow["status"];
  @Field(() => String, { nullable: true, description: "The day that is promised, as 2026-12-15." }) dueOn!: string | null;
  @Field(() => [String], { description: "Tickets and pages about it." }) links!: readonly string[];
  @Field(() => String, { nullable: true, description: "What the system that brought it calls who does it; they may not be known here." })
  ownerName!: string | null;
  @Field(() => [Slip], { description: "Every promise that was moved, oldest first." }) slips!: readonly Slip[];
  @Field(() => Int, { description: "Whole days since the day that is promised now; 0 while that lies ahead, and once it is done." })
  overdueDays!: number;
  @Field(() => Int, { description: "Whole days after the first promise." }) daysLate!: number;
  @Field(() => DateTime, { description: "When it was registered; of one that another system brought, when it came up there." })
  registeredAt!: string;
  @Field(() => ActorType, { description: "Who registered it." }) registeredBy!: ActorType;
  @Field(() => DateTime, { nullable: true, description: "When it was done." }) finishedAt!: string | null;
  @Field(() => String, { nullable: true, description: "What was said when it was done." }) finishNote!: string | null;
  @Field(() => String, { nullable: true, description: "What was said when it was verified." }) verifyNote!: string | null;
  @Field(() => String, { nullable: true, description: "Why it was dropped; null unless it was." }) dropped!: string | null;
  @Field(() => DateTime, { nullable: true, description: "When what ended it last happened; null while it is open." }) endedAt!:
    string | null;
  @Field(() => Int, { description: "Revision of the record, for `expectedRevision`." }) revision!: number;
  row!: Stored<ActionRow>;
}

declare module "../graphql/context.ts" {
  interface RecordTypes {
    readonly Action: Action;
  }
}

export const ActionConnection = connectionType("Action", () => Action);

/** The day of a scope's moment, in UTC. */
export const dayOf = (scope: Scope): string => momentOf(scope).toISOString().slice(0, 10);

/** A row for GraphQL. Who may see it has been asked before. */
export function toAction(row: Stored<ActionRow>, scope: Scope): Action {
  const { number, kind, title, text, status: state, dueOn, links, registeredAt, finished, verified, dropped, endedAt, revision } = row;
  const { overdue, sinceFirst } = actionLateness(row, dayOf(scope));
  return {
    ...recordNode("Action", row.id, scope),
    number,
    reference: actionName(row),
    kind,
    title,
    text,
    state,
    dueOn,
    links,
    slips: movedSlips(row),
    overdueDays: overdue,
    daysLate: sinceFirst,
    registeredAt,
    registeredBy: toActor(row.registeredBy),
    finishedAt: finished?.at ?? null,
    finishNote: finished?.note ?? null,
    ownerName: row.imported?.ownerName ?? null,
    verifyNote: verified?.note ?? null,
    dropped,
    endedAt,
    revision,
    row,
  };
}

/** Whether a scope may know of an action: one that came of a private incident tells of it. */
export const mayKnowAction = oncePerScope(({ context, viewer }, id): boolean =>
  viewer === "all" || context.readModel.actions.mayKnow(id, viewer));

const hidden = oncePerScope((scope): ReadonlySet<string> => new Set(scope.context.readModel.actions.hiddenFrom(scope.viewer)));

/** Those that a scope must not know of. */
export const unknownActions = (scope: Scope): ReadonlySet<string> => hidden(scope, "");

/** The action with this id, if there is one that the scope may know of. */
export const actionById = oncePerScope((scope, id): Action | null => {
  const row = scope.context.readModel.actions.get(id, scope.asOf);
  return row === undefined || !mayKnowAction(scope, id) ? null : toAction(row, scope);
});

/** The action that people call ACT-n, or what its source calls it. */
export function actionCalled(scope: Scope, called: string): Action | null {
  const number = /^ACT-(\d{1,9})$/i.exec(called)?.[1];
  const { actions } = scope.context.readModel;
  const row = number === undefined ? actions.byExternalId(called, scope.asOf) : actions.byNumber(Number(number), scope.asOf);
  return row === undefined || !mayKnowAction(scope, row.id) ? null : toAction(row, scope);
}
