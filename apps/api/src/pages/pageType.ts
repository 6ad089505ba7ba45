import "reflect-metadata";
import type { PageRow, Stored } from "@ballast/readmodel";
import { Field, Float, Int, ObjectType } from "type-graphql";
import { connectionType } from "../graphql/connection.ts";
import { enumType } from "../graphql/enums.ts";
import { recordNode, RecordNode } from "../graphql/node.ts";
import { DateTime } from "../graphql/scalars.ts";
import { oncePerScope, type Scope } from "../graphql/scope.ts";
import { mayKnow } from "../incidents/visibleIncidents.ts";
import { Person, personOrStranger } from "../people/personType.ts";

export const PageState = enumType("PageState", { options: ["open", "acknowledged", "stopped"] }, "Whether a page still wants an answer.");

@ObjectType({ description: "One try to reach somebody.", simpleResolvers: true })
export class PageSend {
  @Field(() => DateTime, { description: "When it was handed to the channel, or refused." }) at!: string;
  @Field(() => Person, { nullable: true, description: "Whom; null where the shift was empty." }) person!: Person | null;
  @Field(() => String, { nullable: true, description: "mail, chat or inbox." }) channel!: string | null;
  @Field(() => String, { description: "person, next or everyone." }) step!: string;
  @Field(() => Int, { description: "Which time around, from 0." }) round!: number;
  @Field(() => String, { nullable: true, description: "Why the channel did not take it; null when it did." }) refused!: string | null;
}

@ObjectType({ implements: RecordNode, description: "A call for people.", simpleResolvers: true })
export class Page extends RecordNode {
  @Field(() => String, { description: "responders or commander." }) purpose!: string;
  @Field(() => String, { description: "Why." }) reason!: string;
  @Field(() => PageState, { description: "Whether it still wants an answer." }) state!: PageRow["state"];
  @Field(() => DateTime, { description: "When it was asked for." }) requestedAt!: string;
  @Field(() => [PageSend], { description: "Every try to reach somebody, oldest first." }) sends!: readonly PageSend[];
  @Field(() => Person, { nullable: true, description: "Who answered first." }) acknowledgedBy!: Person | null;
  @Field(() => DateTime, { nullable: true, description: "When they answered." }) acknowledgedAt!: string | null;
  @Field(() => Float, { nullable: true, description: "From the first page sent to the first answer, ms." }) acknowledgeMs!: number | null;
  @Field(() => Int, { description: "Revision of the record, for `expectedRevision`." }) revision!: number;
  row!: Stored<PageRow>;
}

export const PageConnection = connectionType("Page", () => Page);

/** A row for GraphQL. Who may see it has been asked before. */
export function toPage(row: Stored<PageRow>, scope: Scope): Page {
  const { acknowledgedAt, acknowledgedBy, firstSentAt } = row;
  return {
    ...recordNode("Page", row.id, scope), purpose: row.purpose, reason: row.reason, state: row.state, requestedAt: row.requestedAt,
    sends: row.sends.map(({ personId, at, channel, step, round, refused }) => ({ at, channel, step, round, refused, person: personId === null ? null : personOrStranger(scope, personId) })),
    acknowledgedBy: acknowledgedBy === null ? null : personOrStranger(scope, acknowledgedBy), acknowledgedAt,
    acknowledgeMs: acknowledgedAt === null || firstSentAt === null ? null : Math.max(0, Date.parse(acknowledgedAt) - Date.parse(firstSentAt)),
    revision: row.revision, row,
  };
}

/** The page with this id, if the scope may know of its incident. */
export const pageById = oncePerScope((scope, id): Page | null => {
  const row = scope.context.readModel.pages.get(id, scope.asOf);
  return row === undefined || !mayKnow(scope, row.incidentId) ? null : toPage(row, scope);
});
